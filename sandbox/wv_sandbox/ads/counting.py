"""Counts impressions and orders by groups: how a report of any grain is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np

from wv_sandbox.ads import measures as counted
from wv_sandbox.ads.touches import WHOLE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from numpy.typing import NDArray

    from wv_sandbox.ads.impressions import Impressions, Shown
    from wv_sandbox.ads.touches import Touches
    from wv_sandbox.arrays import Ints

EPOCH: Final = date(1970, 1, 1)
GHOST_DAYS: Final = 3
"""Invalid clicks are taken back when a day is older than so many days."""
_PEOPLE: Final = 1 << 32


class Facts(NamedTuple):
    """Sums by group.

    Attributes:
        by: Names of the dimensions.
        keys: For each group a value of each dimension: a `date` for `day`, `Campaign`,
            `Group`, `Ad` and `City` for these, else text, a number or a `Term`.
        sums: For each measure a sum a group.
    """

    by: tuple[str, ...]
    keys: list[tuple[Any, ...]]
    sums: dict[str, Ints]

    def rows(self) -> Iterator[tuple[tuple[Any, ...], dict[str, int]]]:
        """Give each group's key and sums."""
        columns = [column.tolist() for column in self.sums.values()]
        for key, *values in zip(self.keys, *columns, strict=True):
            yield key, dict(zip(self.sums, values, strict=True))


@dataclass(frozen=True)
class Instant:
    """How far the account's clock has come.

    Attributes:
        second: Since 1970.
        day: Local day [days since 1970-01-01].
        hour: Local hour.
    """

    second: float
    day: int
    hour: int

    def over(self, seen: Impressions) -> NDArray[np.bool_]:
        """Tell which impressions are reported: those of hours that are over."""
        over = np.asarray(seen.day < self.day)
        today = np.flatnonzero(seen.day == self.day)
        if today.size:
            over[today] = seen.codes("hour")[today] < self.hour
        return over

    def shows(self, shown: Shown) -> NDArray[np.bool_]:
        """Tell which impressions are reported and not taken back."""
        young = self.day - shown.all.day <= GHOST_DAYS
        return np.asarray(self.over(shown.all) & (~shown.ghost | young))


class Source(Protocol):
    """What is counted."""

    def chunks(self, first: int, last: int) -> Iterator[Shown]:
        """Give the impressions of blocks of days that hold some days."""

    def touches(self) -> Touches:
        """Give what led to orders."""

    def order_cents(self, orders: Ints) -> Ints:
        """Tell what orders were worth [minor units]."""

    def values(self, dimension: str) -> tuple[Any, ...]:
        """Give the values of a dimension."""


@dataclass(frozen=True)
class Question:
    """What is to be counted.

    Attributes:
        first: First day [days since 1970-01-01].
        last: Last day, included.
        by: Dimensions.
        measures: Names of measures.
        instant: When it is asked.
    """

    first: int
    last: int
    by: tuple[str, ...]
    measures: tuple[str, ...]
    instant: Instant


@dataclass
class _Heap:
    """What was found so far, not yet summed."""

    groups: list[Ints] = field(default_factory=list)
    counts: dict[str, list[tuple[int, Ints]]] = field(default_factory=dict)
    size: int = 0

    def add(self, groups: Ints, counts: dict[str, Ints]) -> None:
        for name, values in counts.items():
            self.counts.setdefault(name, []).append((self.size, values))
        self.groups.append(groups)
        self.size += groups.size


def count(source: Source, question: Question) -> Facts:
    """Count what is reported of some days at an instant."""
    return _Counting(source, question).facts()


