"""Which assets an asset group uses, and as what.

https://developers.google.com/google-ads/api/fields/v26/asset_group_asset
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, key, text
from tap_kit.fields import fields


class AssetGroupAssetsStream(GoogleAdsStream):
    """Which assets an asset group uses, and as what."""

    name = "asset_group_assets"
    primary_keys = ("customer_id", "asset_group_id", "asset", "field_type")
    schema = fields(
        CUSTOMER,
        key("asset_group_id", "asset_group.id", "The asset group."),
        key("asset", "asset_group_asset.asset", "Resource name of the asset."),
        key("field_type", "asset_group_asset.field_type", "What it is used as."),
        text("status", "asset_group_asset.status", "ENABLED, PAUSED or REMOVED."),
        text(
            "primary_status",
            "asset_group_asset.primary_status",
            "Why it serves, or not.",
        ),
    )
