"""What is counted in stock: cost, origin, weight of each variant's goods.

https://shopify.dev/docs/api/admin-graphql/latest/queries/inventoryItems
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
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


class InventoryItemsStream(ShopifyStream):
    """Grain: one row an inventory item. The API cannot sort them by `updated_at`."""

    name = "inventory_items"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "inventoryItems"
    scopes = (("read_inventory", "read_products"),)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The inventory item; `product_variants` names it."),
        legacy_id(),
        text("sku", "sku", "Stock keeping unit."),
        integer(
            "duplicate_sku_count", "duplicateSkuCount", "Other items with the same SKU."
        ),
        boolean("is_tracked", "tracked", "Whether its stock is counted."),
        boolean("requires_shipping", "requiresShipping", "Whether it is shipped."),
        *money_v2("unit_cost", "unitCost", "What one piece cost the shop"),
        number(
            "weight",
            "measurement.weight.value",
            "Weight of one piece, in `weight_unit`.",
            "weight_unit",
        ),
        enum("weight_unit", "measurement.weight.unit", "Unit of `weight`."),
        enum(
            "country_code_of_origin",
            "countryCodeOfOrigin",
            "Where it comes from, ISO 3166-1 alpha-2.",
        ),
        text(
            "province_code_of_origin", "provinceCodeOfOrigin", "Province it comes from."
        ),
        text("harmonized_system_code", "harmonizedSystemCode", "Customs code."),
        integer("locations_count", "locationsCount.count", "Locations that stock it."),
        instant("created_at", "createdAt", "When it was added."),
        instant(
            "updated_at", "updatedAt", "When it last changed; stock moves do not count."
        ),
    )
