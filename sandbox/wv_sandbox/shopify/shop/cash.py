"""All money that moved, in columns: what payouts and payments are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import CHILDREN
from wv_sandbox.shopify.shop.money import shop_cents
from wv_sandbox.shopify.shop.nodes.payments import fee_cents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.events import Payment, Story
    from wv_sandbox.shopify.shop.shop import Shop

_COLUMNS = 5
_PIECE = 20_000
_MOVES = {"SALE": 1, "CAPTURE": 1, "REFUND": -1}


@dataclass(frozen=True)
class Cash:
    """Every movement of money of a shop, through all time; one entry a transaction.

    Attributes:
        rows: Row of the transaction (order times `CHILDREN` plus position), ascending.
        at: When [s since 1970].
        cents: What moved [minor units of the shop]; negative for refunds.
        fees: What the payment service keeps [minor units of the shop].
        carded: Whether it went through the payment service.
    """

    rows: Ints
    at: Ints
    cents: Ints
    fees: Ints
    carded: Ints

    @cached_property
    def days(self) -> Ints:
        """Number of the day since the shop opened, by UTC."""
        return np.asarray((self.at - OPENED) // DAY_SECONDS)

    @cached_property
    def by_day(self) -> dict[int, tuple[int, int, int]]:
        """Charges, refunds (negative) and fees that went through the service.

        Days on which nothing did are not there.
        """
        own = self.carded == 1
        days, cents, fees = self.days[own], self.cents[own], self.fees[own]
        known, place = np.unique(days, return_inverse=True)
        sums = np.zeros((known.size, 3), dtype=np.int64)
        np.add.at(sums[:, 0], place, np.maximum(cents, 0))
        np.add.at(sums[:, 1], place, np.minimum(cents, 0))
        np.add.at(sums[:, 2], place, fees)
        rows = (tuple(row) for row in sums.tolist())
        return dict(zip(known.tolist(), rows, strict=True))


def _moved(payment: Payment) -> bool:
    return (
        payment.kind in _MOVES
        and payment.status == "SUCCESS"
        and payment.gateway != "gift_card"
    )


def _movements(story: Story) -> Iterator[tuple[int, int, int, int, int]]:
    for position, paid in enumerate(story.payments):
        if _moved(paid):
            yield (
                story.row * CHILDREN + position,
                paid.at,
                _MOVES[paid.kind] * shop_cents(paid.amount),
                fee_cents(paid),
                int(paid.gateway == "shopify_payments"),
            )


def count_cash(shop: Shop) -> Cash:
    """Tell all stories once, and keep what moved."""
    table = np.concatenate(list(_pieces(shop)))
    return Cash(*(table[:, column].copy() for column in range(_COLUMNS)))


def _pieces(shop: Shop) -> Iterator[Ints]:
    """Count some ten thousand orders at a time: lists take six times the memory."""
    count = shop.table.created.size
    for first in range(0, count, _PIECE):
        rows = range(first, min(first + _PIECE, count))
        moved = [entry for row in rows for entry in _movements(shop.story(row))]
        yield np.array(moved, dtype=np.int64).reshape(-1, _COLUMNS)
