"""Which campaigns, ad sets and ads rows may be about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads import naming, structure
from wv_sandbox.metaads.insights.question import LEVELS, thing_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_sandbox.metaads.insights.question import Question
    from wv_sandbox.metaads.structure import Item
    from wv_sandbox.metaads.view import View

DIMENSIONS: Final = {"campaign": "campaign", "adset": "group", "ad": "ad"}
"""What the book calls a level's things."""


@dataclass(frozen=True)
class Choice:
    """The things that a question chooses.

    Attributes:
        view: The account at the instant of the answer.
        question: What is asked.
        scope: What the rows lie below: a kind and an id; none for the account.
    """

    view: View
    question: Question
    scope: tuple[str, str] | None
    _known: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)

    def dimension(self) -> str:
        """Tell how fine the book must be read to choose; empty for not at all."""
        kinds = [thing_of(one)[0] for one in self.question.of_things]
        if self.scope is not None:
            kinds.append(self.scope[0])
        finest = max([self.question.level, *kinds], key=LEVELS.index)
        return DIMENSIONS.get(finest, "")

    def has(self, item: Item | None) -> bool:
        """Tell whether a thing of that fineness is chosen."""
        if item is None:
            return True
        if item.id not in self._known:
            self._known[item.id] = self._has(item)
        return self._known[item.id]

    def _has(self, item: Item) -> bool:
        things = naming.with_above(item)
        if self.scope is not None and str(things[self.scope[0]].id) != self.scope[1]:
            return False
        account, now = self.view.account, self.view.now
        written = {
            kind: structure.written(account, thing, now)
            for kind, thing in things.items()
        }
        return not self._is_silent(written) and all(
            one.holds(written[kind][what])
            for one in self.question.of_things
            for kind, what in (thing_of(one),)
        )

    def _is_silent(self, written: Mapping[str, Mapping[str, Any]]) -> bool:
        """Tell whether it is a deleted ad that nobody asked for by its status.

        It is counted in the rows above it, and not told of itself.
        """
        question = self.question
        if question.level != "ad" or question.statuses_of_ads():
            return False
        return bool(written["ad"]["effective_status"] == "DELETED")
