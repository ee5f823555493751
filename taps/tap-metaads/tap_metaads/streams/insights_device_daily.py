"""On which device each campaign was seen in a day; opt-in.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream

BREAKDOWNS = ("publisher_platform", "platform_position", "impression_device")


class InsightsDeviceDailyStream(InsightsStream):
    """One record a day, campaign, placement and device with anything shown."""

    name = "insights_device_daily"
    level = "campaign"
    breakdowns = BREAKDOWNS
    primary_keys = keys("campaign", *BREAKDOWNS)
    schema = insights("campaign", *BREAKDOWNS)
