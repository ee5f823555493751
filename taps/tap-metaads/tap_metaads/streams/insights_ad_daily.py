"""What each ad spent and reached in a day, also if it was deleted since.

https://developers.facebook.com/docs/marketing-api/insights
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsAdDailyStream(InsightsStream):
    """One record a day and ad with anything shown."""

    name = "insights_ad_daily"
    level = "ad"
    primary_keys = keys("ad")
    schema = insights("ad")
