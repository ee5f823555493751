"""A shop as it is at one instant."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wv_sandbox.shopify.shop import ids, roots
from wv_sandbox.shopify.shop.books import Books, keep_books
from wv_sandbox.shopify.shop.customers import Customers
from wv_sandbox.shopify.shop.order import Order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.index import AnyNode, Root
    from wv_sandbox.shopify.shop.shop import Shop

_KEPT_ORDERS = 2048
_CHOOSING = ("includeClosed", "includeInactive", "includeLegacy", "type", "ownerType")
"""Arguments of roots that choose rows, `query` aside."""
_NONE: Mapping[str, Any] = {}


class View:
    """A shop at an instant; what happens later is not there yet.

    Args:
        shop: The shop.
        now: The instant [s since 1970].
    """

    shop: Shop
    now: int

    def __init__(self, shop: Shop, now: int) -> None:
        self.shop = shop
        self.now = now
        self.count = int(np.searchsorted(shop.table.created, now, side="right"))
        self._orders: dict[int, Order] = {}
        self._roots: dict[tuple[object, ...], Root] = {}

    @cached_property
    def updated(self) -> Ints:
        """When each order last changed [s since 1970], also those deleted."""
        return self.shop.changes.updated(self.now)[: self.count]

    def happened(self, slot: str) -> NDArray[np.bool_]:
        """Tell of each order so far whether something has happened to it."""
        table = self.shop.table
        after = table.after[slot][: self.count]
        return (after > 0) & (table.created[: self.count] + after <= self.now)

    @cached_property
    def customers(self) -> Customers:
        """All customers so far."""
        return Customers(self)

    @cached_property
    def orders(self) -> Ints:
        """Numbers of the orders that there are: placed, and not deleted."""
        return np.flatnonzero(~self.happened("deleted"))

    def order(self, row: int) -> Order:
        """Give an order; the last few thousand are kept."""
        order = self._orders.get(row)
        if order is None:
            if len(self._orders) >= _KEPT_ORDERS:
                self._orders.clear()
            order = self._orders[row] = Order(self, row)
        return order

    def root(self, name: str, arguments: Mapping[str, Any] = _NONE) -> Root:
        """Give a connection of the query root.

        Args:
            name: As `orders`; below the payments account as
                `shopifyPaymentsAccount.payouts`.
            arguments: Those that choose rows beside `query`, as `includeClosed`.

        Raises:
            KeyError: There is no such root.
        """
        chosen = [(key, arguments[key]) for key in _CHOOSING if key in arguments]
        key = (name, *chosen)
        if key not in self._roots:
            self._roots[key] = roots.ROOTS[name](self, arguments)
        return self._roots[key]

    def single(self, name: str) -> AnyNode:
        """Give an object of the query root that is no connection, as `shop`.

        Raises:
            KeyError: There is no such root.
        """
        return self.node(roots.SINGLES[name], 0)

    def node(self, kind: str, row: int) -> AnyNode:
        """Give an object by type and row, whether or not it exists now.

        Raises:
            KeyError: There is no such type.
        """
        return roots.NODES[kind](self, row)

    def find(self, gid: str) -> AnyNode | None:
        """Give the object of a global id (`node(id:)`), if it exists now."""
        found = ids.parse(gid)
        if found is None or found[0] not in roots.NODES:
            return None
        kind, row = found
        return self.node(kind, row) if roots.exists(self, kind, row) else None

    def order_node(self, row: int) -> AnyNode | None:
        """Give the object of an order, or nothing if it was deleted."""
        deleted = self.shop.table.when("deleted", row)
        return None if 0 < deleted <= self.now else self.node("Order", row)

    def children(self, kind: str, order: Order) -> Sequence[AnyNode]:
        """Give the objects of a type below an order."""
        return roots.CHILDREN_OF_ORDERS[kind](order)

    def books(self, first: date, last: date) -> Books:
        """Give the shop's own books, day by day in its time zone.

        Args:
            first: First day.
            last: Last day, included.
        """
        return keep_books(self, first, last)
