"""Asset groups of Performance Max.

https://developers.google.com/google-ads/api/fields/v26/asset_group
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CAMPAIGN, CUSTOMER, key, text, texts
from tap_kit.fields import fields


class AssetGroupsStream(GoogleAdsStream):
    """Asset groups of Performance Max."""

    name = "asset_groups"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key("id", "asset_group.id", "The asset group."),
        text("name", "asset_group.name", "Its name."),
        text("status", "asset_group.status", "ENABLED, PAUSED or REMOVED."),
        text("ad_strength", "asset_group.ad_strength", "Google's opinion of it."),
        text("primary_status", "asset_group.primary_status", "Why it serves, or not."),
        texts("final_urls", "asset_group.final_urls", "Landing pages."),
        text("path1", "asset_group.path1", "First part of the path it shows."),
        text("path2", "asset_group.path2", "Second part of it."),
    )
