"""What a keyword spent and got a day, by device.

https://developers.google.com/google-ads/api/fields/v26/keyword_view
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


class KeywordDailyStream(ReportStream):
    """What a keyword spent and got a day, by device."""

    name = "keyword_daily"
    primary_keys = ("customer_id", "ad_group_id", "criterion_id", "date", "device")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        key("criterion_id", "ad_group_criterion.criterion_id", "The criterion."),
        text("keyword", "ad_group_criterion.keyword.text", "The keyword."),
        text(
            "match_type",
            "ad_group_criterion.keyword.match_type",
            "EXACT, PHRASE or BROAD.",
        ),
        DATE,
        *segments("device"),
        *metrics(*USUAL),
    )
