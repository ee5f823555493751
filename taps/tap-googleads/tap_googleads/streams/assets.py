"""Texts, images and videos that ads are made of.

https://developers.google.com/google-ads/api/fields/v26/asset
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, key, text, texts
from tap_kit.fields import fields


class AssetsStream(GoogleAdsStream):
    """Texts, images and videos that ads are made of."""

    name = "assets"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "asset.id", "The asset."),
        text("name", "asset.name", "Its name."),
        text("type", "asset.type", "Kind of asset."),
        text("source", "asset.source", "Who made it."),
        texts("final_urls", "asset.final_urls", "Landing pages."),
        text("text", "asset.text_asset.text", "Its text."),
        text("image_url", "asset.image_asset.full_size.url", "Where its image lies."),
        text(
            "youtube_video_id",
            "asset.youtube_video_asset.youtube_video_id",
            "Its video at YouTube.",
        ),
        text(
            "approval_status",
            "asset.policy_summary.approval_status",
            "Whether it may be shown.",
        ),
    )
