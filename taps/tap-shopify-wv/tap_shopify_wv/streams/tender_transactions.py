"""Money that passed between customers and the shop, by means of payment.

https://shopify.dev/docs/api/admin-graphql/latest/queries/tenderTransactions
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    gid,
    instant,
    money_v2,
    shopify_columns,
    text,
)


class TenderTransactionsStream(ShopifyStream):
    """Grain: one row a tender transaction; it never changes. The API cannot sort."""

    name = "tender_transactions"
    primary_keys = ("id",)
    replication_key = "processed_at"
    root = "tenderTransactions"
    filter_by = "processed_at"
    scopes = ("read_orders",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The tender transaction."),
        gid("order_id", "order.id", "The order."),
        instant("processed_at", "processedAt", "When money moved."),
        text("payment_method", "paymentMethod", "Means of payment."),
        text("remote_reference", "remoteReference", "Id at the gateway."),
        boolean("is_test", "test", "Whether it is a test, never to be counted."),
        *money_v2("amount", "amount", "Amount; negative for refunds"),
        gid("user_id", "user.id", "Staff member who took it."),
        text("card_company", "transactionDetails.creditCardCompany", "Card's brand."),
        text(
            "card_number",
            "transactionDetails.creditCardNumber",
            "Masked number of the card.",
            pii="account",
        ),
    )
