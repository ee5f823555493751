"""Where Performance Max was shown a day; impressions only.

https://developers.google.com/google-ads/api/fields/v26/performance_max_placement_view
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, key, metrics, text
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class PmaxPlacementDailyStream(ReportStream):
    """Where Performance Max was shown a day; impressions only."""

    name = "pmax_placement_daily"
    primary_keys = ("customer_id", "campaign_id", "placement", "placement_type", "date")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key("placement", "performance_max_placement_view.placement", "The placement."),
        key(
            "placement_type",
            "performance_max_placement_view.placement_type",
            "Website, app or video.",
        ),
        text("name", "performance_max_placement_view.display_name", "Its name."),
        text("target_url", "performance_max_placement_view.target_url", "Its address."),
        DATE,
        *metrics("impressions"),
    )
