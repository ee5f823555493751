"""By distance from the shops a day; buckets hold smaller ones: never add them.

https://developers.google.com/google-ads/api/fields/v26/distance_view
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, USUAL, flag, key, metrics
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class DistanceDailyStream(ReportStream):
    """By distance from the shops a day; buckets hold smaller ones: never add them."""

    name = "distance_daily"
    primary_keys = (
        "customer_id",
        "campaign_id",
        "distance_bucket",
        "is_metric",
        "date",
    )
    adds_up = False
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key(
            "distance_bucket",
            "distance_view.distance_bucket",
            "Within so far: it holds all that is nearer, too.",
        ),
        flag(
            "is_metric",
            "distance_view.metric_system",
            "Whether it is told in kilometres.",
        ),
        DATE,
        *metrics(*USUAL),
    )
