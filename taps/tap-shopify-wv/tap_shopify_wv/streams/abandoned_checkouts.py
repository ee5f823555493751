"""Checkouts that were left: what was in them, and whether they came back.

https://shopify.dev/docs/api/admin-graphql/latest/queries/abandonedCheckouts
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    array,
    boolean,
    currencies,
    gid,
    instant,
    integer,
    money,
    shopify_columns,
    text,
    texts,
    url,
)
from tap_shopify_wv.common import address, bags, custom_attributes, tax_lines
from tap_shopify_wv.shipping import ShippedStream, ship_geo


class AbandonedCheckoutsStream(ShippedStream):
    """Grain: one row a checkout. A recovered one stays and has `completed_at`."""

    name = "abandoned_checkouts"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "abandonedCheckouts"
    scopes = ("read_orders",)
    bulk = True
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The checkout."),
        text("name", "name", "Name shown to people."),
        instant("created_at", "createdAt", "When it began."),
        instant("updated_at", "updatedAt", "When it last changed."),
        instant("completed_at", "completedAt", "When it became an order after all."),
        gid("customer_id", "customer.id", "Who began it."),
        url(
            "recovery_url",
            "abandonedCheckoutUrl",
            "Page that brings it back.",
            free_text=True,
        ),
        text("note", "note", "Note of the customer.", free_text=True),
        custom_attributes(),
        texts("discount_codes", "discountCodes", "Codes that were entered."),
        boolean("taxes_included", "taxesIncluded", "Whether prices contain taxes."),
        *currencies("totalPriceSet"),
        *bags(
            (
                "total_line_items_price",
                "totalLineItemsPriceSet",
                "Lines without discounts",
            ),
            ("subtotal_price", "subtotalPriceSet", "Lines less discounts"),
            ("total_discount", "totalDiscountSet", "Discounts"),
            ("total_tax", "totalTaxSet", "Taxes"),
            ("total_duties", "totalDutiesSet", "Duties"),
            ("total_price", "totalPriceSet", "Total"),
        ),
        tax_lines("tax_lines", "taxLines", "Taxes."),
        *address("ship", "shippingAddress", "Shipping"),
        *ship_geo(),
        *address("bill", "billingAddress", "Billing"),
        array(
            "line_items",
            "lineItems",
            "What was in it.",
            gid("id", "id", "The line."),
            text("title", "title", "Product."),
            text("variant_title", "variantTitle", "Variant."),
            text("sku", "sku", "Stock keeping unit."),
            gid("product_id", "product.id", "The product."),
            gid("variant_id", "variant.id", "The variant."),
            integer("quantity", "quantity", "Pieces."),
            *money(
                "original_unit_price",
                "originalUnitPriceSet",
                "Price of one piece without discounts",
            ),
            *money(
                "discounted_unit_price",
                "discountedUnitPriceSet",
                "Price of one piece with discounts",
            ),
            *money(
                "original_total_price",
                "originalTotalPriceSet",
                "Price of all pieces without discounts",
            ),
            *money(
                "discounted_total_price",
                "discountedTotalPriceSet",
                "Price of all pieces with discounts",
            ),
        ),
    )
