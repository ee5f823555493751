"""Stock: `InventoryItem`, `InventoryLevel`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.money import amount
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.products import Choice
from wv_sandbox.shopify.shop.stock import CLOSED, LOCATIONS, STOCKED, Level, touched
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

_NAMES: Final = ("available", "on_hand", "committed", "incoming", "reserved")


def _quantities(level: Level) -> list[dict[str, Any]]:
    free = level.available
    counted = {"available": free, "on_hand": free + 3, "committed": 3}
    return [
        {
            "__typename": "InventoryQuantity",
            "id": gid("InventoryQuantity", level.row * len(_NAMES) + position),
            "name": name,
            "quantity": counted.get(name, 0),
            "updatedAt": stamp(level.updated),
        }
        for position, name in enumerate(_NAMES)
    ]


def _level_id(level: Level) -> str:
    item = legacy("InventoryItem", level.variant)
    return f"{gid('InventoryLevel', level.location)}?inventory_item_id={item}"


INVENTORY_LEVEL: Final = named(
    "InventoryLevel",
    {
        "id": _level_id,
        "canDeactivate": lambda _: True,
        "createdAt": lambda x: stamp(x.created),
        "deactivationAlert": lambda _: None,
        "isActive": lambda x: x.location != CLOSED,
        "item": lambda x: inventory_item(x.view, x.variant),
        "location": lambda x: x.view.node("Location", x.location),
        "quantities": _quantities,
        "updatedAt": lambda x: stamp(x.updated),
    },
)


def _levels(choice: Choice) -> list[Node[Level]]:
    return [
        Node(INVENTORY_LEVEL, Level(choice.view, choice.variant.number, place))
        for place in range(STOCKED)
    ]


def _measurement(choice: Choice) -> dict[str, Any]:
    grams = choice.variant.grams
    return {
        "__typename": "InventoryItemMeasurement",
        "id": gid("InventoryItemMeasurement", choice.variant.number),
        "weight": {"unit": "GRAMS", "value": float(grams)} if grams else None,
    }


INVENTORY_ITEM: Final = named(
    "InventoryItem",
    {
        "id": lambda c: gid("InventoryItem", c.variant.number),
        "legacyResourceId": lambda c: legacy("InventoryItem", c.variant.number),
        "countryCodeOfOrigin": lambda c: c.view.shop.kind.home.country_code,
        "createdAt": lambda c: stamp(c.product.created),
        "duplicateSkuCount": lambda _: 0,
        "harmonizedSystemCode": lambda _: "620190",
        "inventoryHistoryUrl": lambda _: None,
        "inventoryLevels": _levels,
        "locationsCount": lambda _: {"count": STOCKED, "precision": "EXACT"},
        "measurement": _measurement,
        "provinceCodeOfOrigin": lambda _: None,
        "requiresShipping": lambda c: c.variant.grams > 0,
        "sku": lambda c: c.variant.sku,
        "tracked": lambda c: not c.product.is_gift_card,
        "trackedEditable": lambda _: {"locked": False, "reason": None},
        "unitCost": lambda c: amount(c.variant.cost, c.view.shop.kind.currency),
        "updatedAt": lambda c: stamp(touched(c.view, c.variant.number)),
        "variant": lambda c: c.view.node("ProductVariant", c.variant.number),
        "variants": lambda c: [c.view.node("ProductVariant", c.variant.number)],
    },
)


def inventory_item(view: View, row: int) -> Node[Choice]:
    """Make the object of a variant's stock keeping."""
    return Node(INVENTORY_ITEM, Choice(view, view.shop.catalogue.variants[row]))


def inventory_level(view: View, row: int) -> Node[Level]:
    """Make the object of a variant's stock at a location."""
    variant, location = divmod(row, LOCATIONS)
    return Node(INVENTORY_LEVEL, Level(view, variant, location))
