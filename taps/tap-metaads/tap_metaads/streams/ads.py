"""Ads, also archived and deleted ones.

https://developers.facebook.com/docs/marketing-api/reference/adgroup
"""

from __future__ import annotations

from tap_kit.fields import fields, json_text, key, text
from tap_metaads.columns import account_key, currency, minor, offset, when
from tap_metaads.deleted import MortalStream


class AdsStream(MortalStream):
    """One record an ad."""

    name = "ads"
    primary_keys = ("id",)
    edge = "ads"
    level = "ad"
    page_size = 200
    schema = fields(
        key("id", "id", "Id of the ad."),
        account_key(),
        text("campaign_id", "campaign_id", "Its campaign."),
        text("ad_set_id", "adset_id", "Its ad set."),
        text("name", "name", "Name that people gave it; blank once deleted."),
        text("status", "status", "Status that people set."),
        text("effective_status", "effective_status", "Status that it really has."),
        text("configured_status", "configured_status", "Status as it was set."),
        text("creative_id", "creative.id", "What it shows, see creatives."),
        when("created_time", "created_time", "When it was made."),
        when("updated_time", "updated_time", "When it was last changed."),
        minor("bid_amount", "bid_amount", "Its bid"),
        currency(),
        offset(),
        text("conversion_domain", "conversion_domain", "Where conversions happen."),
        json_text("tracking_specs", "tracking_specs", "What is tracked."),
        text("source_ad_id", "source_ad_id", "What it was copied from."),
        json_text("issues_info", "issues_info", "What is wrong with it."),
        json_text("ad_review_feedback", "ad_review_feedback", "Why it was refused."),
        text("preview_shareable_link", "preview_shareable_link", "Shows it."),
        text(
            "last_updated_by_app_id", "last_updated_by_app_id", "App that changed it."
        ),
        text(
            "ad_active_time", "ad_active_time", "How long it has been active, as sent."
        ),
        json_text("adlabels", "adlabels", "Its labels."),
    )
