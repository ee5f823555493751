"""What each campaign spent by the hour of the account's clock; 13 months.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import HOUR, insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsHourlyStream(InsightsStream):
    """One record a day, campaign and hour with anything shown."""

    name = "insights_hourly"
    level = "campaign"
    breakdowns = (HOUR,)
    primary_keys = keys("campaign", HOUR)
    schema = insights("campaign", HOUR)
