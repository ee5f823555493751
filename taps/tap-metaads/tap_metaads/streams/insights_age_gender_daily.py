"""Who saw each campaign in a day, by age and gender; Meta estimates both.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream

BREAKDOWNS = ("age", "gender")


class InsightsAgeGenderDailyStream(InsightsStream):
    """One record a day, campaign, age group and gender with anything shown."""

    name = "insights_age_gender_daily"
    level = "campaign"
    breakdowns = BREAKDOWNS
    primary_keys = keys("campaign", *BREAKDOWNS)
    schema = insights("campaign", *BREAKDOWNS)
