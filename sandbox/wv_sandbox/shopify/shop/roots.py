"""All that can be asked for by name: root fields, single objects, types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from wv_sandbox.shopify.shop.index import (
    AnyNode,
    Column,
    Root,
    flags,
    gids,
    instants,
    words,
)
from wv_sandbox.shopify.shop.nodes import lines, orders, status, ways

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

MakeRoot: TypeAlias = "Callable[[View, Mapping[str, Any]], Root]"
MakeNode: TypeAlias = "Callable[[View, int], AnyNode]"


def _orders(view: View, _: Mapping[str, Any]) -> Root:
    table = view.shop.table
    return Root(
        kind="Order",
        rows=view.orders,
        columns={
            "id": gids("Order"),
            "created_at": instants(lambda rows: table.created[rows]),
            "processed_at": instants(lambda rows: table.created[rows]),
            "updated_at": instants(lambda rows: view.updated[rows]),
            "test": flags(lambda rows: table.test[rows]),
            "customer_id": Column(
                lambda rows: table.customer[rows], gids("Customer").parse
            ),
            "financial_status": words(lambda row: status.financial(view.order(row))),
            "fulfillment_status": words(lambda row: status.fulfilment(view.order(row))),
            "name": words(orders.name),
        },
        node=lambda row: orders.order(view, row),
    )


ROOTS: Final[dict[str, MakeRoot]] = {"orders": _orders}
SINGLES: Final[dict[str, str]] = {}
NODES: Final[dict[str, MakeNode]] = {
    "Order": orders.order,
    "LineItem": lines.line_item,
    "ShippingLine": ways.shipping_line,
}
CHILDREN: Final[dict[str, Callable[[Order], list[AnyNode]]]] = {}


def exists(view: View, kind: str, row: int) -> bool:
    """Tell whether an object exists at the view's instant."""
    if kind == "Order":
        return 0 <= row < view.count and bool(np.isin(row, view.orders))
    return True
