"""What each campaign spent and reached in a day.

https://developers.facebook.com/docs/marketing-api/insights
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsCampaignDailyStream(InsightsStream):
    """One record a day and campaign with anything shown."""

    name = "insights_campaign_daily"
    level = "campaign"
    primary_keys = keys("campaign")
    schema = insights("campaign")
