"""What each ad set spent and reached in a day.

https://developers.facebook.com/docs/marketing-api/insights
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsAdSetDailyStream(InsightsStream):
    """One record a day and ad set with anything shown."""

    name = "insights_ad_set_daily"
    level = "adset"
    primary_keys = keys("adset")
    schema = insights("adset")
