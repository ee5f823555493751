"""Budgets of campaigns.

https://developers.google.com/google-ads/api/fields/v26/campaign_budget
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import (
    CURRENCY,
    CUSTOMER,
    boolean,
    integer,
    key,
    micros,
    text,
)
from tap_kit.fields import fields


class CampaignBudgetsStream(GoogleAdsStream):
    """Budgets of campaigns."""

    name = "campaign_budgets"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "campaign_budget.id", "The budget."),
        text("name", "campaign_budget.name", "Its name."),
        micros(
            "amount_micros",
            "campaign_budget.amount_micros",
            "What may be spent a day on average",
        ),
        micros(
            "total_amount_micros",
            "campaign_budget.total_amount_micros",
            "What may be spent in all, where it is no daily one",
        ),
        text(
            "delivery_method",
            "campaign_budget.delivery_method",
            "How it is spread over the day.",
        ),
        boolean(
            "is_shared",
            "campaign_budget.explicitly_shared",
            "Whether campaigns share it.",
        ),
        text("period", "campaign_budget.period", "What it is for: a day, or in all."),
        text("status", "campaign_budget.status", "ENABLED or REMOVED."),
        text("type", "campaign_budget.type", "Kind of budget."),
        integer(
            "reference_count",
            "campaign_budget.reference_count",
            "Campaigns that use it",
            "1",
        ),
        CURRENCY,
    )
