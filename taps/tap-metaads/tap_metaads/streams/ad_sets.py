"""Ad sets: budget, audience, places and times of the ads below them.

https://developers.facebook.com/docs/marketing-api/reference/ad-campaign
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, json_text, key, text, texts
from tap_metaads.columns import account_key, currency, minor, offset, when
from tap_metaads.deleted import MortalStream


class AdSetsStream(MortalStream):
    """One record an ad set."""

    name = "ad_sets"
    primary_keys = ("id",)
    edge = "adsets"
    level = "adset"
    page_size = 100
    schema = fields(
        key("id", "id", "Id of the ad set."),
        account_key(),
        text("campaign_id", "campaign_id", "Its campaign."),
        text("name", "name", "Name that people gave it; blank once deleted."),
        text("status", "status", "Status that people set."),
        text("effective_status", "effective_status", "Status that it really has."),
        text("configured_status", "configured_status", "Status as it was set."),
        text("optimization_goal", "optimization_goal", "What it is optimised for."),
        text("optimization_sub_event", "optimization_sub_event", "And what of it."),
        text("billing_event", "billing_event", "What is paid for."),
        minor("bid_amount", "bid_amount", "Its bid or cap"),
        text("bid_strategy", "bid_strategy", "How it bids."),
        json_text("bid_constraints", "bid_constraints", "Bounds of its bids."),
        minor("daily_budget", "daily_budget", "Budget a day"),
        minor("lifetime_budget", "lifetime_budget", "Budget in all"),
        minor("budget_remaining", "budget_remaining", "What is left of it"),
        minor("daily_min_spend_target", "daily_min_spend_target", "Least a day"),
        minor("daily_spend_cap", "daily_spend_cap", "Most a day"),
        minor("lifetime_min_spend_target", "lifetime_min_spend_target", "Least in all"),
        minor("lifetime_spend_cap", "lifetime_spend_cap", "Most in all"),
        currency(),
        offset(),
        when("start_time", "start_time", "When it starts."),
        when("end_time", "end_time", "When it ends."),
        when("created_time", "created_time", "When it was made."),
        when("updated_time", "updated_time", "When it was last changed."),
        json_text(
            "targeting", "targeting", "Whom it is shown to; places in ad_set_geo."
        ),
        json_text("promoted_object", "promoted_object", "What it promotes."),
        json_text("attribution_spec", "attribution_spec", "Its attribution setting."),
        text("destination_type", "destination_type", "Where a click leads."),
        boolean(
            "is_dynamic_creative",
            "is_dynamic_creative",
            "Whether Meta mixes creatives.",
        ),
        json_text("learning_stage_info", "learning_stage_info", "How learning goes."),
        texts("pacing_type", "pacing_type", "How its budget is spread."),
        text("source_adset_id", "source_adset_id", "What it was copied from."),
        json_text("issues_info", "issues_info", "What is wrong with it."),
        json_text("adlabels", "adlabels", "Its labels."),
        json_text(
            "frequency_control_specs", "frequency_control_specs", "How often it shows."
        ),
    )
