"""Metrics: the kinds of events.

https://developers.klaviyo.com/en/reference/get_metrics
"""

from __future__ import annotations

from tap_kit.fields import fields, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import M


class MetricsStream(KlaviyoStream):
    """One record a metric; read whole each run."""

    name = "metrics"
    primary_keys = ("id",)
    endpoint = "/api/metrics"
    rate = M
    scope = "metrics:read"
    schema = fields(
        key("id", "id", "Id of the metric."),
        text("name", "attributes.name", "Its name, e.g. Placed Order."),
        text("integration", "attributes.integration.name", "Where it comes from."),
        text("category", "attributes.integration.category", "Kind of that source."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )
