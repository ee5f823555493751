"""What moved the balance of Shopify Payments: charges, refunds, fees, transfers.

https://shopify.dev/docs/api/admin-graphql/latest/objects/ShopifyPaymentsBalanceTransaction
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    enum,
    gid,
    instant,
    money_v2,
    shopify_columns,
    text,
    url,
)


class BalanceTransactionsStream(ShopifyStream):
    """Grain: one row a balance transaction, transfers included.

    The payout it goes into is known later, so 30 days are read again.
    """

    name = "balance_transactions"
    primary_keys = ("id",)
    replication_key = "transaction_date"
    root = "shopifyPaymentsAccount.balanceTransactions"
    filter_by = "processed_at"
    scopes = (
        (
            "read_shopify_payments_payouts",
            "read_shopify_payments",
            "read_shopify_payments_accounts",
        ),
    )
    page_size = 100
    lookback_days = 30
    schema = shopify_columns(
        gid("id", "id", "The balance transaction."),
        enum("type", "type", "Kind: charge, refund, adjustment, transfer, and so on."),
        boolean("is_test", "test", "Whether it is a test, never to be counted."),
        instant("transaction_date", "transactionDate", "When it happened."),
        enum("source_type", "sourceType", "Kind of what caused it."),
        text("source_id", "sourceId", "Number of what caused it."),
        text(
            "source_order_transaction_id",
            "sourceOrderTransactionId",
            "Number of the order's transaction.",
        ),
        text("adjustment_reason", "adjustmentReason", "Why it was adjusted."),
        gid("order_id", "associatedOrder.id", "The order."),
        text("order_name", "associatedOrder.name", "Its name."),
        gid("payout_id", "associatedPayout.id", "The payout; null until it is known."),
        enum("payout_status", "associatedPayout.status", "State of the payout."),
        *money_v2("amount", "amount", "Amount"),
        *money_v2("fee", "fee", "Fee of Shopify Payments"),
        *money_v2("net", "net", "Amount less fee"),
        array(
            "adjustments_orders",
            "adjustmentsOrders",
            "Orders an adjustment stands for.",
            text(
                "order_transaction_id",
                "orderTransactionId",
                "Number of the order's transaction.",
            ),
            text("name", "name", "Name of the order."),
            url("link", "link", "Its page in the admin."),
            *money_v2("amount", "amount", "Amount of it"),
        ),
    )
