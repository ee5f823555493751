"""Lines of orders: product, quantity, price, discounts, taxes.

https://shopify.dev/docs/api/admin-graphql/latest/objects/LineItem
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    currencies,
    enum,
    gid,
    integer,
    money,
    number,
    shopify_columns,
    text,
)
from tap_shopify_wv.common import (
    bags,
    custom_attributes,
    discount_shares,
    parent,
    tax_lines,
)


class OrderLineItemsStream(ShopifyStream):
    """Grain: one row a line. `quantity` counts what was removed or refunded, too."""

    name = "order_line_items"
    primary_keys = ("id",)
    replication_key = "order_updated_at"
    root = "orders"
    rows = ("lineItems",)
    scopes = ("read_orders",)
    bulk = True
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The line."),
        *parent("order"),
        text("name", "name", "Product and variant, as sold."),
        text("title", "title", "Product, as sold."),
        text("variant_title", "variantTitle", "Variant, as sold."),
        text("sku", "sku", "Stock keeping unit, as sold."),
        text("vendor", "vendor", "Vendor, as sold."),
        gid("product_id", "product.id", "The product; null once it is deleted."),
        gid("variant_id", "variant.id", "The variant; null once it is deleted."),
        gid("staff_member_id", "staffMember.id", "Staff member who sold it."),
        integer(
            "quantity",
            "quantity",
            "Pieces ordered, removed and refunded ones included.",
        ),
        integer(
            "current_quantity",
            "currentQuantity",
            "Pieces left after removals and refunds.",
        ),
        integer(
            "refundable_quantity",
            "refundableQuantity",
            "Pieces that can still be refunded.",
        ),
        integer(
            "unfulfilled_quantity", "unfulfilledQuantity", "Pieces not shipped yet."
        ),
        integer(
            "non_fulfillable_quantity",
            "nonFulfillableQuantity",
            "Pieces that cannot be shipped, tips for example.",
        ),
        boolean(
            "is_gift_card",
            "isGiftCard",
            "Whether it is a gift card: a liability, no sale.",
        ),
        boolean("requires_shipping", "requiresShipping", "Whether it is shipped."),
        boolean("is_restockable", "restockable", "Whether it can go back to stock."),
        boolean("is_taxable", "taxable", "Whether it was taxed."),
        gid(
            "selling_plan_id",
            "sellingPlan.sellingPlanId",
            "Selling plan, e.g. of a subscription.",
        ),
        text("selling_plan_name", "sellingPlan.name", "Name of that plan."),
        gid("group_id", "lineItemGroup.id", "Bundle it belongs to."),
        text("group_title", "lineItemGroup.title", "Name of the bundle."),
        integer("group_quantity", "lineItemGroup.quantity", "Bundles ordered."),
        number(
            "weight",
            "weight.value",
            "Weight of one piece, in `weight_unit`.",
            "weight_unit",
        ),
        enum("weight_unit", "weight.unit", "Unit of `weight`."),
        custom_attributes(),
        *currencies("originalUnitPriceSet"),
        *bags(
            (
                "original_unit_price",
                "originalUnitPriceSet",
                "Price of one piece without discounts",
            ),
            (
                "original_total",
                "originalTotalSet",
                "Price of all pieces without discounts",
            ),
            (
                "discounted_unit_price",
                "discountedUnitPriceSet",
                "Price of one piece with line discounts",
            ),
            (
                "discounted_unit_price_after_all_discounts",
                "discountedUnitPriceAfterAllDiscountsSet",
                "Price of one piece with all discounts",
            ),
            (
                "discounted_total",
                "discountedTotalSet",
                "Price of all pieces with line discounts",
            ),
            (
                "price_after_all_discounts_before_taxes",
                "priceAfterAllDiscountsBeforeTaxesSet",
                "All pieces with all discounts, without taxes",
            ),
            (
                "total_discount",
                "totalDiscountSet",
                "Line discounts; shares of order discounts are in allocations",
            ),
            (
                "unfulfilled_original_total",
                "unfulfilledOriginalTotalSet",
                "Price of pieces not shipped, without discounts",
            ),
            (
                "unfulfilled_discounted_total",
                "unfulfilledDiscountedTotalSet",
                "Price of pieces not shipped, with discounts",
            ),
        ),
        discount_shares(),
        tax_lines("tax_lines", "taxLines", "Taxes of the line."),
        array(
            "duties",
            "duties",
            "Duties of the line.",
            gid("id", "id", "The duty."),
            enum(
                "country_code_of_origin",
                "countryCodeOfOrigin",
                "Where the goods come from, ISO 3166-1 alpha-2.",
            ),
            text("harmonized_system_code", "harmonizedSystemCode", "Customs code."),
            *money("amount", "price", "Amount of the duty"),
        ),
    )
