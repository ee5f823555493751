"""Coupons: the offers that codes stand for.

https://developers.klaviyo.com/en/reference/get_coupons
"""

from __future__ import annotations

from tap_kit.fields import fields, json_text, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import L


class CouponsStream(KlaviyoStream):
    """One record a coupon; read whole each run."""

    name = "coupons"
    primary_keys = ("id",)
    endpoint = "/api/coupons"
    rate = L
    page_size = 100
    scope = "coupons:read"
    schema = fields(
        key("id", "id", "Id of the coupon."),
        text("external_id", "attributes.external_id", "Id in the shop."),
        text("description", "attributes.description", "What it offers."),
        json_text(
            "monitor_configuration",
            "attributes.monitor_configuration",
            "When people are warned that codes run out.",
        ),
    )
