"""Custom fields of products, orders and others: `Metafield`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View


class Custom(NamedTuple):
    """One custom field.

    Attributes:
        view: The shop at an instant.
        owner: GraphQL type of what it belongs to.
        row: Row of that.
        slot: Position among the fields of its owner's type.
    """

    view: View
    owner: str
    row: int
    slot: Slot


class Slot(NamedTuple):
    """A custom field that all objects of a type may have.

    Attributes:
        number: Among all slots.
        namespace: Of the field.
        key: Of the field.
        type_name: Of its value.
        every: One in so many objects has it.
        values: What it may say.
    """

    number: int
    namespace: str
    key: str
    type_name: str
    every: int
    values: tuple[str, ...]


SLOTS: Final[dict[str, tuple[Slot, ...]]] = {
    "Product": (
        Slot(0, "custom", "care", "single_line_text_field", 1, ("Wash cold", "Dry")),
        Slot(1, "weather", "rating", "number_integer", 2, ("1", "3", "5")),
    ),
    "ProductVariant": (
        Slot(2, "custom", "shelf", "single_line_text_field", 3, ("A1",)),
    ),
    "Collection": (Slot(3, "custom", "season", "single_line_text_field", 2, ("all",)),),
    "Customer": (Slot(4, "custom", "size", "single_line_text_field", 7, ("M", "L")),),
    "Order": (Slot(5, "custom", "packer", "single_line_text_field", 9, ("Sam", "Al")),),
    "Location": (Slot(6, "custom", "door", "number_integer", 1, ("4",)),),
    "Shop": (Slot(7, "custom", "opened", "date", 1, ("2024-11-15",)),),
}
_OWNERS: Final = {"ProductVariant": "PRODUCTVARIANT"}
_TYPES: Final = 8


def owner_type(owner: str) -> str:
    """Give the `MetafieldOwnerType` of a GraphQL type."""
    return _OWNERS.get(owner, owner.upper())


def _value(custom: Custom) -> str:
    values = custom.slot.values
    return values[custom.row % len(values)]


def _json(custom: Custom) -> Any:  # noqa: ANN401 (a JSON value)
    value = _value(custom)
    return int(value) if custom.slot.type_name == "number_integer" else value


METAFIELD: Final = named(
    "Metafield",
    {
        "id": lambda c: gid("Metafield", c.row * _TYPES + c.slot.number),
        "legacyResourceId": lambda c: legacy(
            "Metafield", c.row * _TYPES + c.slot.number
        ),
        "compareDigest": lambda c: (
            f"{(c.row * _TYPES + c.slot.number) * 2654435761 & 0xFFFFFFFF:08x}"
        ),
        "createdAt": lambda _: stamp(OPENED),
        "definition": lambda c: c.view.node("MetafieldDefinition", c.slot.number),
        "description": lambda _: None,
        "jsonValue": _json,
        "key": lambda c: c.slot.key,
        "namespace": lambda c: c.slot.namespace,
        "owner": lambda c: c.view.node(c.owner, c.row),
        "ownerType": lambda c: owner_type(c.owner),
        "reference": lambda _: None,
        "references": lambda _: None,
        "sizeInBytes": lambda c: len(_value(c)),
        "type": lambda c: c.slot.type_name,
        "updatedAt": lambda _: stamp(OPENED),
        "value": _value,
    },
)
METAFIELD_DEFINITION: Final = named(
    "MetafieldDefinition",
    {
        "id": lambda d: gid("MetafieldDefinition", d[1].number),
        "description": lambda _: None,
        "key": lambda d: d[1].key,
        "metafieldsCount": lambda _: 0,
        "name": lambda d: d[1].key.title(),
        "namespace": lambda d: d[1].namespace,
        "ownerType": lambda d: owner_type(d[0]),
        "pinnedPosition": lambda _: None,
        "type": lambda d: {
            "category": "NUMBER" if "number" in d[1].type_name else "TEXT",
            "name": d[1].type_name,
        },
        "validations": lambda _: [],
        "validationStatus": lambda _: "ALL_VALID",
    },
)
DEFINITIONS: Final = [(owner, slot) for owner in SLOTS for slot in SLOTS[owner]]


def metafields(view: View, owner: str, row: int) -> list[Node[Custom]]:
    """Make the custom fields of an object."""
    return [
        Node(METAFIELD, Custom(view, owner, row, slot))
        for slot in SLOTS.get(owner, ())
        if row % slot.every == 0
    ]


def metafield(view: View, row: int) -> Node[Custom]:
    """Make the object of a custom field."""
    owner_row, number = divmod(row, _TYPES)
    owner, slot = DEFINITIONS[number]
    return Node(METAFIELD, Custom(view, owner, owner_row, slot))


def metafield_definition(_: View, row: int) -> Node[tuple[str, Slot]]:
    """Make the object of a definition."""
    return Node(METAFIELD_DEFINITION, DEFINITIONS[row])
