"""Where each campaign was seen in a day, by country.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsCountryDailyStream(InsightsStream):
    """One record a day, campaign and country with anything shown."""

    name = "insights_country_daily"
    level = "campaign"
    breakdowns = ("country",)
    primary_keys = keys("campaign", "country")
    schema = insights("campaign", "country")
