"""All that can be asked for by name: root fields, single objects, types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.nodes import (
    assignments,
    collections,
    customers,
    inventory,
    ledger,
    lines,
    metafields,
    orders,
    parcels,
    payments,
    places,
    products,
    refunds,
    returns,
    shop,
    ways,
)
from wv_sandbox.shopify.shop.roots import goods, sales

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wv_sandbox.shopify.shop.index import AnyNode, Root
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

    MakeRoot: TypeAlias = Callable[[View, Mapping[str, Any]], Root]
    MakeNode: TypeAlias = Callable[[View, int], AnyNode]
    MakeChildren: TypeAlias = Callable[[Order], Sequence[AnyNode]]

ROOTS: Final[dict[str, MakeRoot]] = {**sales.ROOTS, **goods.ROOTS}
"""Connections of the query root."""
SINGLES: Final = {"shop": "Shop"}
"""Objects of the query root, with their types."""
NODES: Final[dict[str, MakeNode]] = {
    "Collection": collections.collection,
    "Customer": customers.customer,
    "Fulfillment": parcels.fulfillment,
    "FulfillmentOrder": assignments.fulfillment_order,
    "InventoryItem": inventory.inventory_item,
    "InventoryLevel": inventory.inventory_level,
    "LineItem": lines.line_item,
    "Location": places.location,
    "Metafield": metafields.metafield,
    "MetafieldDefinition": metafields.metafield_definition,
    "Order": orders.order,
    "OrderTransaction": payments.order_transaction,
    "Product": products.product,
    "ProductVariant": products.product_variant,
    "Refund": refunds.refund,
    "Return": returns.return_,
    "SalesAgreement": ledger.agreement,
    "ShippingLine": ways.shipping_line,
    "Shop": shop.shop,
}
"""Types whose objects can be made from their row."""
CHILDREN_OF_ORDERS: Final[dict[str, MakeChildren]] = {
    "Fulfillment": parcels.fulfillments,
    "FulfillmentOrder": assignments.fulfillment_orders,
    "LineItem": lines.line_items,
    "OrderTransaction": payments.order_transactions,
    "Refund": refunds.refunds,
    "Return": returns.returns,
    "SalesAgreement": ledger.agreements,
    "ShippingLine": ways.shipping_lines,
    "OrderDisputeSummary": lambda _: [],
}
"""Types whose objects lie below orders."""
_ONE_AN_ORDER: Final = frozenset({"FulfillmentOrder", "Return", "ShippingLine"})
_ROOT_OF: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "Collection": ("collections", {}),
    "Customer": ("customers", {}),
    "InventoryItem": ("inventoryItems", {}),
    "Location": ("locations", {"includeInactive": True, "includeLegacy": True}),
    "Order": ("orders", {}),
    "Product": ("products", {}),
    "ProductVariant": ("productVariants", {}),
}


def exists(view: View, kind: str, row: int) -> bool:
    """Tell whether an object that `node(id:)` may ask for exists at the instant."""
    if kind in CHILDREN_OF_ORDERS:
        order = row if kind in _ONE_AN_ORDER else row // CHILDREN
        if not exists(view, "Order", order):
            return False
        own = gid(kind, row)
        children = CHILDREN_OF_ORDERS[kind](view.order(order))
        return any(child["id"] == own for child in children)
    if kind not in _ROOT_OF:
        return False
    rows = view.root(*_ROOT_OF[kind]).rows
    place = int(np.searchsorted(rows, row))
    return place < rows.size and int(rows[place]) == row
