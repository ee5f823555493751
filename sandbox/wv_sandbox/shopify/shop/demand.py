"""How much is wanted, where, and what: weather moves it.

The weight of a day, a city and a theme of goods follows from the weather there on that
day. Orders are laid along the running sum of the weights, so that the first two years
hold the number that the label tells, and later days go on at the same pace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from wv_sandbox.arrays import within
from wv_sandbox.climate import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_sandbox.arrays import Floats, Ints
    from wv_sandbox.climate import Climate, Days
    from wv_sandbox.shopify.shop.cities import City

DAY_SECONDS: Final = 86_400
FIRST_DAY: Final = 20_042
"""The shop opens on 2024-11-15, in days since 1970-01-01."""
COUNTED_DAYS: Final = 730
"""The label's number of orders is taken in these days."""
BLOCK_DAYS: Final = 73
"""Weather is drawn in whole blocks, so that a later look changes no earlier order."""
THEMES: Final = ("rain", "heat", "cold", "home")
_SHARES: Final = (0.22, 0.26, 0.22, 0.30)
_WEEK: Final = np.array([0.95, 0.9, 0.95, 1.0, 1.05, 1.15, 1.2])
_THURSDAY = 3
_GROWTH_A_DAY = 0.0004
_RAINS_MM = 1.0
_FREEZES_C = 0.5


class Lift(Protocol):
    """What else moves demand: a campaign that was sent, ads that were clicked."""

    def __call__(self, days: Ints, city: City, theme: str) -> Floats:
        """Give the factor on demand of each day (days since 1970-01-01)."""


@dataclass(frozen=True)
class Demand:
    """The running sum of all weights.

    Attributes:
        starts: Index of each day's first order; one more than there are days.
        edges: Running sum of the weights by day, city and theme, flat.
        cells: Cities times themes: how many weights a day has.
    """

    starts: Ints
    edges: Floats
    cells: int

    @property
    def count(self) -> int:
        """How many orders there are in all days."""
        return int(self.starts[-1])

    def place(self, day: Ints, luck: Floats) -> Ints:
        """Draw the city and the theme of orders.

        Args:
            day: Number of the day since the shop opened, one an order.
            luck: From (0, 1), one an order.

        Returns:
            City times the number of themes, plus theme.
        """
        ends = np.concatenate([[0.0], self.edges[self.cells - 1 :: self.cells]])
        aim = ends[day] + luck * (ends[day + 1] - ends[day])
        found = np.searchsorted(self.edges, aim) - day * self.cells
        return np.asarray(np.clip(found, 0, self.cells - 1))


def wanted(theme: str, days: Days) -> Floats:
    """Give how weather moves a theme: 1 is about what mild, dry weather does."""
    wet = days.precip_mm > _RAINS_MM
    match theme:
        case "rain":
            return 0.5 + 0.12 * np.minimum(days.precip_mm, 25.0)
        case "heat":
            return within(np.exp(0.10 * (days.tmax_c - 23.0)), 0.1, 6.0)
        case "cold":
            snows = wet & (days.tmin_c < _FREEZES_C)
            chill = within(np.exp(0.08 * (4.0 - days.tmin_c)), 0.1, 5.0)
            return np.asarray(chill + 0.8 * snows)
        case _:
            return np.asarray(1.0 + 0.2 * wet)


def _calendar(days: Ints) -> Floats:
    """Give how weekday, growth and the end of November move all demand."""
    date = days.astype("datetime64[D]")
    months = date.astype("datetime64[M]")
    day = (date - months).astype(np.int64) + 1
    november = months.astype(np.int64) % 12 == 10  # noqa: PLR2004 (months from 0)
    sale = november & (day >= 24) & (day <= 30)  # noqa: PLR2004 (days of a month)
    growth = 1.0 + _GROWTH_A_DAY * (days - FIRST_DAY)
    return np.asarray(_WEEK[(days + _THURSDAY) % 7] * growth * np.where(sale, 1.9, 1.0))


def _block(
    climate: Climate, cities: Sequence[City], first: int, lifts: Sequence[Lift]
) -> tuple[Floats, Floats]:
    """Give the weights of one block without and with lifts, by day, city and theme."""
    days = np.arange(first, first + BLOCK_DAYS, dtype=np.int64)
    plain = np.empty((BLOCK_DAYS, len(cities), len(THEMES)))
    lifted = np.empty_like(plain)
    calendar = _calendar(days)
    for c, city in enumerate(cities):
        cell = Cell.at(city.latitude, city.longitude)
        weather = climate.days(cell, first, BLOCK_DAYS)
        for t, (theme, share) in enumerate(zip(THEMES, _SHARES, strict=True)):
            plain[:, c, t] = city.weight * share * calendar * wanted(theme, weather)
            lifted[:, c, t] = plain[:, c, t]
            for lift in lifts:
                lifted[:, c, t] *= lift(days, city, theme)
    return plain, lifted


def draw_demand(
    climate: Climate,
    cities: Sequence[City],
    orders: int,
    days: int,
    lifts: Sequence[Lift] = (),
) -> Demand:
    """Lay the orders of the first days, in whole blocks.

    Args:
        climate: The weather.
        cities: Where the shop ships to.
        orders: How many there are in the first `COUNTED_DAYS`, lifts aside.
        days: How many days are wanted at least.
        lifts: What moves demand besides weather.
    """
    blocks = max(-(-days // BLOCK_DAYS), COUNTED_DAYS // BLOCK_DAYS)
    drawn = [
        _block(climate, cities, FIRST_DAY + block * BLOCK_DAYS, lifts)
        for block in range(blocks)
    ]
    plain = np.concatenate([block[0] for block in drawn])
    lifted = np.concatenate([block[1] for block in drawn])
    pace = orders / float(plain[:COUNTED_DAYS].sum())
    edges = np.cumsum(lifted)
    cells = len(cities) * len(THEMES)
    # A hair more than needed, so that a sum's last digit does not cost an order.
    ends = np.floor(edges[cells - 1 :: cells] * pace + 1e-6).astype(np.int64)
    return Demand(np.concatenate([[0], ends]), edges, cells)
