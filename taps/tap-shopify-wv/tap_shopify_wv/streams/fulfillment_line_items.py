"""Which lines are in which parcel.

https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentLineItem
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    currencies,
    enum,
    gid,
    instant,
    integer,
    money,
    shopify_columns,
)
from tap_shopify_wv.common import parent


class FulfillmentLineItemsStream(ShopifyStream):
    """Grain: one row a line of a fulfillment. Only shipped orders are asked."""

    name = "fulfillment_line_items"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("fulfillments", "fulfillmentLineItems")
    scopes = ("read_orders",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The line of the fulfillment."),
        *parent("order"),
        gid("fulfillment_id", "@parent.id", "The fulfillment."),
        enum(
            "fulfillment_status",
            "@parent.status",
            "State of the fulfillment; a cancelled one ships nothing.",
        ),
        instant(
            "fulfillment_created_at",
            "@parent.createdAt",
            "When the fulfillment was made.",
        ),
        gid("line_item_id", "lineItem.id", "Line of the order."),
        integer("quantity", "quantity", "Pieces in the parcel."),
        *currencies("originalTotalSet"),
        *money(
            "original_total",
            "originalTotalSet",
            "Price of these pieces without discounts",
        ),
        *money(
            "discounted_total",
            "discountedTotalSet",
            "Price of these pieces with line discounts",
        ),
    )
