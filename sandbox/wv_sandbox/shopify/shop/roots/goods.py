"""Roots about what is sold, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from wv_sandbox.shopify.shop import stock
from wv_sandbox.shopify.shop.index import Root, flags, gids, instants, of_rows, words
from wv_sandbox.shopify.shop.nodes import collections, inventory, places, products

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_sandbox.shopify.shop.catalogue import Product
    from wv_sandbox.shopify.shop.view import View


def product_root(view: View, _: Mapping[str, Any]) -> Root:
    """All products that there are."""
    known = view.shop.catalogue.products
    there = [product.number for product in known if product.exists(view.now)]
    return Root(
        kind="Product",
        rows=np.array(there, dtype=np.int64),
        columns={
            "id": gids("Product"),
            "created_at": instants(of_rows(lambda row: known[row].created)),
            "published_at": instants(of_rows(lambda row: known[row].created)),
            "updated_at": instants(of_rows(lambda row: known[row].updated(view.now))),
            "status": words(lambda row: str(products.product(view, row)["status"])),
            "title": words(lambda row: known[row].title),
            "vendor": words(lambda row: known[row].vendor),
            "product_type": words(lambda row: known[row].sort),
            "gift_card": flags(of_rows(lambda row: known[row].is_gift_card)),
        },
        node=lambda row: products.product(view, row),
    )


def variant_root(view: View, _: Mapping[str, Any]) -> Root:
    """All variants of the products that there are."""
    catalogue = view.shop.catalogue

    def product(row: int) -> Product:
        return catalogue.products[catalogue.variants[row].product]

    there = [v.number for v in catalogue.variants if product(v.number).exists(view.now)]
    return Root(
        kind="ProductVariant",
        rows=np.array(there, dtype=np.int64),
        columns={
            "id": gids("ProductVariant"),
            "updated_at": instants(of_rows(lambda row: product(row).updated(view.now))),
            "sku": words(lambda row: catalogue.variants[row].sku),
            "title": words(lambda row: catalogue.variants[row].title),
        },
        node=lambda row: products.product_variant(view, row),
    )


def inventory_item_root(view: View, _: Mapping[str, Any]) -> Root:
    """The stock keeping of all variants; that of things only."""
    variants = view.shop.catalogue.variants
    return Root(
        kind="InventoryItem",
        rows=view.root("productVariants").rows,
        columns={
            "id": gids("InventoryItem"),
            "created_at": instants(of_rows(lambda row: stock.touched(view, row))),
            "updated_at": instants(of_rows(lambda row: stock.touched(view, row))),
            "sku": words(lambda row: variants[row].sku),
        },
        node=lambda row: inventory.inventory_item(view, row),
    )


def collection_root(view: View, _: Mapping[str, Any]) -> Root:
    """All collections."""
    count = len(collections.TITLES) if view.now >= collections.CREATED else 0
    return Root(
        kind="Collection",
        rows=np.arange(count),
        columns={
            "id": gids("Collection"),
            "updated_at": instants(
                of_rows(lambda row: collections.Group(view, row).updated)
            ),
            "title": words(collections.TITLES.__getitem__),
        },
        node=lambda row: collections.collection(view, row),
    )


def location_root(view: View, arguments: Mapping[str, Any]) -> Root:
    """The shop's places; closed ones and services are left out unless asked for.

    Args:
        view: The shop at an instant.
        arguments: `includeInactive`, `includeLegacy`.
    """
    rows = list(range(stock.LOCATIONS)) if view.now >= places.CREATED else []
    if not arguments.get("includeInactive"):
        rows = [row for row in rows if not places.Place(view, row).closed]
    if not arguments.get("includeLegacy"):
        rows = [row for row in rows if row != stock.SERVICE]
    return Root(
        kind="Location",
        rows=np.array(rows, dtype=np.int64),
        columns={
            "id": gids("Location"),
            "created_at": instants(of_rows(lambda _: places.CREATED)),
            "name": words(lambda row: str(places.location(view, row)["name"])),
            "active": flags(of_rows(lambda row: not places.Place(view, row).closed)),
        },
        node=lambda row: places.location(view, row),
    )


ROOTS: Final = {
    "products": product_root,
    "productVariants": variant_root,
    "inventoryItems": inventory_item_root,
    "collections": collection_root,
    "locations": location_root,
}
