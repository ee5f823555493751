"""How much of what was possible on search a campaign was shown a day.

https://developers.google.com/google-ads/api/fields/v26/campaign
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, metrics
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class CampaignImpressionShareDailyStream(ReportStream):
    """How much of what was possible on search a campaign was shown a day."""

    name = "campaign_impression_share_daily"
    primary_keys = ("customer_id", "campaign_id", "date")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        DATE,
        *metrics(
            "search_impression_share",
            "search_budget_lost_impression_share",
            "search_rank_lost_impression_share",
            "search_top_impression_share",
            "search_absolute_top_impression_share",
        ),
    )
