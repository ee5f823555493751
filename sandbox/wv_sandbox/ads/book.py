"""An advertiser's figures with one vendor, at any instant and in any grain."""

from __future__ import annotations

from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from wv_sandbox.ads import counting
from wv_sandbox.ads import measures as counted
from wv_sandbox.ads.counting import EPOCH, Facts, Instant, Question
from wv_sandbox.ads.delivery import Delivery
from wv_sandbox.ads.dimensions import dimensions
from wv_sandbox.ads.impressions import shown
from wv_sandbox.ads.touches import find_touches
from wv_sandbox.shopify.shop.demand import FIRST_DAY
from wv_sandbox.shopify.shop.money import shop_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from wv_sandbox.ads.impressions import Shown
    from wv_sandbox.ads.plan import Ad, Campaign, Group
    from wv_sandbox.ads.touches import Touches
    from wv_sandbox.arrays import Ints
    from wv_sandbox.climate import Climate
    from wv_sandbox.shopify.shop.shop import Shop

_CHUNK_DAYS: Final = 16
_KEPT_CHUNKS: Final = 8


class AdBook:
    """All figures of one vendor's account; safe to use from any thread.

    Args:
        vendor: `google` or `meta`.
        climate: Whose weather moves spend; its seed is the account's.
        shop: Whose orders the ads lead to; account and shop have one time zone and
            one currency.

    Attributes:
        vendor: As given.
        shop: As given.
        cities: Where ads are shown.
        zone: Of the account.
        currency: Of the account.
    """

    def __init__(self, vendor: str, climate: Climate, shop: Shop) -> None:
        self._delivery = Delivery(vendor, shop.label, climate)
        self._dimensions = dimensions(vendor, self._delivery)
        self._lock = RLock()
        self._chunk = lru_cache(_KEPT_CHUNKS)(self._draw_chunk)
        self._touches: tuple[object, Touches] | None = None
        self._cents: dict[int, int] = {}
        self.vendor = vendor
        self.shop = shop
        self.cities = self._delivery.cities
        self.zone = shop.zone
        self.currency = shop.kind.currency

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """All campaigns, whatever their state."""
        return self._delivery.plan.campaigns

    @property
    def groups(self) -> tuple[Group, ...]:
        """Ad groups and ad sets; those of Performance Max are asset groups."""
        return self._delivery.plan.groups

    @property
    def ads(self) -> tuple[Ad, ...]:
        """The ads; of Performance Max one for each asset group, which nobody sees."""
        return self._delivery.plan.ads

    def budget_cents(self, campaign: Campaign, day: date) -> int:
        """Give a campaign's daily budget on a day [minor units]; it changes weekly."""
        days = np.array([(day - EPOCH).days], dtype=np.int64)
        return int(self._delivery.budget_cents(campaign, days)[0])

    def values(self, dimension: str) -> tuple[Any, ...]:
        """Give all values that a dimension may have; none for `day`.

        Raises:
            KeyError: There is no such dimension.
        """
        given = {"day": (), "ad": self.ads, "city": self.cities}
        if dimension in given:
            return given[dimension]
        return self._dimensions[dimension].values

    def today(self, now: datetime) -> date:
        """Tell the account's date at an instant."""
        return now.astimezone(self.zone).date()

    def facts(
        self,
        first_day: date,
        last_day: date,
        now: datetime,
        by: Sequence[str] = (),
        measures: Sequence[str] = counted.MEASURES,
    ) -> Facts:
        """Count what is reported of some days at an instant.

        Args:
            first_day: In the account's time zone.
            last_day: Included.
            now: The instant: later hours and orders are not there yet, invalid clicks
                of late are.
            by: Dimensions: `day`, `campaign`, `group`, `ad`, `kind`, `city`, `country`,
                `zone`, `hour`, `age`, `gender`; of Google `device`, `network`,
                `keyword`, `term`, `placement`, `product`, `slot`, `presence`,
                `precision` (how well the place is known) and `distance` (from a store,
                at most so many km); of Meta `platform`, `position`,
                `impression_device` and `device`.
            measures: Of `measures.ALL`.

        Returns:
            The groups in which there is anything at all, also if what is measured of
            it is nothing, ordered as the dimensions are given and their values lie.

        Raises:
            KeyError: A dimension or a measure is not known.
        """
        if strange := set(measures).difference(counted.ALL):
            raise KeyError(min(strange))
        instant = self._instant(now)
        with self._lock:
            self.shop.at(now)
            question = Question(
                first=max((first_day - EPOCH).days, FIRST_DAY),
                last=min((last_day - EPOCH).days, instant.day),
                by=tuple(by),
                measures=tuple(measures),
                instant=instant,
            )
            return counting.count(self, question)

    def clicks(
        self, day: date, now: datetime, by: Sequence[str]
    ) -> list[tuple[int, tuple[Any, ...]]]:
        """List the single clicks that are reported of a day at an instant.

        Args:
            day: In the account's time zone.
            now: The instant.
            by: Dimensions to tell of each.

        Returns:
            A number that names the click for ever, and its values, by ad and city.
        """
        number = (day - EPOCH).days
        with self._lock:
            instant = self._instant(now)
            if not FIRST_DAY <= number <= instant.day:
                return []
            shown = next(self.chunks(number, number))
            kept = instant.shows(shown) & shown.clicked & (shown.all.day == number)
            columns = [
                [
                    self.values(name)[code]
                    for code in shown.all.codes(name)[kept].tolist()
                ]
                for name in by
            ]
            return list(
                zip(
                    shown.all.ids()[kept].tolist(),
                    zip(*columns, strict=True),
                    strict=True,
                )
            )

    def _instant(self, now: datetime) -> Instant:
        local = now.astimezone(self.zone)
        return Instant(now.timestamp(), (local.date() - EPOCH).days, local.hour)

    def touches(self) -> Touches:
        """Give what led to all orders that are drawn, also those still to come."""
        table = self.shop.table
        if self._touches is None or self._touches[0] is not table:
            found = find_touches(self._delivery, self._dimensions, self.shop)
            self._touches = table, found
        return self._touches[1]

    def order_cents(self, orders: Ints) -> Ints:
        """Tell what orders were worth when they were placed [minor units]."""
        known = self._cents
        for row in orders.tolist():
            if row not in known:
                placed = self.shop.story(row).happenings[0]
                known[row] = shop_cents(placed.total)
        return np.array([known[row] for row in orders.tolist()], dtype=np.int64)

    def chunks(self, first: int, last: int) -> Iterator[Shown]:
        """Give the impressions of blocks of days that hold some days."""
        start, end = (
            (day - FIRST_DAY) // _CHUNK_DAYS for day in (first, last + _CHUNK_DAYS)
        )
        return (self._chunk(number) for number in range(start, end))

    def _draw_chunk(self, number: int) -> Shown:
        first = FIRST_DAY + number * _CHUNK_DAYS
        cells = self._delivery.cells(first, _CHUNK_DAYS)
        return shown(self._delivery.names, self._dimensions, first, cells)
