"""Refunds of orders: when, how much, for which return.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Refund
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    currencies,
    gid,
    instant,
    legacy_id,
    money,
    shopify_columns,
    text,
)
from tap_shopify_wv.common import parent


class OrderRefundsStream(ShopifyStream):
    """Grain: one row a refund. Lines and adjustments are streams of their own."""

    name = "order_refunds"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("refunds",)
    scopes = ("read_orders",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The refund."),
        legacy_id(),
        *parent("order"),
        instant("created_at", "createdAt", "When it was entered."),
        instant(
            "processed_at", "processedAt", "When it counts; the day of the return."
        ),
        instant("updated_at", "updatedAt", "When it last changed."),
        gid("return_id", "return.id", "Return it belongs to."),
        gid("staff_member_id", "staffMember.id", "Staff member who refunded."),
        text("note", "note", "Why it was refunded.", free_text=True),
        *currencies("totalRefundedSet"),
        *money("total_refunded", "totalRefundedSet", "Money given back"),
        array(
            "duties",
            "duties",
            "Duties given back.",
            gid("duty_id", "originalDuty.id", "The duty."),
            *money("amount", "amountSet", "Amount given back"),
        ),
    )
