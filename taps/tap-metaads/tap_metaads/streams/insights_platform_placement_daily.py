"""On which surface each campaign was seen in a day.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream

BREAKDOWNS = ("publisher_platform", "platform_position")


class InsightsPlatformPlacementDailyStream(InsightsStream):
    """One record a day, campaign and placement with anything shown."""

    name = "insights_platform_placement_daily"
    level = "campaign"
    breakdowns = BREAKDOWNS
    primary_keys = keys("campaign", *BREAKDOWNS)
    schema = insights("campaign", *BREAKDOWNS)
