"""The rows that answer a question, counted from the advertiser's book."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.metaads import naming
from wv_sandbox.metaads.insights import breakdowns as broken
from wv_sandbox.metaads.insights.actions import Counts
from wv_sandbox.metaads.insights.figures import (
    WITH_ACTIONS,
    figures,
    measures_for,
    simple,
)
from wv_sandbox.metaads.insights.periods import (
    BROKEN_DOWN_MONTHS,
    Period,
    months_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wv_sandbox.metaads.insights.chosen import Choice
    from wv_sandbox.metaads.structure import Item

_PRIVATE, _BLURRED = 3, 6
"""Regions with fewer impressions than this are left out, or told as unknown."""
_UNKNOWN = "Unknown"
_AGED: Final = frozenset(
    {
        "reach",
        "frequency",
        "cpp",
        "unique_clicks",
        "unique_ctr",
        "cost_per_unique_click",
    }
)
"""Fields that rows with breakdowns lack if they are old."""
_NOT_BY_HOUR: Final = frozenset({"reach", "frequency"})


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


@dataclass(frozen=True)
class Reading:
    """A question put to an account.

    Attributes:
        choice: What is asked, of which account, about which things.
        since: First day that the breakdowns are told of; None if they never are.
    """

    choice: Choice
    since: date | None
    _named: dict[Item | None, dict[str, str]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def rows(self) -> list[dict[str, Any]]:
        """Give all rows, by day and in the order of the book."""
        if self.since is None:
            return []
        return [
            self._row(key, sums)
            for asked in self.choice.question.periods
            for key, sums in self._counted(asked, self.since)
            if self._passes(sums)
        ]

    def _counted(
        self, asked: Period, since: date
    ) -> Iterable[tuple[Key, Mapping[str, int]]]:
        """Count a period: what the book tells apart, as the breakdowns call it."""
        question, view = self.choice.question, self.choice.view
        first = max(asked.first, since, self._oldest())
        if first > asked.last:
            return ()
        facts = view.book.facts(
            first,
            asked.last,
            view.now,
            self._dimensions(),
            measures_for(
                (*question.fields, *(one.field for one in question.of_rows)),
                with_orders=bool(WITH_ACTIONS & set(question.fields)),
            ),
        )
        counted: Counted = defaultdict(lambda: defaultdict(int))
        for values, sums in facts.rows():
            key = self._key(asked, dict(zip(facts.by, values, strict=True)))
            if key is not None:
                _add(counted[key], sums)
        shown = self._blurred(counted) if "region" in question.breakdowns else counted
        delivered = [(key, sums) for key, sums in shown.items() if sums["impressions"]]
        return sorted(delivered, key=lambda pair: pair[0].period.first)

    def _passes(self, sums: Mapping[str, int]) -> bool:
        """Tell whether the figures of a row are those that are asked for."""
        return all(
            one.holds(float(simple(sums, one.field)))
            for one in self.choice.question.of_rows
        )

    def _dimensions(self) -> list[str]:
        """Tell what the book must tell apart."""
        question, choice = self.choice.question, self.choice
        names = [
            *(["day"] if question.is_daily else []),
            *([choice.dimension()] if choice.dimension() else []),
            *(d for one in self._breakdowns() for d in one.dimensions),
        ]
        return list(dict.fromkeys(names))

    def _key(self, asked: Period, known: Mapping[str, Any]) -> Key | None:
        """Tell which row a group of the book goes to; None for none."""
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
        found: Counted = defaultdict(lambda: defaultdict(int))
        for key, sums in counted.items():
            if sums["impressions"] < _PRIVATE:
                continue
            shown = key
            if sums["impressions"] < _BLURRED:
                values = (*key.values[:place], _UNKNOWN, *key.values[place + 1 :])
                shown = key._replace(values=values)
            _add(found[shown], sums)
        return found

    def _row(self, key: Key, sums: Mapping[str, int]) -> dict[str, Any]:
        question, view = self.choice.question, self.choice.view
        if key.item not in self._named:
            self._named[key.item] = naming.named(view.account, key.item, view.now)
        told = self._named[key.item]
        counts = Counts(
            sums,
            question.windows,
            is_on_meta_only=bool(broken.TYPE_ONE & set(question.breakdowns)),
            more=_more(question.action_breakdowns, told[f"{question.level}_id"]),
        )
        shown = {name: told[name] for name in question.fields if name in told}
        shown |= figures(sums, counts, question.fields)
        if broken.HOURLY & set(question.breakdowns):
            shown |= {name: "0" for name in _NOT_BY_HOUR if name in shown}
        for name in self._silent():
            shown.pop(name, None)
        shown["date_start"] = key.period.first.isoformat()
        shown["date_stop"] = min(key.period.last, self._today()).isoformat()
        return shown | dict(zip(question.breakdowns, key.values, strict=True))

    def _silent(self) -> frozenset[str]:
        """Tell which fields are left out of old rows that are broken down."""
        question = self.choice.question
        edge = months_before(self._today(), BROKEN_DOWN_MONTHS)
        return _AGED if question.breakdowns and question.first < edge else frozenset()

    def _oldest(self) -> date:
        """Tell from when on there are rows at all."""
        if broken.HOURLY & set(self.choice.question.breakdowns):
            return months_before(self._today(), BROKEN_DOWN_MONTHS)
        return date.min

    def _breakdowns(self) -> list[broken.Breakdown]:
        return [broken.BREAKDOWNS[name] for name in self.choice.question.breakdowns]

    def _today(self) -> date:
        return self.choice.view.account.today(self.choice.view.now)


def _add(total: dict[str, int], sums: Mapping[str, int]) -> None:
    for name, value in sums.items():
        total[name] += value


def _more(asked: Iterable[str], target: str) -> dict[str, str]:
    """Give what action breakdowns add to actions on Meta; the others add nothing."""
    told = {"action_target_id": target, "action_destination": "shop.example"}
    return {name: told[name] for name in asked if name in told}
