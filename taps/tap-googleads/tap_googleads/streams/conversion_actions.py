"""What counts as a conversion, and for how long after a click.

https://developers.google.com/google-ads/api/fields/v26/conversion_action
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, boolean, exact, integer, key, text
from tap_kit.fields import fields


class ConversionActionsStream(GoogleAdsStream):
    """What counts as a conversion, and for how long after a click."""

    name = "conversion_actions"
    primary_keys = ("customer_id", "id")
    schema = fields(
        CUSTOMER,
        key("id", "conversion_action.id", "The conversion action."),
        text("name", "conversion_action.name", "Its name."),
        text("category", "conversion_action.category", "PURCHASE, SIGNUP, …"),
        text("type", "conversion_action.type", "How it is reported."),
        text("status", "conversion_action.status", "ENABLED, HIDDEN or REMOVED."),
        text(
            "counting_type",
            "conversion_action.counting_type",
            "Whether one or all after a click count.",
        ),
        boolean(
            "is_primary_for_goal",
            "conversion_action.primary_for_goal",
            "Whether bids go by it.",
        ),
        boolean(
            "is_in_conversions",
            "conversion_action.include_in_conversions_metric",
            "Whether the metric `conversions` counts it.",
        ),
        integer(
            "click_window_days",
            "conversion_action.click_through_lookback_window_days",
            "So long after a click it counts",
            "d",
        ),
        integer(
            "view_window_days",
            "conversion_action.view_through_lookback_window_days",
            "So long after a view it counts",
            "d",
        ),
        text(
            "attribution_model",
            "conversion_action.attribution_model_settings.attribution_model",
            "How it is shared out between clicks.",
        ),
        exact(
            "default_value",
            "conversion_action.value_settings.default_value",
            "What one is worth if it does not say",
            "default_currency",
        ),
        text(
            "default_currency",
            "conversion_action.value_settings.default_currency_code",
            "Currency of that, ISO 4217.",
        ),
        text("origin", "conversion_action.origin", "Where it happens."),
    )
