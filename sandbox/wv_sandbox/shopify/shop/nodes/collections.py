"""Collections of products: `Collection`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.demand import DAY_SECONDS, THEMES
from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.index import Root, Rows
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.metafields import metafields
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.catalogue import Product
    from wv_sandbox.shopify.shop.view import View

TITLES: Final = ("All", "Rainy days", "Heat", "Cold days", "At home", "Gifts")
_ALL, _GIFTS = 0, 5
CREATED: Final = OPENED - 30 * DAY_SECONDS
_TOUCH_SECONDS: Final = 40 * DAY_SECONDS


class Group(NamedTuple):
    """A collection at the instant of a view.

    Attributes:
        view: The shop at an instant.
        row: Number of the collection.
    """

    view: View
    row: int

    @property
    def updated(self) -> int:
        """When its title or text last changed; products come and go without a trace."""
        start = CREATED + self.row * DAY_SECONDS
        turns = max(0, self.view.now - start) // _TOUCH_SECONDS
        return start + turns * _TOUCH_SECONDS if turns else CREATED

    @property
    def products(self) -> list[int]:
        """Numbers of the products that are in it now."""
        now = self.view.now
        return [
            product.number
            for product in self.view.shop.catalogue.products
            if product.exists(now) and self.row in collections_of(product)
        ]


def collections_of(product: Product) -> list[int]:
    """Give the numbers of the collections that a product is in."""
    if product.is_gift_card:
        return [_ALL, _GIFTS]
    own = 1 + THEMES.index(product.theme)
    return [_ALL, own, _GIFTS] if product.number % 7 == 0 else [_ALL, own]


def _members(group: Group) -> Rows:
    everything = group.view.root("products")
    rows = np.array(group.products, dtype=np.int64)
    return Rows(Root("Product", rows, everything.columns, everything.node))


def _count(group: Group) -> dict[str, Any]:
    return {"__typename": "Count", "count": len(group.products), "precision": "EXACT"}


def _title(group: Group) -> str:
    return TITLES[group.row]


def _handle(group: Group) -> str:
    return _title(group).lower().replace(" ", "-")


COLLECTION: Final = named(
    "Collection",
    {
        "id": lambda g: gid("Collection", g.row),
        "legacyResourceId": lambda g: legacy("Collection", g.row),
        "availablePublicationsCount": lambda _: {"count": 1, "precision": "EXACT"},
        "description": lambda g: f"Everything for: {_title(g)}",
        "descriptionHtml": lambda g: f"<p>Everything for: {_title(g)}</p>",
        "handle": _handle,
        "image": lambda _: None,
        "metafields": lambda g: metafields(g.view, "Collection", g.row),
        "products": _members,
        "productsCount": _count,
        "ruleSet": lambda _: None,
        "seo": lambda g: {"description": None, "title": _title(g)},
        "sortOrder": lambda _: "BEST_SELLING",
        "sources": lambda _: [],
        "templateSuffix": lambda _: None,
        "title": _title,
        "updatedAt": lambda g: stamp(g.updated),
    },
)


def collection(view: View, row: int) -> Node[Group]:
    """Make the object of a collection."""
    return Node(COLLECTION, Group(view, row))
