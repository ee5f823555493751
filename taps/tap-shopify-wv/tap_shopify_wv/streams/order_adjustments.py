"""Differences between what lines add up to and what was given back.

https://shopify.dev/docs/api/admin-graphql/latest/objects/OrderAdjustment
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    currencies,
    enum,
    gid,
    money,
    shopify_columns,
)
from tap_shopify_wv.common import refund_parent


class OrderAdjustmentsStream(ShopifyStream):
    """Grain: one row an adjustment of a refund. Only orders with refunds are asked."""

    name = "order_adjustments"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("refunds", "orderAdjustments")
    scopes = ("read_orders",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The adjustment."),
        *refund_parent(),
        enum("reason", "reason", "Why it differs."),
        *currencies("amountSet"),
        *money("amount", "amountSet", "The difference"),
        *money("tax", "taxAmountSet", "Taxes of the difference"),
    )
