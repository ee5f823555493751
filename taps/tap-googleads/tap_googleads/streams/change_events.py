"""What was changed, by whom, from what to what.

https://developers.google.com/google-ads/api/fields/v26/change_event
"""

from __future__ import annotations

from tap_googleads.changes import ChangeStream
from tap_googleads.columns import OWN_CUSTOMER, json_text, key, text
from tap_kit.fields import fields


class ChangeEventsStream(ChangeStream):
    """What was changed, by whom, from what to what."""

    name = "change_events"
    primary_keys = ("customer_id", "resource_name")
    instant_column = "change_date_time"
    kept_days = 30
    schema = fields(
        key("resource_name", "change_event.resource_name", "The change."),
        OWN_CUSTOMER,
        text("changed_at", "", "When [UTC]."),
        text(
            "change_date_time",
            "change_event.change_date_time",
            "When, by the account's clock.",
        ),
        text(
            "resource_type",
            "change_event.change_resource_type",
            "Kind of what was changed.",
        ),
        text(
            "changed_resource",
            "change_event.change_resource_name",
            "Resource name of it.",
        ),
        text("client_type", "change_event.client_type", "By which tool."),
        text("user_email", "change_event.user_email", "Who did it.", pii="email"),
        text(
            "operation",
            "change_event.resource_change_operation",
            "CREATE, UPDATE or REMOVE.",
        ),
        text(
            "changed_fields",
            "change_event.changed_fields",
            "Fields that changed, with commas between.",
        ),
        text("campaign", "change_event.campaign", "Resource name of its campaign."),
        text("ad_group", "change_event.ad_group", "Resource name of its ad group."),
        text("asset", "change_event.asset", "Resource name of its asset."),
        json_text("old_resource", "change_event.old_resource", "What it was, JSON."),
        json_text("new_resource", "change_event.new_resource", "What it is, JSON."),
    )
