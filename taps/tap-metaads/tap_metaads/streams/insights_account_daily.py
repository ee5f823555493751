"""What an account spent and reached in a day; reach adds up nowhere else.

https://developers.facebook.com/docs/marketing-api/insights
"""

from __future__ import annotations

from tap_metaads.insights.catalog import insights, keys
from tap_metaads.insights.stream import InsightsStream


class InsightsAccountDailyStream(InsightsStream):
    """One record a day and whole account with anything shown."""

    name = "insights_account_daily"
    level = "account"
    primary_keys = keys("account")
    schema = insights("account")
