"""Roots about orders and those who placed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from wv_sandbox.shopify.shop.index import Column, Root, flags, gids, instants, words
from wv_sandbox.shopify.shop.nodes import assignments, customers, orders, status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.view import View


def order_root(view: View, _: Mapping[str, Any]) -> Root:
    """All orders that there are."""
    table = view.shop.table
    created = instants(lambda rows: table.created[rows])
    return Root(
        kind="Order",
        rows=view.orders,
        columns={
            "id": gids("Order"),
            "created_at": created,
            "processed_at": created,
            "updated_at": instants(lambda rows: view.updated[rows]),
            "test": flags(lambda rows: table.test[rows]),
            "customer_id": Column(
                lambda rows: table.customer[rows], gids("Customer").parse
            ),
            "financial_status": words(lambda row: status.financial(view.order(row))),
            "fulfillment_status": words(lambda row: status.fulfilment(view.order(row))),
            "return_status": words(lambda row: status.returned(view.order(row))),
            "name": words(orders.name),
        },
        node=lambda row: orders.order(view, row),
    )


def _assigned_updated(view: View, rows: Ints) -> Ints:
    """Tell when fulfilment orders last changed [s since 1970]."""
    table = view.shop.table
    created = table.created[rows]
    last = created.copy()
    for slot in assignments.CHANGES:
        after = table.after[slot][rows]
        at = np.where(after > 0, created + after, 0)
        last = np.maximum(last, np.where(at <= view.now, at, 0))
    return np.asarray(last)


def fulfillment_order_root(view: View, arguments: Mapping[str, Any]) -> Root:
    """All fulfilment orders: one an order; those done with are left out unless asked.

    Args:
        view: The shop at an instant.
        arguments: `includeClosed`.
    """
    rows = view.orders
    if not arguments.get("includeClosed"):
        sent, rest = view.happened("fulfilled"), view.happened("fulfilled_rest")
        two = view.shop.table.after["fulfilled_rest"][: view.count] > 0
        done = np.where(two, rest, sent) | view.happened("cancelled")
        rows = rows[~done[rows]]
    return Root(
        kind="FulfillmentOrder",
        rows=rows,
        columns={
            "id": gids("FulfillmentOrder"),
            "created_at": instants(lambda rows: view.shop.table.created[rows]),
            "updated_at": instants(lambda rows: _assigned_updated(view, rows)),
            "status": words(
                lambda row: str(assignments.fulfillment_order(view, row)["status"])
            ),
        },
        node=lambda row: assignments.fulfillment_order(view, row),
    )


def customer_root(view: View, _: Mapping[str, Any]) -> Root:
    """All customers that there are."""
    columns = view.customers
    return Root(
        kind="Customer",
        rows=columns.rows,
        columns={
            "id": gids("Customer"),
            "created_at": instants(lambda rows: columns.created[rows]),
            "customer_date": instants(lambda rows: columns.created[rows]),
            "updated_at": instants(lambda rows: columns.updated[rows]),
            "state": words(lambda row: str(customers.customer(view, row)["state"])),
        },
        node=lambda row: customers.customer(view, row),
    )


ROOTS: Final = {
    "orders": order_root,
    "fulfillmentOrders": fulfillment_order_root,
    "customers": customer_root,
}
