"""Gift cards that were sold: `GiftCard`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.money import amount
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.lines import LINE_ITEM, Line
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.view import View

_SPENT_AFTER: Final = 25 * DAY_SECONDS
_SPENT_EVERY: Final = 3


class Card(NamedTuple):
    """A gift card at the instant of a view.

    Attributes:
        view: The shop at an instant.
        row: Number of the order it was sold with.
    """

    view: View
    row: int

    @property
    def line(self) -> Line:
        """The line it was sold on."""
        order = self.view.order(self.row)
        index = next(i for i, line in order.goods if line.what == "GIFT_CARD")
        return Line(order, index)

    @property
    def cents(self) -> int:
        """What it was worth [minor units of the shop]."""
        variant = self.line.goods.variant
        return variant.cents if variant else 0

    @property
    def spent(self) -> int:
        """When half of it was spent [s since 1970]; 0 if it was not yet."""
        at = int(self.view.shop.table.created[self.row]) + _SPENT_AFTER
        goes = self.row % _SPENT_EVERY == 0 and not self.cancelled
        return at if goes and at <= self.view.now else 0

    @property
    def cancelled(self) -> int:
        """When its order was cancelled [s since 1970]; 0 if it was not."""
        return self.view.order(self.row).when("cancelled")

    @property
    def balance(self) -> int:
        """What is left [minor units of the shop]."""
        if self.cancelled:
            return 0
        return self.cents // 2 if self.spent else self.cents

    def write(self, cents: int) -> dict[str, Any]:
        """Write an amount."""
        return amount(cents, self.view.shop.kind.currency)


def sold(view: View) -> Ints:
    """Give the numbers of the orders that a card was sold with, deleted ones aside."""
    rows = view.orders
    return np.asarray(rows[view.shop.table.gift_card[rows]])


def changed(view: View, rows: Ints) -> Ints:
    """Tell when cards last changed [s since 1970]."""
    shop = view.shop
    created = shop.table.created[rows]
    after = shop.table.after["cancelled"][rows]
    cancelled = np.where(after > 0, created + after, 0)
    cancelled = np.where(cancelled <= view.now, cancelled, 0)
    spent = np.where(rows % _SPENT_EVERY == 0, created + _SPENT_AFTER, 0)
    spent = np.where((spent <= view.now) & (cancelled == 0), spent, 0)
    return np.asarray(np.maximum(np.maximum(created, cancelled), spent))


def _customer(card: Card) -> object:
    return card.view.node("Order", card.row)["customer"]


GIFT_CARD: Final = named(
    "GiftCard",
    {
        "id": lambda c: gid("GiftCard", c.row),
        "balance": lambda c: c.write(c.balance),
        "createdAt": lambda c: stamp(c.view.order(c.row).created),
        "crossCurrencyRedemptionStrategy": lambda _: "NONE",
        "customer": _customer,
        "deactivatedAt": lambda c: stamp_or_none(c.cancelled),
        "enabled": lambda c: not c.cancelled,
        "expiresOn": lambda _: None,
        "initialValue": lambda c: c.write(c.cents),
        "isRedeemable": lambda c: not c.cancelled,
        "lastCharacters": lambda c: f"{c.row % 65_536:04x}",
        "lineItem": lambda c: Node(LINE_ITEM, c.line),
        "maskedCode": lambda c: f"•••• •••• •••• {c.row % 65_536:04x}",
        "note": lambda c: "For a friend" if c.row % 5 == 0 else None,
        "order": lambda c: c.view.order_node(c.row),
        "recipientAttributes": lambda _: None,
        "templateSuffix": lambda _: None,
        "transactions": lambda _: [],
        "updatedAt": lambda c: stamp(int(changed(c.view, np.array([c.row]))[0])),
    },
)


def gift_card(view: View, row: int) -> Node[Card]:
    """Make the object of a gift card."""
    return Node(GIFT_CARD, Card(view, row))
