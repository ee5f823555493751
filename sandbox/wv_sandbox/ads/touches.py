"""Which clicks and views led to which orders of the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from wv_sandbox.ads.impressions import Impressions
from wv_sandbox.noise import make_key, uniform
from wv_sandbox.shopify.shop.demand import FIRST_DAY, THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wv_sandbox.ads.delivery import Cells, Delivery
    from wv_sandbox.ads.dimensions import Dimension
    from wv_sandbox.arrays import Floats, Ints
    from wv_sandbox.shopify.shop.shop import Shop

SHARES: Final = {"google": (0.0, 0.20), "meta": (0.20, 0.35)}
"""Between which draws an order belongs to a vendor: 20 % and 15 % of all."""
LAST_DAYS: Final = 20
"""A click can lead to an order so many days later, not more."""
_VIEWED: Final = {"google": 0.05, "meta": 0.15}
"""Share of a vendor's orders that an ad led to which was only seen."""
_SHARED: Final = {"google": 0.3, "meta": 0.0}
"""Share of a vendor's orders that two clicks share."""
_FITS: Final = 5
"""How much likelier an order is after an ad for goods of its kind."""
WHOLE: Final = 1000
"""Orders are counted in thousandths."""
_HOURS = 24


@dataclass(frozen=True)
class Touches:
    """What led to orders, one entry a touch in every array.

    Attributes:
        impressions: The impressions, clicked or only seen.
        order: Row of the order in the shop's table.
        created: When it was placed [s since 1970].
        order_day: Local day of the order.
        viewed: Whether the ad was only seen.
        weight: Share of the order [thousandths].
    """

    impressions: Impressions
    order: Ints
    created: Ints
    order_day: Ints
    viewed: NDArray[np.bool_]
    weight: Ints

    @property
    def lag_days(self) -> Ints:
        """How many days after the impression the order came."""
        return self.order_day - self.impressions.day


def find_touches(
    delivery: Delivery, dimensions: Mapping[str, Dimension], shop: Shop
) -> Touches:
    """Find what led to the orders of a shop, as far as they are drawn.

    Args:
        delivery: What a vendor delivered.
        dimensions: Of its impressions.
        shop: Whose orders; tests are no orders.
    """
    return _Finding(delivery, dimensions, shop).touches()


class _Finding:
    """Finds the touches of one vendor."""

    def __init__(
        self, delivery: Delivery, dimensions: Mapping[str, Dimension], shop: Shop
    ) -> None:
        self._names = delivery.names
        self._dimensions = dimensions
        table = shop.table
        low, high = SHARES[str(delivery.names[2])]
        rows = np.arange(table.created.size, dtype=np.int64)
        luck = uniform(make_key(*delivery.names[:2], "attribution"), rows)
        self._rows = np.flatnonzero((luck >= low) & (luck < high) & ~table.test)
        self._created = table.created[self._rows]
        self._city = table.city[self._rows].astype(np.int64)
        local = [
            datetime.fromtimestamp(second, UTC).astimezone(shop.zone)
            for second in self._created.tolist()
        ]
        self._day = np.array([at.toordinal() for at in local], dtype=np.int64)
        self._day -= _EPOCH
        self._hour = np.array([at.hour for at in local], dtype=np.int64)
        about = np.array([THEMES.index(ad.campaign.theme) for ad in delivery.plan.ads])
        fits = table.theme[self._rows][:, None] == about[None, :]
        self._fits = np.where(fits, _FITS, 1)
        last = int(self._day.max(initial=FIRST_DAY))
        self._cells = delivery.cells(FIRST_DAY, last - FIRST_DAY + 1)

    def touches(self) -> Touches:
        """Lay each order on one touch, or on two that share it."""
        vendor = str(self._names[2])
        viewed = self._luck("viewed") < _VIEWED[vendor]
        shared = (self._luck("shared") < _SHARED[vendor]) & ~viewed
        lag = np.floor((LAST_DAYS + 1) * self._luck("lag") ** 3).astype(np.int64)
        lag = np.where(viewed, np.minimum(lag, 1), lag)
        part = 200 + np.floor(600 * self._luck("part")).astype(np.int64)
        main = self._laid("first", lag, viewed, np.where(shared, part, WHOLE))
        again = np.floor((LAST_DAYS + 1) * self._luck("lag again") ** 2)
        rest = self._laid("again", again.astype(np.int64), viewed, WHOLE - part)
        # An order whose other click cannot be found is all of the one that can.
        both = shared & main.found & rest.found
        main.weight[~both] = WHOLE
        rest.weight[~both] = WHOLE
        rest.found[~shared | (main.found & ~both)] = False
        return self._joined(viewed, main, rest)

    def _joined(self, viewed: NDArray[np.bool_], *laid: _Laid) -> Touches:
        rows = np.concatenate([np.flatnonzero(one.found) for one in laid])
        day, ad, number, weight = (
            np.concatenate([getattr(one, name)[one.found] for one in laid])
            for name in ("day", "ad", "number", "weight")
        )
        return Touches(
            Impressions(
                self._names, self._dimensions, day, ad, self._city[rows], number
            ),
            self._rows[rows],
            self._created[rows],
            self._day[rows],
            viewed[rows],
            weight,
        )

    def _luck(self, name: str) -> Floats:
        return uniform(make_key(*self._names, "touch", name), self._rows)

    def _laid(
        self, name: str, lag: Ints, viewed: NDArray[np.bool_], weight: Ints
    ) -> _Laid:
        """Find an impression for each order, before the hour of the order."""
        laid = self._on(name, self._day - lag, viewed, weight)
        hours = self._impressions(laid).codes("hour")
        late = (laid.day == self._day) & (hours >= self._hour)
        earlier = self._on(name, self._day - 1, viewed, weight)
        return laid.where(~late, earlier)

    def _impressions(self, laid: _Laid) -> Impressions:
        given = laid.day, laid.ad, self._city, laid.number
        return Impressions(self._names, self._dimensions, *given)

    def _on(
        self, name: str, day: Ints, viewed: NDArray[np.bool_], weight: Ints
    ) -> _Laid:
        """Choose one of the clicks of a day in the order's city, or of the views.

        Those of ads about what was ordered count several times.
        """
        cells: Cells = self._cells
        index = np.maximum(day - FIRST_DAY, 0)
        clicks = cells.clicks[index, :, self._city]
        seen = cells.impressions[index, :, self._city] - clicks
        many = np.where(viewed[:, None], seen, clicks) * self._fits
        until = np.cumsum(many, axis=1)
        total = until[:, -1]
        rank = (self._luck(f"which {name}") * total).astype(np.int64)
        ad = np.minimum((until <= rank[:, None]).sum(axis=1), until.shape[1] - 1)
        row = np.arange(ad.size)
        behind = (rank - until[row, ad] + many[row, ad]) // self._fits[row, ad]
        number = behind + clicks[row, ad] * viewed
        found = (total > 0) & (day >= FIRST_DAY)
        return _Laid(day.copy(), ad, number, weight.copy(), found)


@dataclass(frozen=True)
class _Laid:
    """An impression for each order; it means something only where one was found."""

    day: Ints
    ad: Ints
    number: Ints
    weight: Ints
    found: NDArray[np.bool_]

    def where(self, good: NDArray[np.bool_], other: _Laid) -> _Laid:
        return _Laid(
            np.where(good, self.day, other.day),
            np.where(good, self.ad, other.ad),
            np.where(good, self.number, other.number),
            np.where(good, self.weight, other.weight),
            np.where(good, self.found, other.found),
        )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).toordinal()
