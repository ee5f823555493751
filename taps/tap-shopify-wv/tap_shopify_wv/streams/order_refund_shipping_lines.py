"""Shipping that was refunded.

https://shopify.dev/docs/api/admin-graphql/latest/objects/RefundShippingLine
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    currencies,
    gid,
    money,
    shopify_columns,
    text,
)
from tap_shopify_wv.common import refund_parent


class OrderRefundShippingLinesStream(ShopifyStream):
    """Grain: one row a refunded shipping line. Only orders with refunds are asked."""

    name = "order_refund_shipping_lines"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("refunds", "refundShippingLines")
    scopes = ("read_orders",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The refunded shipping line."),
        *refund_parent(),
        gid("shipping_line_id", "shippingLine.id", "The shipping line of the order."),
        text(
            "shipping_line_title", "shippingLine.title", "Name of the way of shipping."
        ),
        *currencies("subtotalAmountSet"),
        *money("subtotal", "subtotalAmountSet", "Shipping given back"),
        *money("tax", "taxAmountSet", "Taxes given back"),
    )
