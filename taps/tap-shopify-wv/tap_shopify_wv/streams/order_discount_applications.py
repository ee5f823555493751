"""Discounts as applied to orders: what was granted, by which code or rule.

https://shopify.dev/docs/api/admin-graphql/latest/interfaces/DiscountApplication
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    enum,
    integer,
    money_v2,
    number,
    shopify_columns,
    text,
)
from tap_shopify_wv.common import parent


class OrderDiscountApplicationsStream(ShopifyStream):
    """Grain: one row an order and discount. Discounts have no id, but a place."""

    name = "order_discount_applications"
    primary_keys = ("order_id", "index")
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("discountApplications",)
    scopes = ("read_orders",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        integer(
            "index",
            "index",
            "Place among the order's discounts, from 0; allocations name it.",
        ),
        *parent("order"),
        text(
            "kind",
            "__typename",
            "Automatic, DiscountCode, Manual or Script application.",
        ),
        text("code", "code", "The code, if one was entered."),
        text("title", "title", "The discount's name, if it has no code."),
        text(
            "description", "description", "Why it was granted by hand.", free_text=True
        ),
        enum("allocation_method", "allocationMethod", "How it spreads over lines."),
        enum("target_selection", "targetSelection", "Which lines it takes."),
        enum("target_type", "targetType", "Lines or shipping."),
        text("value_kind", "value.__typename", "MoneyV2 or PricingPercentageValue."),
        *money_v2("value_amount", "value", "The amount, if it is one"),
        number(
            "value_percentage",
            "value.percentage",
            "The share, if it is one, 10 for 10 %.",
            "%",
        ),
    )
