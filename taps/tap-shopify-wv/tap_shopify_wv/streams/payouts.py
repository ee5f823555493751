"""Payouts of Shopify Payments to the bank: how much, when, made of what.

https://shopify.dev/docs/api/admin-graphql/latest/objects/ShopifyPaymentsPayout
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


class PayoutsStream(ShopifyStream):
    """Grain: one row a payout.

    Its status changes without a date of change, so 30 days are read again. Without
    Shopify Payments there is none.
    """

    name = "payouts"
    primary_keys = ("id",)
    replication_key = "issued_at"
    root = "shopifyPaymentsAccount.payouts"
    filter_by = "issued_at"
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
        gid("id", "id", "The payout."),
        legacy_id(),
        instant("issued_at", "issuedAt", "When it was issued."),
        enum("status", "status", "Scheduled, in transit, paid, failed or canceled."),
        enum("transaction_type", "transactionType", "Deposit or withdrawal."),
        text("external_trace_id", "externalTraceId", "Id at the bank."),
        gid("business_entity_id", "businessEntity.id", "Legal entity that is paid."),
        *money_v2("net", "net", "Amount paid out"),
        *money_v2("charges_gross", "summary.chargesGross", "Charges"),
        *money_v2("charges_fee", "summary.chargesFee", "Fees on charges"),
        *money_v2("refunds_gross", "summary.refundsFeeGross", "Refunds"),
        *money_v2("refunds_fee", "summary.refundsFee", "Fees on refunds"),
        *money_v2("adjustments_gross", "summary.adjustmentsGross", "Adjustments"),
        *money_v2("adjustments_fee", "summary.adjustmentsFee", "Fees on adjustments"),
        *money_v2(
            "reserved_funds_gross", "summary.reservedFundsGross", "Reserved funds"
        ),
        *money_v2(
            "reserved_funds_fee", "summary.reservedFundsFee", "Fees on reserved funds"
        ),
        *money_v2(
            "retried_payouts_gross",
            "summary.retriedPayoutsGross",
            "Payouts tried again",
        ),
        *money_v2(
            "retried_payouts_fee",
            "summary.retriedPayoutsFee",
            "Fees on payouts tried again",
        ),
        *money_v2("advance_gross", "summary.advanceGross", "Advances"),
        *money_v2("advance_fee", "summary.advanceFees", "Fees on advances"),
    )
