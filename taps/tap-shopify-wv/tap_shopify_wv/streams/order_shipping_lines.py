"""Shipping lines of orders, removed ones included.

https://shopify.dev/docs/api/admin-graphql/latest/objects/ShippingLine
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    currencies,
    gid,
    money,
    shopify_columns,
    text,
)
from tap_shopify_wv.common import discount_shares, parent, tax_lines


class OrderShippingLinesStream(ShopifyStream):
    """Grain: one row a shipping line. Removed lines stay, marked `is_removed`."""

    name = "order_shipping_lines"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("shippingLines",)
    scopes = ("read_orders",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The shipping line."),
        *parent("order"),
        text("title", "title", "Name of the way of shipping."),
        text("code", "code", "Its code."),
        text("source", "source", "Who gave the rate."),
        text(
            "carrier_identifier", "carrierIdentifier", "Carrier service that gave it."
        ),
        text("delivery_category", "deliveryCategory", "Kind of delivery."),
        text("shipping_rate_handle", "shippingRateHandle", "Handle of the rate."),
        boolean("is_custom", "custom", "Whether somebody typed it in."),
        boolean("is_removed", "isRemoved", "Whether it was taken off the order."),
        text("phone", "phone", "Phone for the delivery.", pii="phone"),
        *currencies("originalPriceSet"),
        *money("original_price", "originalPriceSet", "Price without discounts"),
        *money("discounted_price", "discountedPriceSet", "Price with discounts"),
        *money(
            "current_discounted_price",
            "currentDiscountedPriceSet",
            "Price with discounts, after refunds",
        ),
        discount_shares(),
        tax_lines("tax_lines", "taxLines", "Taxes of the line."),
    )
