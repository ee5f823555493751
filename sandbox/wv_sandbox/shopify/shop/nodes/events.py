"""What the shop's log tells, deletions above all: `BasicEvent`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.view import View

_KINDS: Final = (
    ("Order", "destroy"),
    ("Customer", "destroy"),
    ("Product", "destroy"),
    ("Product", "create"),
)
_FORGOTTEN_EVERY: Final = 4
"""The log misses every fourth deleted order: events alone do not find all deletes."""


class Logged(NamedTuple):
    """One entry of the log.

    Attributes:
        view: The shop at an instant.
        row: Row of what it is about, times the number of kinds, plus the kind.
    """

    view: View
    row: int

    @property
    def subject(self) -> str:
        """GraphQL type of what it is about."""
        return _KINDS[self.row % len(_KINDS)][0]

    @property
    def action(self) -> str:
        """What was done."""
        return _KINDS[self.row % len(_KINDS)][1]

    @property
    def subject_row(self) -> int:
        """Row of what it is about."""
        return self.row // len(_KINDS)

    @property
    def at(self) -> int:
        """When [s since 1970]."""
        shop, row = self.view.shop, self.subject_row
        match self.subject:
            case "Order":
                return shop.table.when("deleted", row)
            case "Customer":
                return int(self.view.customers.deleted[row])
            case _:
                product = shop.catalogue.products[row]
                return product.deleted if self.action == "destroy" else product.created


def logged(view: View) -> Ints:
    """Give the rows of all entries so far."""
    orders = np.flatnonzero(view.happened("deleted"))
    orders = orders[np.arange(orders.size) % _FORGOTTEN_EVERY != _FORGOTTEN_EVERY - 1]
    customers = np.flatnonzero(view.customers.deleted)
    known = view.shop.catalogue.products
    gone = [p.number for p in known if 0 < p.deleted <= view.now]
    added = [p.number for p in known if p.created <= view.now]
    parts = (orders, customers, np.array(gone, int), np.array(added, int))
    rows = [part * len(_KINDS) + kind for kind, part in enumerate(parts)]
    return np.sort(np.concatenate(rows))


BASIC_EVENT: Final = named(
    "BasicEvent",
    {
        "id": lambda e: gid("BasicEvent", e.row),
        "action": lambda e: e.action,
        "additionalContent": lambda _: None,
        "additionalData": lambda _: None,
        "appTitle": lambda _: None,
        "arguments": lambda _: None,
        "attributeToApp": lambda _: False,
        "attributeToUser": lambda _: True,
        "author": lambda _: "Wanda Vane",
        "createdAt": lambda e: stamp(e.at),
        "criticalAlert": lambda _: False,
        "hasAdditionalContent": lambda _: False,
        "message": lambda e: f"Wanda Vane: {e.action} {e.subject.lower()}",
        "secondaryMessage": lambda _: None,
        "subject": lambda _: None,
        "subjectId": lambda e: gid(e.subject, e.subject_row),
        "subjectType": lambda e: e.subject.upper(),
    },
)


def basic_event(view: View, row: int) -> Node[Logged]:
    """Make the object of an entry."""
    return Node(BASIC_EVENT, Logged(view, row))
