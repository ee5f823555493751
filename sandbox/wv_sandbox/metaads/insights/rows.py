"""The rows that answer a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads import naming
from wv_sandbox.metaads.insights import breakdowns as broken
from wv_sandbox.metaads.insights import films
from wv_sandbox.metaads.insights.actions import Counts
from wv_sandbox.metaads.insights.counting import Counting
from wv_sandbox.metaads.insights.figures import OF_PEOPLE, figures, simple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from wv_sandbox.metaads.insights.chosen import Choice
    from wv_sandbox.metaads.insights.counting import Key
    from wv_sandbox.metaads.structure import Item

_NOT_BY_HOUR: Final = frozenset({"reach", "frequency"})
_RANKINGS: Final = (
    "quality_ranking",
    "engagement_rate_ranking",
    "conversion_rate_ranking",
)
_RANKED_FROM = 500
"""Impressions that a rank needs."""


@dataclass(frozen=True)
class Reading:
    """A question put to an account.

    Attributes:
        choice: What is asked, of which account, about which things.
        since: First day that the breakdowns are told of; None if they never are.
        keeps_reach: Whether people of old rows are told, as of a few reports a day.
    """

    choice: Choice
    since: date | None
    keeps_reach: bool = False
    _named: dict[Item | None, dict[str, str]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def rows(self) -> list[dict[str, Any]]:
        """Give all rows, by day and in the order of the book."""
        if self.since is None:
            return []
        counting = Counting(self.choice, self.since)
        return [
            self._row(key, sums)
            for asked in self.choice.question.periods
            for key, sums in counting.counted(asked)
            if self._passes(sums)
        ]

    def _passes(self, sums: Mapping[str, int]) -> bool:
        """Tell whether the figures of a row are those that are asked for."""
        return all(
            one.holds(float(simple(sums, one.field)))
            for one in self.choice.question.of_rows
        )

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
        shown: dict[str, Any] = {
            name: told[name] for name in question.fields if name in told
        }
        shown |= figures(sums, counts, question.fields)
        shown |= films.told(sums, question.fields, question.breakdowns)
        shown |= self._ranks(sums)
        if broken.HOURLY & set(question.breakdowns):
            shown |= {name: "0" for name in _NOT_BY_HOUR if name in shown}
        if not self.keeps_reach and question.asks_old_reach(self._today()):
            shown = {
                name: value for name, value in shown.items() if name not in OF_PEOPLE
            }
        shown["date_start"] = key.period.first.isoformat()
        shown["date_stop"] = min(key.period.last, self._today()).isoformat()
        return shown | dict(zip(question.breakdowns, key.values, strict=True))

    def _ranks(self, sums: Mapping[str, int]) -> dict[str, str]:
        """Rank an ad beside others; what is broken down is not ranked."""
        question = self.choice.question
        if question.level != "ad" or question.breakdowns:
            return {}
        rank = "AVERAGE" if sums["impressions"] >= _RANKED_FROM else "UNKNOWN"
        return {name: rank for name in _RANKINGS if name in question.fields}

    def _today(self) -> date:
        return self.choice.view.account.today(self.choice.view.now)


def _more(asked: Iterable[str], target: str) -> dict[str, str]:
    """Give what action breakdowns add to actions on Meta; the others add nothing."""
    told = {"action_target_id": target, "action_destination": "shop.example"}
    return {name: told[name] for name in asked if name in told}
