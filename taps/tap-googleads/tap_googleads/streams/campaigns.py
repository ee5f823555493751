"""Campaigns, removed ones included.

https://developers.google.com/google-ads/api/fields/v26/campaign
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, boolean, key, number, text, texts
from tap_kit.fields import fields


class CampaignsStream(GoogleAdsStream):
    """Campaigns, removed ones included."""

    name = "campaigns"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "campaign.id", "The campaign."),
        text("name", "campaign.name", "Its name."),
        text("status", "campaign.status", "ENABLED, PAUSED or REMOVED."),
        text("serving_status", "campaign.serving_status", "Whether it serves."),
        text("primary_status", "campaign.primary_status", "Why it serves, or not."),
        texts(
            "primary_status_reasons",
            "campaign.primary_status_reasons",
            "Reasons of that.",
        ),
        text(
            "channel",
            "campaign.advertising_channel_type",
            "Kind of campaign: SEARCH, SHOPPING, PERFORMANCE_MAX, …",
        ),
        text(
            "channel_sub_type",
            "campaign.advertising_channel_sub_type",
            "Its finer kind.",
        ),
        text("bidding_strategy_type", "campaign.bidding_strategy_type", "How it bids."),
        text(
            "bidding_strategy",
            "campaign.bidding_strategy",
            "Resource name of a shared bidding strategy.",
        ),
        text(
            "campaign_budget",
            "campaign.campaign_budget",
            "Resource name of its budget.",
        ),
        text(
            "start_at", "campaign.start_date_time", "Its begin, by the account's clock."
        ),
        text("end_at", "campaign.end_date_time", "Its end, by the account's clock."),
        text(
            "positive_geo_target_type",
            "campaign.geo_target_type_setting.positive_geo_target_type",
            "Whether people in a place, or interested in it.",
        ),
        text(
            "negative_geo_target_type",
            "campaign.geo_target_type_setting.negative_geo_target_type",
            "The same for places left out.",
        ),
        boolean(
            "targets_google_search",
            "campaign.network_settings.target_google_search",
            "Whether it shows on Google search.",
        ),
        boolean(
            "targets_content_network",
            "campaign.network_settings.target_content_network",
            "Whether it shows on the display network.",
        ),
        texts("labels", "campaign.labels", "Resource names of its labels."),
        text(
            "tracking_url_template",
            "campaign.tracking_url_template",
            "Template that links are tracked by.",
        ),
        text(
            "final_url_suffix",
            "campaign.final_url_suffix",
            "What is added to landing pages.",
        ),
        number(
            "optimization_score",
            "campaign.optimization_score",
            "Google's own score",
            "1",
        ),
    )
