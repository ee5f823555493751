"""The ledger: each sale, return and change of an order on the day it happened.

https://shopify.dev/docs/api/admin-graphql/latest/interfaces/Sale
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    currencies,
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


class OrderSalesStream(ShopifyStream):
    """Grain: one row a sale. Returns carry negative amounts and quantities."""

    name = "order_sales"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("agreements", "sales")
    scopes = ("read_orders",)
    bulk = True
    page_size = 40
    schema = shopify_columns(
        gid("id", "id", "The sale."),
        *parent("order"),
        gid(
            "agreement_id",
            "@parent.id",
            "The agreement: order, edit, refund or return.",
        ),
        text("agreement_kind", "@parent.__typename", "Kind of agreement."),
        instant(
            "happened_at",
            "@parent.happenedAt",
            "When it happened: the day it counts on.",
        ),
        enum("agreement_reason", "@parent.reason", "Why there is an agreement."),
        gid("app_id", "@parent.app.id", "App that caused it."),
        gid("user_id", "@parent.user.id", "Staff member who caused it."),
        gid("refund_id", "@parent.refund.id", "Refund it belongs to."),
        gid("return_id", "@parent.return.id", "Return it belongs to."),
        text("kind", "__typename", "Kind of sale."),
        enum("action_type", "actionType", "ORDER, UPDATE or RETURN."),
        enum(
            "line_type",
            "lineType",
            "Product, shipping, gift card, tip, duty, fee or adjustment.",
        ),
        integer("quantity", "quantity", "Pieces; negative when they come back."),
        gid("line_item_id", "lineItem.id", "Line of the order."),
        gid("shipping_line_id", "shippingLine.id", "Shipping line of the order."),
        gid("duty_id", "duty.id", "The duty."),
        gid("fee_id", "fee.id", "The fee."),
        gid("additional_fee_id", "additionalFee.id", "The additional fee."),
        text("additional_fee_name", "additionalFee.name", "Its name."),
        *currencies("totalAmount"),
        *money("total_amount", "totalAmount", "Amount with taxes and discounts"),
        *money(
            "total_discount_amount_before_taxes",
            "totalDiscountAmountBeforeTaxes",
            "Discounts, without taxes",
        ),
        *money(
            "total_discount_amount_after_taxes",
            "totalDiscountAmountAfterTaxes",
            "Discounts taken after taxes; normally 0",
        ),
        *money("total_tax_amount", "totalTaxAmount", "Taxes"),
        array(
            "taxes",
            "taxes",
            "Taxes, each.",
            gid("id", "id", "The tax of the sale."),
            text("title", "taxLine.title", "Name of the tax."),
            number("rate", "taxLine.rate", "Share of the price, 0.19 for 19 %.", "1"),
            *money("amount", "amount", "Amount of the tax"),
        ),
    )
