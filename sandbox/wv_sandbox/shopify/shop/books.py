"""The shop's own books: what it sold each day, in its currency and time zone.

They are kept from what happened (`events`), by the definitions of sales reports: goods
sold are gross sales less discounts, goods taken back are returns on the day they came
back. They never read the ledger that the API serves, so they can check it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from wv_sandbox.shopify.shop.money import shop_cents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.events import Entry
    from wv_sandbox.shopify.shop.view import View

_SELLING_SLOTS = ("edited", "refunded", "refunded_again", "cancelled")


@dataclass
class Day:
    """One day's totals [minor units of the shop's currency].

    Attributes:
        gross: Goods sold, before taxes and discounts.
        discounts: On these, before taxes.
        returns: Value of goods that came back, and of money given back without goods.
        shipping: Charged less refunded, without taxes.
        taxes: On all but gift cards and tips.
        duties: Charged less refunded.
        additional_fees: Charged less refunded.
        return_fees: Kept for taking goods back.
        gift_cards: Sold less returned; a debt, no sales.
        tips: Received less returned; no sales.
    """

    gross: int = 0
    discounts: int = 0
    returns: int = 0
    shipping: int = 0
    taxes: int = 0
    duties: int = 0
    additional_fees: int = 0
    return_fees: int = 0
    gift_cards: int = 0
    tips: int = 0

    @property
    def net(self) -> int:
        """Net sales."""
        return self.gross - self.discounts - self.returns

    @property
    def total(self) -> int:
        """Total sales."""
        fees = self.additional_fees + self.return_fees
        return self.net + self.shipping + self.taxes + self.duties + fees

    def add(self, entry: Entry) -> None:
        """Book what was sold or taken back."""
        gross = shop_cents(entry.money.gross)
        discount = shop_cents(entry.money.discount)
        match entry.what:
            case "PRODUCT" if entry.quantity > 0:
                self.gross += gross
                self.discounts += discount
            case "PRODUCT" | "ADJUSTMENT":
                self.returns -= gross - discount
            case "SHIPPING":
                self.shipping += gross - discount
            case "DUTY":
                self.duties += gross
            case "ADDITIONAL_FEE":
                self.additional_fees += gross
            case "FEE":
                self.return_fees += gross
            case "GIFT_CARD":
                self.gift_cards += gross
            case _:
                self.tips += gross
        self.taxes += shop_cents(entry.money.tax)

    def is_empty(self) -> bool:
        """Tell whether nothing happened, or what did cancels out."""
        return not any(getattr(self, field.name) for field in fields(self))


Books: TypeAlias = dict[date, Day]
"""Days that have something to tell, in order."""


def _moments(view: View) -> Iterator[Ints]:
    """Give when anything sells or takes back, a column at a time; -1 where not."""
    table = view.shop.table
    created = table.created[: view.count]
    yield created
    for slot in _SELLING_SLOTS:
        yield np.where(
            view.happened(slot), created + table.after[slot][: view.count], -1
        )


def keep_books(view: View, first: date, last: date) -> Books:
    """Book all that happened from the first day to the last, both included.

    Test orders and orders that are deleted by now are not counted.

    Args:
        view: The shop at an instant.
        first: First day, in the shop's time zone.
        last: Last day.
    """
    zone = view.shop.zone
    start = _midnight(first, view)
    end = _midnight(last + timedelta(days=1), view)
    counted = np.zeros(view.count, dtype=bool)
    for moments in _moments(view):
        counted |= (moments >= start) & (moments < end)
    counted &= ~view.shop.table.test[: view.count] & ~view.happened("deleted")
    books: Books = {}
    for row in np.flatnonzero(counted).tolist():
        for step in view.shop.story(row).happenings:
            if start <= step.at < end and step.at <= view.now:
                day = datetime.fromtimestamp(step.at, UTC).astimezone(zone).date()
                for entry in step.entries:
                    books.setdefault(day, Day()).add(entry)
    return {day: books[day] for day in sorted(books) if not books[day].is_empty()}


def _midnight(day: date, view: View) -> float:
    return datetime.combine(day, time(), view.shop.zone).timestamp()
