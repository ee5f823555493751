"""Stock: how many pieces of what lie where, in which state.

https://shopify.dev/docs/api/admin-graphql/latest/objects/InventoryLevel
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    gid,
    instant,
    integer,
    shopify_columns,
    text,
)


class InventoryLevelsStream(ShopifyStream):
    """Grain: one row a location and item.

    Read by location, because an item's own `updatedAt` does not move with its stock.
    """

    name = "inventory_levels"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "locations"
    rows = ("inventoryLevels",)
    scopes = ("read_locations", "read_inventory")
    bulk = True
    page_size = 25
    schema = shopify_columns(
        gid("id", "id", "The level."),
        gid("location_id", "@root.id", "Where it lies."),
        gid("inventory_item_id", "item.id", "What lies there."),
        boolean("is_active", "isActive", "Whether the item is stocked there."),
        instant("created_at", "createdAt", "When it was first stocked there."),
        instant("updated_at", "updatedAt", "When the level last changed."),
        array(
            "quantities",
            "quantities",
            "Pieces by state.",
            text("name", "name", "State: available, committed, on_hand, and so on."),
            integer("quantity", "quantity", "Pieces in it."),
            instant("updated_at", "updatedAt", "When that number last changed."),
        ),
    )
