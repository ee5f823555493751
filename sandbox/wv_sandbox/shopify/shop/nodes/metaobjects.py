"""Custom objects: `MetaobjectDefinition`, `Metaobject`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.index import Root, Rows, gids, instants, of_rows, words
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.series import Item, Series
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

DEFINITIONS: Final = Series("MetaobjectDefinition", 2)
METAOBJECTS: Final = Series("Metaobject", 144, touch_days=60)
TYPES: Final = ("season", "lookbook")
_SEASONS: Final = ("spring", "summer", "autumn", "winter")
_APP: Final = {"__typename": "App", "id": gid("App", 0)}


def _type(row: int) -> int:
    """The first four are the seasons; all others are looks."""
    return 0 if row < len(_SEASONS) else 1


def objects_of(view: View, definition: int) -> Root:
    """Make the root of all objects of a definition."""
    rows = [
        row for row in METAOBJECTS.rows(view.now).tolist() if _type(row) == definition
    ]
    return Root(
        kind="Metaobject",
        rows=np.array(rows, dtype=np.int64),
        columns={
            "id": gids("Metaobject"),
            "updated_at": instants(
                of_rows(lambda row: METAOBJECTS.updated(row, view.now))
            ),
            "handle": words(_handle),
            "display_name": words(_handle),
        },
        node=lambda row: metaobject(view, row),
    )


def _handle(row: int) -> str:
    return _SEASONS[row] if _type(row) == 0 else f"look-{row:03d}"


METAOBJECT_DEFINITION: Final = named(
    "MetaobjectDefinition",
    {
        "id": lambda i: gid("MetaobjectDefinition", i.row),
        "createdAt": lambda i: stamp(DEFINITIONS.created(i.row)),
        "createdByApp": lambda _: _APP,
        "createdByStaff": lambda _: None,
        "description": lambda _: None,
        "displayNameKey": lambda _: "name",
        "fieldDefinitions": lambda _: [],
        "hasThumbnailField": lambda _: False,
        "metaobjects": lambda i: Rows(objects_of(i.view, i.row)),
        "metaobjectsCount": lambda i: int(objects_of(i.view, i.row).rows.size),
        "name": lambda i: TYPES[i.row].title(),
        "standardTemplate": lambda _: None,
        "type": lambda i: TYPES[i.row],
        "updatedAt": lambda i: stamp(DEFINITIONS.updated(i.row, i.view.now)),
    },
)


def _fields(item: Item) -> list[dict[str, Any]]:
    name = _handle(item.row)
    return [
        {
            "__typename": "MetaobjectField",
            "jsonValue": name,
            "key": "name",
            "type": "single_line_text_field",
            "value": name,
        }
    ]


METAOBJECT: Final = named(
    "Metaobject",
    {
        "id": lambda i: gid("Metaobject", i.row),
        "capabilities": lambda _: {
            "onlineStore": None,
            "publishable": {"status": "ACTIVE"},
        },
        "createdAt": lambda i: stamp(METAOBJECTS.created(i.row)),
        "createdBy": lambda _: _APP,
        "createdByApp": lambda _: _APP,
        "createdByStaff": lambda _: None,
        "definition": lambda i: metaobject_definition(i.view, _type(i.row)),
        "displayName": lambda i: _handle(i.row),
        "fields": _fields,
        "handle": lambda i: _handle(i.row),
        "thumbnailField": lambda _: None,
        "type": lambda i: TYPES[_type(i.row)],
        "updatedAt": lambda i: stamp(METAOBJECTS.updated(i.row, i.view.now)),
        "values": lambda i: {"name": _handle(i.row)},
    },
)


def metaobject(view: View, row: int) -> Node[Item]:
    """Make a custom object."""
    return Node(METAOBJECT, Item(view, row))


def metaobject_definition(view: View, row: int) -> Node[Item]:
    """Make the object of a definition."""
    return Node(METAOBJECT_DEFINITION, Item(view, row))
