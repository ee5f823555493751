"""Customers as they are at one instant."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.people import Person
    from wv_sandbox.shopify.shop.view import View


class Customers:
    """All customers of a view, in columns.

    Args:
        view: The shop at an instant.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        table = view.shop.table
        self.count = int(np.searchsorted(table.first_of, view.count))

    @cached_property
    def created(self) -> Ints:
        """When each customer came [s since 1970]."""
        table = self._view.shop.table
        return np.asarray(table.created[table.first_of[: self.count]])

    @cached_property
    def updated(self) -> Ints:
        """When each customer, or one of their orders, last changed [s since 1970]."""
        view = self._view
        last = self.created.copy()
        np.maximum.at(last, view.shop.table.customer[: view.count], view.updated)
        return last

    @cached_property
    def deleted(self) -> Ints:
        """When each customer was removed [s since 1970]; 0 if not yet."""
        after = self._view.shop.table.customer_gone[: self.count]
        at = self.created + after
        return np.where((after > 0) & (at <= self._view.now), at, 0)

    @cached_property
    def rows(self) -> Ints:
        """Numbers of the customers that there are."""
        return np.flatnonzero(self.deleted == 0)


class Customer:
    """One customer at the instant of a view.

    Args:
        view: The shop at an instant.
        row: Number of the customer.
    """

    def __init__(self, view: View, row: int) -> None:
        self.view = view
        self.row = row

    @cached_property
    def person(self) -> Person:
        """Who it is."""
        return self.view.shop.person(self.row)

    @cached_property
    def created(self) -> int:
        """When they came [s since 1970]."""
        return int(self.view.customers.created[self.row])

    @cached_property
    def updated(self) -> int:
        """When they last changed [s since 1970]."""
        return int(self.view.customers.updated[self.row])

    @cached_property
    def orders(self) -> list[Order]:
        """Their orders, in the order of time."""
        view = self.view
        rows: list[int] = view.shop.orders_of(self.row).tolist()
        placed = [view.order(row) for row in rows if row < view.count]
        return [order for order in placed if not order.when("deleted")]
