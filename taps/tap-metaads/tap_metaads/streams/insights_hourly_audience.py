"""What each campaign spent by the hour of who saw it: the hour of their weather.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import AUDIENCE_HOUR, insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsHourlyAudienceStream(InsightsStream):
    """One record a day, campaign and hour with anything shown."""

    name = "insights_hourly_audience"
    level = "campaign"
    breakdowns = (AUDIENCE_HOUR,)
    primary_keys = keys("campaign", AUDIENCE_HOUR)
    schema = insights("campaign", AUDIENCE_HOUR)
