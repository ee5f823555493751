"""The finest grain: single impressions, named by day, ad, city and number.

All about an impression is a hash of its name, so that whatever asks for it, a daily
report or the order that it led to, is told the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from wv_sandbox.ads.dimensions import Drawn
from wv_sandbox.noise import make_key, uniform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wv_sandbox.ads.delivery import Cells
    from wv_sandbox.ads.dimensions import Dimension
    from wv_sandbox.arrays import Floats, Ints

_GIVEN: Final = frozenset({"day", "ad", "city"})
_PEOPLE_A_CITY: Final = 6000
_MOST_A_CELL: Final = 1_000_000
_GHOST_CENTS: Final = 40
"""What an invalid click is charged before it is taken back [minor units]."""


@dataclass(frozen=True)
class Impressions:
    """Some impressions, one entry each in every array.

    Attributes:
        names: Seed, label and vendor, which all draws follow from.
        dimensions: What they can be told apart by.
        day: Local day of the account [days since 1970-01-01].
        ad: Number of the ad in the plan.
        city: Number of the city.
        number: Among those of its day, ad and city.
        known: Codes drawn so far, by dimension.
    """

    names: tuple[object, ...]
    dimensions: Mapping[str, Dimension]
    day: Ints
    ad: Ints
    city: Ints
    number: Ints
    known: dict[str, Ints] = field(default_factory=dict)

    def codes(self, name: str) -> Ints:
        """Give the code of each in a dimension.

        Raises:
            KeyError: There is no such dimension.
        """
        if name in _GIVEN:
            return np.asarray(getattr(self, name))
        if name not in self.known:
            self.known[name] = self._codes(self.dimensions[name], name)
        return self.known[name]

    def luck(self, name: str) -> Floats:
        """Draw a number in (0, 1) for each."""
        key = make_key(*self.names, "impression", name)
        return uniform(key, self._cell, self.number)

    def ids(self) -> Ints:
        """Give each a number that no other of the account has."""
        return self._cell * _MOST_A_CELL + self.number

    @property
    def _cell(self) -> Ints:
        return (self.day * 1000 + self.ad) * 1000 + self.city

    def people(self) -> Ints:
        """Tell who saw each; nobody lives in two cities."""
        who = (self.luck("person") ** 1.5 * _PEOPLE_A_CITY).astype(np.int64)
        return self.city * _PEOPLE_A_CITY + who

    def _codes(self, dimension: Dimension, name: str) -> Ints:
        if isinstance(dimension, Drawn):
            nothing = np.zeros(self.day.size, dtype=np.int64)
            parents = self.codes(dimension.parent) if dimension.parent else nothing
            return dimension.codes(parents, self.luck(name))
        return dimension.code_of[self.codes(dimension.parent)]


@dataclass(frozen=True)
class Shown:
    """Impressions with what came of them.

    Attributes:
        all: The impressions.
        clicked: Whether each was clicked.
        cents: What each cost [minor units].
        ghost: Whether each is invalid, and will be taken back.
    """

    all: Impressions
    clicked: NDArray[np.bool_]
    cents: Ints
    ghost: NDArray[np.bool_]


def shown(
    names: tuple[object, ...],
    dimensions: Mapping[str, Dimension],
    first_day: int,
    cells: Cells,
) -> Shown:
    """Take cells apart into impressions; those of a cell are numbered from 0.

    The clicked ones come first and the invalid ones last. A cell's cost lies on its
    clicks with Google and on all its valid impressions with Meta, spread evenly.
    """
    sizes = cells.impressions + cells.ghosts
    ad_count, city_count = sizes.shape[1:]
    where = np.flatnonzero(sizes)
    many = sizes.ravel()[where]
    cell = np.repeat(where, many)
    number = np.arange(cell.size) - np.repeat(np.cumsum(many) - many, many)
    valid = cells.impressions.ravel()[cell]
    clicks = cells.clicks.ravel()[cell]
    bearers = clicks if names[2] == "google" else valid
    total = cells.cents.ravel()[cell]
    ghost = number >= valid
    shares = _share(total, number, bearers)
    return Shown(
        Impressions(
            names,
            dimensions,
            first_day + cell // (ad_count * city_count),
            cell // city_count % ad_count,
            cell % city_count,
            number,
        ),
        (number < clicks) | ghost,
        np.where(ghost, _GHOST_CENTS, shares),
        ghost,
    )


def _share(total: Ints, number: Ints, bearers: Ints) -> Ints:
    """Give each bearer its share of a whole; those beyond bear nothing."""
    of = np.maximum(bearers, 1)
    share = (number + 1) * total // of - number * total // of
    return np.where(number < bearers, share, 0)
