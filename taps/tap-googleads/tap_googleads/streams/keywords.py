"""What ad groups bid on, or leave out.

https://developers.google.com/google-ads/api/fields/v26/ad_group_criterion
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import (
    AD_GROUP,
    CAMPAIGN,
    CURRENCY,
    CUSTOMER,
    boolean,
    integer,
    key,
    micros,
    text,
    texts,
)
from tap_kit.fields import fields


class KeywordsStream(GoogleAdsStream):
    """What ad groups bid on, or leave out."""

    name = "keywords"
    primary_keys = ("customer_id", "ad_group_id", "criterion_id")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        key("criterion_id", "ad_group_criterion.criterion_id", "The criterion."),
        text("status", "ad_group_criterion.status", "ENABLED, PAUSED or REMOVED."),
        boolean(
            "is_negative", "ad_group_criterion.negative", "Whether it is left out."
        ),
        text("keyword", "ad_group_criterion.keyword.text", "The keyword."),
        text(
            "match_type",
            "ad_group_criterion.keyword.match_type",
            "EXACT, PHRASE or BROAD.",
        ),
        micros(
            "cpc_bid_micros", "ad_group_criterion.cpc_bid_micros", "Bid for a click"
        ),
        integer(
            "quality_score",
            "ad_group_criterion.quality_info.quality_score",
            "Google's score, 1 to 10",
            "1",
        ),
        texts(
            "final_urls", "ad_group_criterion.final_urls", "Landing pages of its own."
        ),
        CURRENCY,
    )
