"""Conversions of a campaign a day, by conversion action.

https://developers.google.com/google-ads/api/fields/v26/campaign
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, metrics, segments, text
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class CampaignConversionDailyStream(ReportStream):
    """Conversions of a campaign a day, by conversion action."""

    name = "campaign_conversion_daily"
    primary_keys = ("customer_id", "campaign_id", "date", "conversion_action")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        text("conversion_action_name", "segments.conversion_action_name", "Its name."),
        text(
            "conversion_action_category",
            "segments.conversion_action_category",
            "PURCHASE, SIGNUP, …",
        ),
        DATE,
        *segments("conversion_action"),
        *metrics(
            "conversions",
            "conversions_value",
            "all_conversions",
            "all_conversions_value",
        ),
    )
