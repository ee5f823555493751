"""The totals of an order: as ordered, as it stands, as paid.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Order
"""

from __future__ import annotations

from tap_shopify_wv.common import bags

ORDER_TOTALS = bags(
    ("subtotal_price", "subtotalPriceSet", "Lines less discounts"),
    (
        "current_subtotal_price",
        "currentSubtotalPriceSet",
        "Lines less discounts, after edits and refunds",
    ),
    ("cart_discount_amount", "cartDiscountAmountSet", "Discounts on the whole order"),
    (
        "current_cart_discount_amount",
        "currentCartDiscountAmountSet",
        "Discounts on the whole order, after edits and refunds",
    ),
    ("total_discounts", "totalDiscountsSet", "All discounts"),
    (
        "current_total_discounts",
        "currentTotalDiscountsSet",
        "All discounts, after edits and refunds",
    ),
    ("total_shipping_price", "totalShippingPriceSet", "Shipping"),
    (
        "current_shipping_price",
        "currentShippingPriceSet",
        "Shipping, after edits and refunds",
    ),
    ("total_tax", "totalTaxSet", "Taxes"),
    ("current_total_tax", "currentTotalTaxSet", "Taxes, after edits and refunds"),
    ("original_total_duties", "originalTotalDutiesSet", "Duties as ordered"),
    (
        "current_total_duties",
        "currentTotalDutiesSet",
        "Duties, after edits and refunds",
    ),
    (
        "original_total_additional_fees",
        "originalTotalAdditionalFeesSet",
        "Additional fees as ordered",
    ),
    (
        "current_total_additional_fees",
        "currentTotalAdditionalFeesSet",
        "Additional fees, after edits and refunds",
    ),
    ("original_total_price", "originalTotalPriceSet", "Total as ordered"),
    ("total_price", "totalPriceSet", "Total with edits, before refunds"),
    ("current_total_price", "currentTotalPriceSet", "Total after edits and refunds"),
    ("total_tip_received", "totalTipReceivedSet", "Tips"),
    ("total_received", "totalReceivedSet", "Money received"),
    ("total_refunded", "totalRefundedSet", "Money given back"),
    ("total_refunded_shipping", "totalRefundedShippingSet", "Shipping given back"),
    (
        "refund_discrepancy",
        "refundDiscrepancySet",
        "Refunded beyond or below what lines add up to",
    ),
    ("net_payment", "netPaymentSet", "Money received less money given back"),
    ("total_capturable", "totalCapturableSet", "Authorized and not captured"),
    ("total_outstanding", "totalOutstandingSet", "Still to pay"),
    (
        "cash_rounding_payment",
        "totalCashRoundingAdjustment.paymentSet",
        "Rounding of cash payments",
    ),
    (
        "cash_rounding_refund",
        "totalCashRoundingAdjustment.refundSet",
        "Rounding of cash refunds",
    ),
)
"""Totals without `current_` do not know of edits and refunds."""
