"""Ad groups, removed ones included.

https://developers.google.com/google-ads/api/fields/v26/ad_group
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import (
    CAMPAIGN,
    CURRENCY,
    CUSTOMER,
    key,
    micros,
    number,
    text,
    texts,
)
from tap_kit.fields import fields


class AdGroupsStream(GoogleAdsStream):
    """Ad groups, removed ones included."""

    name = "ad_groups"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key("id", "ad_group.id", "The ad group."),
        text("name", "ad_group.name", "Its name."),
        text("status", "ad_group.status", "ENABLED, PAUSED or REMOVED."),
        text("type", "ad_group.type", "Kind of its ads."),
        micros("cpc_bid_micros", "ad_group.cpc_bid_micros", "Bid for a click"),
        micros(
            "cpm_bid_micros",
            "ad_group.cpm_bid_micros",
            "Bid for a thousand impressions",
        ),
        micros(
            "target_cpa_micros",
            "ad_group.target_cpa_micros",
            "What a conversion may cost",
        ),
        number(
            "target_roas",
            "ad_group.target_roas",
            "Value wanted for each unit spent",
            "1",
        ),
        texts("labels", "ad_group.labels", "Resource names of its labels."),
        CURRENCY,
    )
