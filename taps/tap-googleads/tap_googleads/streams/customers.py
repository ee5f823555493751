"""Accounts: currency, time zone, and how they track.

https://developers.google.com/google-ads/api/fields/v26/customer
"""

from __future__ import annotations

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import boolean, key, number, text
from tap_kit.fields import fields


class CustomersStream(GoogleAdsStream):
    """Accounts: currency, time zone, and how they track."""

    name = "customers"
    primary_keys = ("id",)
    of_managers = True
    schema = fields(
        key("id", "customer.id", "The account, ten digits."),
        text("name", "customer.descriptive_name", "Its name."),
        text(
            "currency", "customer.currency_code", "Currency of all its money, ISO 4217."
        ),
        text("time_zone", "customer.time_zone", "Time zone of all its days, IANA."),
        boolean(
            "is_manager",
            "customer.manager",
            "Whether it holds accounts instead of campaigns.",
        ),
        boolean("is_test", "customer.test_account", "Whether it is a test account."),
        text("status", "customer.status", "Whether it is enabled."),
        boolean(
            "auto_tagging_enabled",
            "customer.auto_tagging_enabled",
            "Whether clicks carry a gclid.",
        ),
        text(
            "tracking_url_template",
            "customer.tracking_url_template",
            "Template that links are tracked by.",
        ),
        text(
            "final_url_suffix",
            "customer.final_url_suffix",
            "What is added to landing pages.",
        ),
        text(
            "conversion_tracking_id",
            "customer.conversion_tracking_setting.conversion_tracking_id",
            "The account its conversions are tracked in.",
        ),
        number(
            "optimization_score",
            "customer.optimization_score",
            "Google's own score",
            "1",
        ),
    )
