"""Variants: what lies in the cart, its price and its stock.

https://shopify.dev/docs/api/admin-graphql/latest/queries/productVariants
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    decimal,
    enum,
    gid,
    instant,
    integer,
    legacy_id,
    money_v2,
    number,
    shopify_columns,
    text,
)


class ProductVariantsStream(ShopifyStream):
    """Grain: one row a variant. The API cannot sort them by `updated_at`."""

    name = "product_variants"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "productVariants"
    scopes = ("read_products",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The variant."),
        legacy_id(),
        gid("product_id", "product.id", "Its product."),
        gid("inventory_item_id", "inventoryItem.id", "What is counted in stock."),
        text("title", "title", "Its options, joined."),
        text("display_name", "displayName", "Product and options, joined."),
        text("sku", "sku", "Stock keeping unit."),
        text("barcode", "barcode", "Barcode."),
        integer("position", "position", "Place among the product's variants, from 1."),
        decimal("price", "price", "Price.", "shop currency"),
        decimal(
            "compare_at_price",
            "compareAtPrice",
            "Price before a reduction.",
            "shop currency",
        ),
        *money_v2("unit_price", "unitPrice", "Price of a unit of measure"),
        enum("unit_kind", "unitPriceMeasurement.measuredType", "What is measured."),
        enum(
            "unit_quantity_unit",
            "unitPriceMeasurement.quantityUnit",
            "Unit of `unit_quantity`.",
        ),
        number(
            "unit_quantity",
            "unitPriceMeasurement.quantityValue",
            "What a piece holds.",
            "unit_quantity_unit",
        ),
        enum(
            "unit_reference_unit",
            "unitPriceMeasurement.referenceUnit",
            "Unit of `unit_reference`.",
        ),
        integer(
            "unit_reference",
            "unitPriceMeasurement.referenceValue",
            "What `unit_price` is for.",
            "unit_reference_unit",
        ),
        boolean("show_unit_price", "showUnitPrice", "Whether the unit price is shown."),
        boolean("is_taxable", "taxable", "Whether it is taxed."),
        boolean("is_available", "availableForSale", "Whether it can be bought now."),
        enum(
            "inventory_policy",
            "inventoryPolicy",
            "Whether it is sold when stock is gone.",
        ),
        integer("inventory_quantity", "inventoryQuantity", "Pieces in stock."),
        integer(
            "sellable_online_quantity",
            "sellableOnlineQuantity",
            "Pieces that can be sold online.",
        ),
        boolean("requires_components", "requiresComponents", "Whether it is a bundle."),
        array(
            "selected_options",
            "selectedOptions",
            "What was chosen, e.g. size M.",
            text("name", "name", "The option."),
            text("value", "value", "What it is."),
        ),
        gid("delivery_profile_id", "deliveryProfile.id", "Profile of its shipping."),
        instant("created_at", "createdAt", "When it was added."),
        instant("updated_at", "updatedAt", "When it last changed."),
    )
