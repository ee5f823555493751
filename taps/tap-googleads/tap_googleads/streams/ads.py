"""Ads, removed ones included.

https://developers.google.com/google-ads/api/fields/v26/ad_group_ad
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import (
    AD_GROUP,
    CAMPAIGN,
    CUSTOMER,
    json_text,
    key,
    text,
    texts,
)
from tap_kit.fields import fields


class AdsStream(GoogleAdsStream):
    """Ads, removed ones included."""

    name = "ads"
    primary_keys = ("customer_id", "ad_group_id", "id")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        AD_GROUP,
        key("id", "ad_group_ad.ad.id", "The ad; it may stand in several ad groups."),
        text("name", "ad_group_ad.ad.name", "Its name."),
        text("type", "ad_group_ad.ad.type", "Kind of ad."),
        text("status", "ad_group_ad.status", "ENABLED, PAUSED or REMOVED."),
        text("ad_strength", "ad_group_ad.ad_strength", "Google's opinion of it."),
        text(
            "approval_status",
            "ad_group_ad.policy_summary.approval_status",
            "Whether it may be shown.",
        ),
        texts("final_urls", "ad_group_ad.ad.final_urls", "Landing pages."),
        text("display_url", "ad_group_ad.ad.display_url", "The address it shows."),
        json_text(
            "headlines",
            "ad_group_ad.ad.responsive_search_ad.headlines",
            "Headlines, JSON.",
        ),
        json_text(
            "descriptions",
            "ad_group_ad.ad.responsive_search_ad.descriptions",
            "Descriptions, JSON.",
        ),
    )
