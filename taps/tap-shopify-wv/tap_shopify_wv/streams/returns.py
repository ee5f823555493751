"""Returns: what is asked back, why, and how far it is.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Return
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    enum,
    gid,
    instant,
    integer,
    money,
    number,
    shopify_columns,
    text,
)
from tap_shopify_wv.common import parent


class ReturnsStream(ShopifyStream):
    """Grain: one row a return. Money given back stands in refunds and in the ledger."""

    name = "returns"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("returns",)
    scopes = ("read_orders", "read_returns")
    bulk = True
    page_size = 40
    schema = shopify_columns(
        gid("id", "id", "The return."),
        *parent("order"),
        text("name", "name", "Name shown to people, e.g. #1001-R1."),
        enum("status", "status", "State of the return."),
        instant("created_at", "createdAt", "When it was asked for."),
        instant("request_approved_at", "requestApprovedAt", "When it was approved."),
        instant("closed_at", "closedAt", "When it was closed."),
        integer("total_quantity", "totalQuantity", "Pieces asked back."),
        gid("staff_member_id", "staffMember.id", "Staff member who handles it."),
        enum("decline_reason", "decline.reason", "Why it was declined."),
        text(
            "decline_note",
            "decline.note",
            "Why it was declined, in words.",
            free_text=True,
        ),
        array(
            "shipping_fees",
            "returnShippingFees",
            "What sending back costs the customer.",
            gid("id", "id", "The fee."),
            *money("amount", "amountSet", "Amount of the fee"),
        ),
        array(
            "line_items",
            "returnLineItems",
            "What is asked back.",
            gid("id", "id", "The line of the return."),
            text("kind", "__typename", "Verified or not."),
            gid(
                "fulfillment_line_item_id",
                "fulfillmentLineItem.id",
                "Line of the fulfillment.",
            ),
            gid(
                "line_item_id", "fulfillmentLineItem.lineItem.id", "Line of the order."
            ),
            integer("quantity", "quantity", "Pieces asked back."),
            integer("processed_quantity", "processedQuantity", "Pieces handled."),
            integer("refunded_quantity", "refundedQuantity", "Pieces refunded."),
            integer(
                "refundable_quantity",
                "refundableQuantity",
                "Pieces that can be refunded.",
            ),
            text("reason", "returnReasonDefinition.handle", "Why, as a handle."),
            text("reason_name", "returnReasonDefinition.name", "Why, as shown."),
            text(
                "reason_note",
                "returnReasonNote",
                "Why, in words of the staff.",
                free_text=True,
            ),
            text(
                "customer_note",
                "customerNote",
                "Why, in words of the customer.",
                free_text=True,
            ),
            number(
                "restocking_fee_percentage",
                "restockingFee.percentage",
                "Share kept for restocking.",
                "%",
            ),
            *money(
                "restocking_fee",
                "restockingFee.amountSet",
                "Amount kept for restocking",
            ),
            *money(
                "discounted_total",
                "withCodeDiscountedTotalPriceSet",
                "Price of the pieces with all discounts",
            ),
        ),
    )
