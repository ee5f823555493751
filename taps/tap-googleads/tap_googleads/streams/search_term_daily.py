"""What people searched for a day; rare terms Google keeps to itself.

https://developers.google.com/google-ads/api/fields/v26/search_term_view
"""

from __future__ import annotations

from tap_googleads.columns import (
    AD_GROUP,
    CAMPAIGN,
    CUSTOMER,
    DATE,
    USUAL,
    key,
    metrics,
    segments,
    text,
)
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class SearchTermDailyStream(ReportStream):
    """What people searched for a day; rare terms Google keeps to itself."""

    name = "search_term_daily"
    primary_keys = (
        "customer_id",
        "ad_group_id",
        "search_term",
        "date",
        "search_term_match_type",
    )
    slice_days = 7
    at_once = True
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        key("search_term", "search_term_view.search_term", "What was searched for."),
        text("status", "search_term_view.status", "Whether it is a keyword already."),
        DATE,
        *segments("search_term_match_type"),
        *metrics(*USUAL),
    )