class _Counting:
    """One count."""

    def __init__(self, source: Source, question: Question) -> None:
        self._source = source
        self._asked = question
        self._heap = _Heap()
        days = question.last - question.first + 1
        self._sizes = [
            days if name == "day" else len(source.values(name)) for name in question.by
        ]

    def facts(self) -> Facts:
        asked = self._asked
        if asked.first <= asked.last:
            for shown in self._source.chunks(asked.first, asked.last):
                self._add_shown(shown)
            self._add_touches(self._source.touches())
        return self._summed()

    def _wanted(self, names: Container[str]) -> list[str]:
        return [name for name in self._asked.measures if name in names]

    def _groups(self, seen: Impressions, day: Ints) -> Ints:
        groups = np.zeros(day.size, dtype=np.int64)
        for name, size in zip(self._asked.by, self._sizes, strict=True):
            codes = day - self._asked.first if name == "day" else seen.codes(name)
            groups = groups * size + codes
        return groups

    def _within(self, day: Ints) -> NDArray[np.bool_]:
        return np.asarray((day >= self._asked.first) & (day <= self._asked.last))

    def _add_shown(self, shown: Shown) -> None:
        seen, instant = shown.all, self._asked.instant
        kept = self._within(seen.day) & instant.shows(shown)
        counts = {
            name: counted.OF_SHOWN[name](shown)[kept]
            for name in self._wanted(counted.OF_SHOWN)
        }
        for name in self._wanted(counted.OF_PEOPLE):
            who = np.where(counted.OF_PEOPLE[name](shown), seen.people(), -1)
            counts[name] = who[kept]
        self._heap.add(self._groups(seen, seen.day)[kept], counts)

    def _add_touches(self, touches: Touches) -> None:
        instant, seen = self._asked.instant, touches.impressions
        there = (touches.created <= instant.second) & instant.over(seen)
        then = (*counted.OF_TOUCHES, *counted.VALUES)
        names = {name: name for name in self._wanted(then)}
        self._add_orders(touches, names, seen.day, there)
        later = {n: counted.BY_ORDER_DAY[n] for n in self._wanted(counted.BY_ORDER_DAY)}
        self._add_orders(touches, later, touches.order_day, there)

    def _add_orders(
        self,
        touches: Touches,
        names: dict[str, str],
        day: Ints,
        there: NDArray[np.bool_],
    ) -> None:
        """Count orders by some day: of measures, under the names given for them."""
        if not names:
            return
        kept = there & self._within(day)
        counts = {}
        for name, measure in names.items():
            counts_it = counted.OF_TOUCHES[counted.VALUES.get(measure, measure)]
            number = (touches.weight * counts_it(touches))[kept]
            if measure in counted.VALUES:
                cents = self._source.order_cents(touches.order[kept])
                number = number * cents * (counted.MICROS_A_CENT // WHOLE)
            counts[name] = number
        self._heap.add(self._groups(touches.impressions, day)[kept], counts)

    def _summed(self) -> Facts:
        nothing = np.zeros(0, dtype=np.int64)
        groups, inverse = np.unique(
            np.concatenate([nothing, *self._heap.groups]), return_inverse=True
        )
        sums = {}
        for name in self._asked.measures:
            total = np.zeros(groups.size, dtype=np.int64)
            pairs = self._heap.counts.get(name, [])
            if name in counted.OF_PEOPLE:
                total += _people(pairs, inverse, groups.size)
            else:
                for start, values in pairs:
                    where = inverse[start : start + values.size]
                    # Exact: sums stay far below what a double holds as a whole number.
                    added = np.bincount(where, values, groups.size)
                    total += added.astype(np.int64)
            sums[name] = total
        return Facts(self._asked.by, self._keys(groups), sums)

    def _keys(self, groups: Ints) -> list[tuple[Any, ...]]:
        columns: list[list[Any]] = []
        for name, size in zip(self._asked.by[::-1], self._sizes[::-1], strict=True):
            groups, codes = np.divmod(groups, size)
            columns.append([self._value(name, code) for code in codes.tolist()])
        if not columns:
            return [()] * groups.size
        return list(zip(*columns[::-1], strict=True))

    def _value(self, name: str, code: int) -> object:
        if name == "day":
            return EPOCH + timedelta(days=self._asked.first + code)
        return self._source.values(name)[code]


def _people(pairs: list[tuple[int, Ints]], inverse: Ints, size: int) -> Ints:
    """Count different people by group; -1 is nobody."""
    nobody = np.zeros(0, dtype=np.int64)
    both = np.concatenate(
        [
            nobody,
            *(
                (inverse[start : start + who.size] * _PEOPLE + who)[who >= 0]
                for start, who in pairs
            ),
        ]
    )
    return np.bincount(np.unique(both) // _PEOPLE, minlength=size).astype(np.int64)
