"""Custom conversions: what an account counts as a conversion of its own.

https://developers.facebook.com/docs/marketing-api/reference/custom-conversion
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, integer, json_text, key, text
from tap_metaads.columns import account_key, currency, money, when
from tap_metaads.edges import EdgeStream


class CustomConversionsStream(EdgeStream):
    """One record a custom conversion."""

    name = "custom_conversions"
    primary_keys = ("account_id", "id")
    edge = "customconversions"
    page_size = 100
    schema = fields(
        key("id", "id", "Id of the conversion; `offsite_conversion.custom.<id>`."),
        account_key(),
        text("name", "name", "Name that people gave it."),
        text("description", "description", "What they say of it."),
        text("custom_event_type", "custom_event_type", "Standard event it stands for."),
        text("event_source_type", "event_source_type", "Where events come from."),
        text("rule", "rule", "Which events count."),
        text("aggregation_rule", "aggregation_rule", "How they are added up."),
        money("default_conversion_value", "default_conversion_value", "Value of one"),
        currency(),
        when("creation_time", "creation_time", "When it was made."),
        when("first_fired_time", "first_fired_time", "Its first event."),
        when("last_fired_time", "last_fired_time", "Its last event."),
        boolean("is_archived", "is_archived", "Whether it was put away."),
        boolean("is_unavailable", "is_unavailable", "Whether it cannot be used."),
        integer("retention_days", "retention_days", "How long events count", "d"),
        json_text("data_sources", "data_sources", "Pixels and apps it listens to."),
    )
