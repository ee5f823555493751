"""How long something of an account lives, and how far it has come."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How far something has come."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"
    REMOVED = "removed"


class Life(NamedTuple):
    """When something runs; the first day it does, the first day it does no more.

    Attributes:
        first: It is made and begins.
        removed: It is removed, or deleted; None if never.
        archived: It is put away; None if never.
        paused: It is paused; None if never.
        resumed: It goes on; None if it stays paused.
    """

    first: int = 0
    removed: int | None = None
    archived: int | None = None
    paused: int | None = None
    resumed: int | None = None

    def state(self, day: int) -> State:
        """Tell how it is on a day, counted as its own days are."""
        if day < self.first:
            return State.PLANNED
        if self.removed is not None and day >= self.removed:
            return State.REMOVED
        if self.archived is not None and day >= self.archived:
            return State.ARCHIVED
        if self.paused is None or day < self.paused:
            return State.ACTIVE
        goes_on = self.resumed is not None and day >= self.resumed
        return State.ACTIVE if goes_on else State.PAUSED

    def changes(self) -> list[int]:
        """Give the days on which it was made or changed, in order."""
        return sorted(day for day in self if day is not None)

    def moved(self, days: int) -> Life:
        """Give the same life, so many days later."""
        later = [None if day is None else day + days for day in self[1:]]
        return Life(self.first + days, *later)
