"""What a site, app or video spent and got a day.

https://developers.google.com/google-ads/api/fields/v26/group_placement_view
"""

from __future__ import annotations

from tap_googleads.columns import (
    AD_GROUP,
    CAMPAIGN,
    CUSTOMER,
    DATE,
    USUAL,
    key,
    metrics,
    text,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class PlacementDailyStream(ReportStream):
    """What a site, app or video spent and got a day."""

    name = "placement_daily"
    primary_keys = ("customer_id", "ad_group_id", "placement", "placement_type", "date")
    slice_days = 7
    at_once = True
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        key("placement", "group_placement_view.placement", "The placement."),
        key(
            "placement_type",
            "group_placement_view.placement_type",
            "Website, app or video.",
        ),
        text("name", "group_placement_view.display_name", "Its name."),
        text("target_url", "group_placement_view.target_url", "Its address."),
        DATE,
        *metrics(*USUAL),
    )
