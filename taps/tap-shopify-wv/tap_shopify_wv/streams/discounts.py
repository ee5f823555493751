"""Discounts, with codes and automatic: what they grant, when, and what they sold.

https://shopify.dev/docs/api/admin-graphql/latest/queries/discountNodes
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    enum,
    gid,
    instant,
    integer,
    money_v2,
    number,
    shopify_columns,
    text,
    texts,
)


class DiscountsStream(ShopifyStream):
    """Grain: one row a discount, what REST called a price rule.

    Codes are a stream of their own.
    """

    name = "discounts"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "discountNodes"
    scopes = ("read_discounts",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The discount."),
        text(
            "kind",
            "discount.__typename",
            "With code or automatic; basic, bxgy, free shipping, app.",
        ),
        text("title", "discount.title", "Its name; with a single code, that code."),
        enum("status", "discount.status", "Active, expired or scheduled."),
        text("summary", "discount.summary", "What it grants, in words."),
        texts(
            "classes",
            "discount.discountClasses",
            "What it lowers: products, orders, shipping.",
        ),
        texts("tags", "discount.tags", "Tags of the discount."),
        instant("starts_at", "discount.startsAt", "When it begins."),
        instant("ends_at", "discount.endsAt", "When it ends; null is never."),
        instant("created_at", "discount.createdAt", "When it was made."),
        instant("updated_at", "discount.updatedAt", "When it last changed."),
        integer(
            "usage_count",
            "discount.asyncUsageCount",
            "How often it was used; a little late.",
        ),
        integer("usage_limit", "discount.usageLimit", "How often it may be used."),
        integer(
            "uses_per_order_limit",
            "discount.usesPerOrderLimit",
            "How often in one order.",
        ),
        boolean(
            "is_once_per_customer",
            "discount.appliesOncePerCustomer",
            "Whether each customer may use it once.",
        ),
        integer("codes_count", "discount.codesCount.count", "Codes it has."),
        *money_v2("total_sales", "discount.totalSales", "Sales it took part in"),
        boolean(
            "combines_with_order",
            "discount.combinesWith.orderDiscounts",
            "Whether it goes with order discounts.",
        ),
        boolean(
            "combines_with_product",
            "discount.combinesWith.productDiscounts",
            "Whether it goes with product discounts.",
        ),
        boolean(
            "combines_with_shipping",
            "discount.combinesWith.shippingDiscounts",
            "Whether it goes with shipping discounts.",
        ),
        integer(
            "minimum_quantity",
            "discount.minimumRequirement.greaterThanOrEqualToQuantity",
            "Pieces it takes.",
        ),
        *money_v2(
            "minimum_subtotal",
            "discount.minimumRequirement.greaterThanOrEqualToSubtotal",
            "Subtotal it takes",
        ),
        text("value_kind", "discount.customerGets.value.__typename", "Kind of value."),
        number(
            "value_percentage",
            "discount.customerGets.value.percentage",
            "Share taken off, 0.1 for 10 %.",
            "1",
        ),
        *money_v2(
            "value_amount", "discount.customerGets.value.amount", "Amount taken off"
        ),
        boolean(
            "is_value_per_item",
            "discount.customerGets.value.appliesOnEachItem",
            "Whether the amount is for each piece.",
        ),
        number(
            "bxgy_percentage",
            "discount.customerGets.value.effect.percentage",
            "Share taken off the pieces one gets.",
            "1",
        ),
        integer(
            "bxgy_quantity",
            "discount.customerGets.value.quantity.quantity",
            "Pieces one gets.",
        ),
        boolean(
            "applies_on_one_time_purchase",
            "discount.customerGets.appliesOnOneTimePurchase",
            "Whether it holds for single purchases.",
        ),
        boolean(
            "applies_on_subscription",
            "discount.customerGets.appliesOnSubscription",
            "Whether it holds for subscriptions.",
        ),
        *money_v2(
            "maximum_shipping_price",
            "discount.maximumShippingPrice",
            "Dearest shipping it makes free",
        ),
        text(
            "function_id",
            "discount.appDiscountType.functionId",
            "Function of an app that computes it.",
        ),
    )
