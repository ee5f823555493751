"""Counting: from groups of the advertiser's book to what rows are about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from wv_sandbox.metaads import naming
from wv_sandbox.metaads.insights import breakdowns as broken
from wv_sandbox.metaads.insights import films
from wv_sandbox.metaads.insights.figures import WITH_ACTIONS, measures_for
from wv_sandbox.metaads.insights.periods import (
    BROKEN_DOWN_MONTHS,
    Period,
    months_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wv_sandbox.metaads.insights.chosen import Choice
    from wv_sandbox.metaads.structure import Item

_PRIVATE, _BLURRED = 3, 6
"""Regions with fewer impressions than this are left out, or told as unknown."""
_UNKNOWN = "Unknown"


class Key(NamedTuple):
    """What a row is about.

    Attributes:
        period: Its days.
        item: Its campaign, ad set or ad; None for the account.
        values: Of the breakdowns.
    """

    period: Period
    item: Item | None
    values: tuple[str | None, ...]


Counted = defaultdict[Key, dict[str, int]]


def _nothing() -> Counted:
    return defaultdict(lambda: defaultdict(int))


@dataclass(frozen=True)
class Counting:
    """The sums that rows are written from.

    Attributes:
        choice: What is asked, of which account, about which things.
        since: First day that the breakdowns are told of.
    """

    choice: Choice
    since: date

    def counted(self, asked: Period) -> list[tuple[Key, Mapping[str, int]]]:
        """Count a period: what was delivered, by day and in the order of the book."""
        period = asked._replace(first=max(asked.first, self.since, self._oldest()))
        if period.first > period.last:
            return []
        question, found = self.choice.question, _nothing()
        conditions = (one.field for one in question.of_rows)
        measures = measures_for(
            (*question.fields, *conditions),
            with_orders=bool(WITH_ACTIONS & set(question.fields)),
        )
        for key, _, sums in self._groups(asked, period, (), measures):
            _add(found[key], sums)
        if films.FIELDS & set(question.fields):
            measures = ("impressions", "engagements")
            for key, known, sums in self._groups(asked, period, ("ad",), measures):
                _add(found[key], films.counted(known["ad"], sums))
        shown = self._blurred(found) if "region" in question.breakdowns else found
        if broken.FREQUENCY in question.breakdowns:
            shown = _by_frequency(shown)
        delivered = [(key, sums) for key, sums in shown.items() if sums["impressions"]]
        return sorted(delivered, key=lambda pair: pair[0].period.first)

    def _groups(
        self,
        asked: Period,
        period: Period,
        more: Sequence[str],
        measures: Sequence[str],
    ) -> Iterator[tuple[Key, Mapping[str, Any], Mapping[str, int]]]:
        """Give what the book tells apart: its row, its dimensions, its sums."""
        question, choice, view = self.choice.question, self.choice, self.choice.view
        by = [
            *(["day"] if question.is_daily else []),
            *([choice.dimension()] if choice.dimension() else []),
            *(name for one in self._breakdowns() for name in one.dimensions),
            *more,
        ]
        unique = list(dict.fromkeys(by))
        facts = view.book.facts(*period, view.now, unique, measures)
        for values, sums in facts.rows():
            known = dict(zip(unique, values, strict=True))
            key = self._key(asked, known)
            if key is not None:
                yield key, known, sums

    def _key(self, asked: Period, known: Mapping[str, Any]) -> Key | None:
        """Tell which row a group goes to; None for none."""
        choice, view = self.choice, self.choice.view
        item = known.get(choice.dimension())
        if not choice.has(item):
            return None
        place = broken.Place(view.account, view.now)
        values = tuple(
            one.value(place, *(known[name] for name in one.dimensions))
            for one in self._breakdowns()
        )
        if None in values:
            return None
        level = choice.question.level
        above = None if item is None else naming.with_above(item).get(level)
        day = known.get("day")
        return Key(asked if day is None else Period(day, day), above, values)

    def _blurred(self, counted: Counted) -> Counted:
        """Hide regions with few people: the fewest at all, the few by their name."""
        place = self.choice.question.breakdowns.index("region")
        found = _nothing()
        for key, sums in counted.items():
            if sums["impressions"] < _PRIVATE:
                continue
            shown = key
            if sums["impressions"] < _BLURRED:
                values = (*key.values[:place], _UNKNOWN, *key.values[place + 1 :])
                shown = key._replace(values=values)
            _add(found[shown], sums)
        return found

    def _oldest(self) -> date:
        """Tell from when on there are rows at all."""
        if not broken.HOURLY & set(self.choice.question.breakdowns):
            return date.min
        today = self.choice.view.account.today(self.choice.view.now)
        return months_before(today, BROKEN_DOWN_MONTHS)

    def _breakdowns(self) -> list[broken.Breakdown]:
        return [broken.BREAKDOWNS[name] for name in self.choice.question.breakdowns]


def _by_frequency(counted: Counted) -> Counted:
    """Part people by how often they saw: once, or as often as all others together."""
    found = _nothing()
    for key, sums in counted.items():
        often = min(sums["reach"], sums["impressions"] - sums["reach"])
        for value, reach in (
            (broken.ONCE, sums["reach"] - often),
            (broken.TWICE, often),
        ):
            if reach:
                # Rows tell of reach alone; impressions only say that there are people.
                row = {"impressions": reach, "reach": reach}
                _add(found[key._replace(values=(value,))], row)
    return found


def _add(total: dict[str, int], sums: Mapping[str, int]) -> None:
    for name, value in sums.items():
        total[name] += value
