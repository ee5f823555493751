"""Chargebacks and inquiries: how much, why, until when, how they ended.

https://shopify.dev/docs/api/admin-graphql/latest/queries/disputes
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    enum,
    gid,
    instant,
    legacy_id,
    money_v2,
    shopify_columns,
    text,
)


class DisputesStream(ShopifyStream):
    """Grain: one row a dispute.

    Nothing tells when one changed, and an open one may end after months, so all are
    read each run; they are few.
    """

    name = "disputes"
    primary_keys = ("id",)
    root = "disputes"
    filter_by = None
    scopes = (
        (
            "read_shopify_payments_disputes",
            "read_shopify_payments_accounts",
            "read_shopify_payments",
        ),
    )
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The dispute."),
        legacy_id(),
        enum("type", "type", "Chargeback or inquiry."),
        enum("status", "status", "Open, won, lost, and so on."),
        instant("initiated_at", "initiatedAt", "When it began."),
        instant("evidence_due_by", "evidenceDueBy", "Until when evidence is taken."),
        instant("evidence_sent_on", "evidenceSentOn", "When evidence was sent."),
        instant("finalized_on", "finalizedOn", "When it ended."),
        *money_v2("amount", "amount", "Amount in dispute"),
        enum("reason", "reasonDetails.reason", "Why."),
        text(
            "network_reason_code",
            "reasonDetails.networkReasonCode",
            "Why, as the card network codes it.",
        ),
        gid("order_id", "order.id", "The order."),
    )
