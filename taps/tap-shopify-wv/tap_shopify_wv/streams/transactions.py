"""Payments of orders: authorizations, captures, sales, refunds, and what they cost.

https://shopify.dev/docs/api/admin-graphql/latest/objects/OrderTransaction
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    currencies,
    decimal,
    enum,
    gid,
    instant,
    json_text,
    money,
    money_v2,
    shopify_columns,
    text,
)
from tap_shopify_wv.common import parent


class TransactionsStream(ShopifyStream):
    """Grain: one row a transaction. Money counts only where status is SUCCESS."""

    name = "transactions"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("transactions",)
    scopes = ("read_orders",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The transaction."),
        *parent("order"),
        enum("kind", "kind", "Authorization, capture, sale, refund, void or change."),
        enum("status", "status", "Success, failure, pending, error."),
        boolean("is_test", "test", "Whether it is a test, never to be counted."),
        instant("created_at", "createdAt", "When it was made."),
        instant("processed_at", "processedAt", "When it was carried out."),
        instant(
            "authorization_expires_at",
            "authorizationExpiresAt",
            "When the authorization ends.",
        ),
        text("gateway", "gateway", "Gateway, as a handle."),
        text("gateway_name", "formattedGateway", "Gateway, as shown."),
        boolean(
            "is_manual", "manualPaymentGateway", "Whether it is paid outside Shopify."
        ),
        boolean(
            "is_capturable", "manuallyCapturable", "Whether it can be captured by hand."
        ),
        boolean(
            "is_multi_capturable",
            "multiCapturable",
            "Whether it can be captured in parts.",
        ),
        enum("error_code", "errorCode", "Why it failed."),
        gid(
            "parent_transaction_id",
            "parentTransaction.id",
            "The transaction it follows, e.g. a capture its authorization.",
        ),
        text("payment_id", "paymentId", "Id at the gateway."),
        gid("location_id", "location.id", "Where it was paid."),
        gid("device_id", "device.id", "Device it was paid with."),
        gid("user_id", "user.id", "Staff member who made it."),
        text("payment_kind", "paymentDetails.__typename", "Kind of means of payment."),
        text("payment_method", "paymentDetails.paymentMethodName", "Means of payment."),
        text("card_company", "paymentDetails.company", "Card's brand."),
        enum("card_wallet", "paymentDetails.wallet", "Wallet of the card."),
        text(
            "account_number",
            "accountNumber",
            "Masked number of card or account.",
            pii="account",
        ),
        json_text(
            "receipt",
            "receiptJson",
            "What the gateway answered, as JSON.",
            free_text=True,
        ),
        *currencies("amountSet"),
        *money("amount", "amountSet", "Amount"),
        *money("amount_rounding", "amountRoundingSet", "Rounding of cash"),
        *money(
            "total_unsettled",
            "totalUnsettledSet",
            "Authorized and neither captured nor given up",
        ),
        *money_v2(
            "maximum_refundable", "maximumRefundableV2", "Most that can be refunded"
        ),
        enum(
            "settlement_currency",
            "settlementCurrency",
            "Currency it is paid out in, ISO 4217.",
        ),
        decimal(
            "settlement_currency_rate",
            "settlementCurrencyRate",
            "From its currency to that of the payout.",
            "1",
        ),
        *money_v2(
            "exchange_original",
            "currencyExchangeAdjustment.originalAmountSet",
            "Amount before the exchange rate moved",
        ),
        *money_v2(
            "exchange_final",
            "currencyExchangeAdjustment.finalAmountSet",
            "Amount after it moved",
        ),
        *money_v2(
            "exchange_adjustment",
            "currencyExchangeAdjustment.adjustment",
            "What the exchange rate cost or gave",
        ),
        array(
            "fees",
            "fees",
            "Fees of Shopify Payments.",
            gid("id", "id", "The fee."),
            text("type", "type", "Kind of fee."),
            decimal("rate", "rate", "Share of the amount.", "1"),
            text("rate_name", "rateName", "Name of the rate."),
            text("flat_fee_name", "flatFeeName", "Name of the flat fee."),
            *money_v2("amount", "amount", "The fee"),
            *money_v2("flat_fee", "flatFee", "Its flat part"),
            *money_v2("tax_amount", "taxAmount", "Taxes on it"),
        ),
    )
