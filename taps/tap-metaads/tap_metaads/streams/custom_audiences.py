"""Custom audiences: who may be shown ads; sizes only, no members.

https://developers.facebook.com/docs/marketing-api/reference/custom-audience
"""

from __future__ import annotations

from tap_kit.fields import fields, integer, json_text, key, text
from tap_metaads.columns import account_key, when
from tap_metaads.edges import EdgeStream
from tap_metaads.usage import AUDIENCE_CASE


class CustomAudiencesStream(EdgeStream):
    """One record an audience and account: accounts may share one."""

    name = "custom_audiences"
    primary_keys = ("account_id", "id")
    edge = "customaudiences"
    case = AUDIENCE_CASE
    page_size = 100
    schema = fields(
        key("id", "id", "Id of the audience."),
        account_key(),
        text("name", "name", "Name that people gave it."),
        text("description", "description", "What they say of it."),
        text("subtype", "subtype", "WEBSITE, CUSTOM, LOOKALIKE …"),
        integer(
            "approximate_count_lower_bound",
            "approximate_count_lower_bound",
            "People in it, at least; -1: not told",
        ),
        integer(
            "approximate_count_upper_bound",
            "approximate_count_upper_bound",
            "People in it, at most; -1: not told",
        ),
        json_text("delivery_status", "delivery_status", "Whether it can be used."),
        json_text("operation_status", "operation_status", "What is being done to it."),
        integer("retention_days", "retention_days", "How long people stay in it", "d"),
        text("rule", "rule", "Who belongs to it."),
        json_text("data_source", "data_source", "Where people come from."),
        json_text("lookalike_spec", "lookalike_spec", "Whom they are like."),
        text("customer_file_source", "customer_file_source", "Who gave the list."),
        when("time_created", "time_created", "When it was made."),
        when("time_updated", "time_updated", "When it was last changed."),
        when("time_content_updated", "time_content_updated", "When people changed."),
        json_text("sharing_status", "sharing_status", "Whom it is shared with."),
        text("pixel_id", "pixel_id", "Pixel that feeds it."),
    )
