"""What people searched for a day, by campaign; Performance Max too.

https://developers.google.com/google-ads/api/fields/v26/campaign_search_term_view
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, DATE, USUAL, key, metrics
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class CampaignSearchTermDailyStream(ReportStream):
    """What people searched for a day, by campaign; Performance Max too."""

    name = "campaign_search_term_daily"
    primary_keys = ("customer_id", "campaign_id", "search_term", "date")
    slice_days = 7
    at_once = True
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key(
            "search_term",
            "campaign_search_term_view.search_term",
            "What was searched for.",
        ),
        DATE,
        *metrics(*USUAL),
    )
