"""Bidding strategies that campaigns share.

https://developers.google.com/google-ads/api/fields/v26/bidding_strategy
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, integer, key, micros, number, text
from tap_kit.fields import fields


class BiddingStrategiesStream(GoogleAdsStream):
    """Bidding strategies that campaigns share."""

    name = "bidding_strategies"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "bidding_strategy.id", "The strategy."),
        text("name", "bidding_strategy.name", "Its name."),
        text("type", "bidding_strategy.type", "How it bids."),
        text("status", "bidding_strategy.status", "ENABLED or REMOVED."),
        text(
            "currency",
            "bidding_strategy.currency_code",
            "Currency of its targets, ISO 4217.",
        ),
        integer(
            "campaign_count",
            "bidding_strategy.campaign_count",
            "Campaigns that use it",
            "1",
        ),
        micros(
            "target_cpa_micros",
            "bidding_strategy.target_cpa.target_cpa_micros",
            "What a conversion may cost",
        ),
        number(
            "target_roas",
            "bidding_strategy.target_roas.target_roas",
            "Value wanted for each unit spent",
            "1",
        ),
    )
