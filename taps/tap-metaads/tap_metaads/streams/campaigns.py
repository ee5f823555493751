"""Campaigns, also archived and deleted ones.

https://developers.facebook.com/docs/marketing-api/reference/ad-campaign-group
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, json_text, key, text, texts
from tap_metaads.columns import account_key, currency, minor, offset, when
from tap_metaads.deleted import MortalStream


class CampaignsStream(MortalStream):
    """One record a campaign."""

    name = "campaigns"
    primary_keys = ("id",)
    edge = "campaigns"
    level = "campaign"
    schema = fields(
        key("id", "id", "Id of the campaign."),
        account_key(),
        text("name", "name", "Name that people gave it; blank once deleted."),
        text("objective", "objective", "What it is for: OUTCOME_SALES …"),
        text("status", "status", "Status that people set."),
        text("effective_status", "effective_status", "Status that it really has."),
        text("configured_status", "configured_status", "Status as it was set."),
        text("buying_type", "buying_type", "AUCTION or RESERVED."),
        text("bid_strategy", "bid_strategy", "How it bids."),
        minor("daily_budget", "daily_budget", "Budget a day"),
        minor("lifetime_budget", "lifetime_budget", "Budget in all"),
        minor("budget_remaining", "budget_remaining", "What is left of it"),
        minor("spend_cap", "spend_cap", "Most that it may spend"),
        currency(),
        offset(),
        when("start_time", "start_time", "When it starts."),
        when("stop_time", "stop_time", "When it ends."),
        when("created_time", "created_time", "When it was made."),
        when("updated_time", "updated_time", "When it was last changed."),
        texts("special_ad_categories", "special_ad_categories", "Regulated topics."),
        texts(
            "special_ad_category_country",
            "special_ad_category_country",
            "Countries where they are regulated.",
        ),
        text("smart_promotion_type", "smart_promotion_type", "Kind of automation."),
        text("source_campaign_id", "source_campaign_id", "What it was copied from."),
        boolean(
            "is_skadnetwork_attribution",
            "is_skadnetwork_attribution",
            "Whether Apple's SKAdNetwork counts.",
        ),
        boolean(
            "is_budget_schedule_enabled",
            "is_budget_schedule_enabled",
            "Whether its budget has a calendar.",
        ),
        json_text("advantage_state_info", "advantage_state_info", "Automation in use."),
        json_text("promoted_object", "promoted_object", "What it promotes."),
        texts("pacing_type", "pacing_type", "How its budget is spread."),
        json_text("issues_info", "issues_info", "What is wrong with it."),
        json_text("adlabels", "adlabels", "Its labels."),
        text("primary_attribution", "primary_attribution", "Attribution that counts."),
    )
