"""Lines of refunds: which pieces came back, and what they were worth.

https://shopify.dev/docs/api/admin-graphql/latest/objects/RefundLineItem
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    currencies,
    enum,
    gid,
    integer,
    money,
    shopify_columns,
)
from tap_shopify_wv.common import refund_parent


class OrderRefundLineItemsStream(ShopifyStream):
    """Grain: one row a refunded line. Only orders with refunds are asked for lines."""

    name = "order_refund_line_items"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("refunds", "refundLineItems")
    scopes = ("read_orders",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The refunded line."),
        *refund_parent(),
        gid("line_item_id", "lineItem.id", "The line of the order."),
        gid("location_id", "location.id", "Where the pieces went back to."),
        integer("quantity", "quantity", "Pieces refunded."),
        enum("restock_type", "restockType", "What became of the pieces."),
        boolean("is_restocked", "restocked", "Whether they went back to stock."),
        *currencies("subtotalSet"),
        *money("price", "priceSet", "Price of one piece, with discounts"),
        *money("subtotal", "subtotalSet", "Price of all pieces, with discounts"),
        *money("total_tax", "totalTaxSet", "Taxes given back"),
    )
