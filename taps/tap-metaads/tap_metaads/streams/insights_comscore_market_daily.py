"""Where each campaign was seen in a day, by market of the US; opt-in.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsComscoreMarketDailyStream(InsightsStream):
    """One record a day, campaign and market with anything shown."""

    name = "insights_comscore_market_daily"
    level = "campaign"
    breakdowns = ("comscore_market",)
    primary_keys = keys("campaign", "comscore_market")
    schema = insights("campaign", "comscore_market")
