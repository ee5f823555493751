"""A seeded shop: all about it follows from its label, the seed and the weather."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np

from wv_sandbox.shopify.shop.cash import Cash, count_cash
from wv_sandbox.shopify.shop.catalogue import OPENED, Catalogue
from wv_sandbox.shopify.shop.changes import Changes
from wv_sandbox.shopify.shop.demand import BLOCK_DAYS, DAY_SECONDS, draw_demand
from wv_sandbox.shopify.shop.kinds import Kind, parse_label
from wv_sandbox.shopify.shop.people import Person, draw_person
from wv_sandbox.shopify.shop.story import Teller
from wv_sandbox.shopify.shop.table import HOUR, draw_table
from wv_sandbox.shopify.shop.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_sandbox.arrays import Ints
    from wv_sandbox.climate import Climate
    from wv_sandbox.shopify.shop.demand import Lift
    from wv_sandbox.shopify.shop.events import Story

_KEPT_STORIES: Final = 4096
_FIRST_DAYS: Final = 731
_AHEAD_SECONDS: Final = 3 * DAY_SECONDS
"""Drafts and checkouts are there before the orders that they turn into."""


class Shop:
    """A shop through all time; `at` gives it at an instant.

    Args:
        label: Its domain without `.myshopify.com`: `<kind>-<orders>`, or a name.
        climate: The weather that moves demand; its seed is the shop's.
        lifts: What moves demand besides.

    Raises:
        UnknownShopError: There is no shop of that label.
    """

    kind: Kind

    def __init__(
        self, label: str, climate: Climate, lifts: Sequence[Lift] = ()
    ) -> None:
        self.label = label
        self.kind, self.size = parse_label(label)
        self.seed = climate.seed
        self.zone = ZoneInfo(self.kind.zone)
        self._climate, self._lifts = climate, lifts
        self._lock = RLock()
        ships = self.kind.ships
        self.catalogue = Catalogue(self.key("goods"), self.size, ships=ships)
        self._views: dict[int, View] = {}
        self._people = self.key("people")
        self._grow(_FIRST_DAYS)

    def key(self, series: str) -> bytes:
        """Give the key of one of the shop's series."""
        text = f"{self.seed}\x1f{self.label}\x1f{series}"
        return hashlib.blake2b(text.encode(), digest_size=16).digest()

    def _grow(self, days: int) -> None:
        """Draw the orders of the first days, and all that depends on them."""
        self._days = -(-days // BLOCK_DAYS) * BLOCK_DAYS
        demand = draw_demand(
            self._climate, self.kind.cities, self.size, self._days, self._lifts
        )
        start = datetime.fromtimestamp(OPENED, UTC)
        offset = start.astimezone(self.zone).utcoffset()
        hours = round(offset.total_seconds() / HOUR) if offset else 0
        self.table = draw_table(self.kind, demand, -hours, self.seed, self.label)
        self.changes = Changes(self.table)
        self._stories: dict[int, Story] = {}
        self._sorted: tuple[Ints, Ints] | None = None
        self._cash: Cash | None = None
        self._views.clear()
        self._teller = Teller(
            self.kind, self.catalogue, self.table, self.key("stories")
        )

    def at(self, now: datetime) -> View:
        """Give the shop as it is at an instant."""
        second = int(now.timestamp())
        with self._lock:
            day = (second + _AHEAD_SECONDS - OPENED) // DAY_SECONDS + 1
            if day > self._days:
                self._grow(day)
            if second not in self._views:
                self._views.clear()
                self._views[second] = View(self, second)
            return self._views[second]

    def story(self, row: int) -> Story:
        """Tell an order's whole life; the last few thousand are kept."""
        story = self._stories.get(row)
        if story is None:
            if len(self._stories) >= _KEPT_STORIES:
                self._stories.clear()
            story = self._stories[row] = self._teller.tell(row)
        return story

    @property
    def cash(self) -> Cash:
        """All money that ever moves; counted when first asked for."""
        if self._cash is None:
            self._cash = count_cash(self)
        return self._cash

    def orders_of(self, customer: int) -> Ints:
        """Give the numbers of all orders of a customer, in the order of time."""
        customers, by_customer = self._by_customer()
        first, last = np.searchsorted(customers, [customer, customer + 1])
        return np.asarray(by_customer[first:last])

    def _by_customer(self) -> tuple[Ints, Ints]:
        if self._sorted is None:
            order: Ints = np.argsort(self.table.customer, kind="stable")
            self._sorted = self.table.customer[order].astype(np.int64), order
        return self._sorted

    def person(self, number: int) -> Person:
        """Draw a customer."""
        first = self.table.first_of[number]
        city = self.kind.cities[self.table.city[first]]
        return draw_person(self.kind, self._people, number, city)
