"""Where each campaign was seen in a day, by region: what weather is joined to.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream

BREAKDOWNS = ("country", "region")


class InsightsCountryRegionDailyStream(InsightsStream):
    """One record a day, campaign, country and region with anything shown."""

    name = "insights_country_region_daily"
    level = "campaign"
    breakdowns = BREAKDOWNS
    fallback = ("region",)
    primary_keys = keys("campaign", *BREAKDOWNS)
    schema = insights("campaign", *BREAKDOWNS)
