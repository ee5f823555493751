"""Which resources changed last, and when.

https://developers.google.com/google-ads/api/fields/v26/change_status
"""

from __future__ import annotations

from tap_googleads.changes import ChangeStream
from tap_googleads.columns import OWN_CUSTOMER, key, text
from tap_kit.fields import fields


class ChangeStatusStream(ChangeStream):
    """Which resources changed last, and when."""

    name = "change_status"
    primary_keys = ("customer_id", "resource_name")
    instant_column = "last_change_date_time"
    kept_days = 90
    schema = fields(
        key(
            "resource_name",
            "change_status.resource_name",
            "The changed resource, as this view names it.",
        ),
        OWN_CUSTOMER,
        text("changed_at", "", "When it changed last [UTC]."),
        text(
            "last_change_date_time",
            "change_status.last_change_date_time",
            "When, by the account's clock.",
        ),
        text(
            "resource_type", "change_status.resource_type", "Kind of what was changed."
        ),
        text(
            "resource_status",
            "change_status.resource_status",
            "ADDED, CHANGED or REMOVED.",
        ),
        text("campaign", "change_status.campaign", "Resource name of its campaign."),
        text("ad_group", "change_status.ad_group", "Resource name of its ad group."),
        text("ad", "change_status.ad_group_ad", "Resource name of its ad."),
        text(
            "ad_group_criterion",
            "change_status.ad_group_criterion",
            "Resource name of its criterion.",
        ),
        text(
            "campaign_criterion",
            "change_status.campaign_criterion",
            "Resource name of its campaign's criterion.",
        ),
        text(
            "campaign_budget",
            "change_status.campaign_budget",
            "Resource name of its budget.",
        ),
        text(
            "asset_group",
            "change_status.asset_group",
            "Resource name of its asset group.",
        ),
    )
