"""What every pace has in common: wait until there is room, take it, or give up."""

from __future__ import annotations

import math
import threading
from abc import ABC, abstractmethod
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from tap_kit.errors import BudgetExhaustedError, ShrinkError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_kit.clock import Clock

# Below a millisecond a sleep costs more than it waits, and rounding could turn a wait
# into an endless row of ever smaller ones.
_SHORTEST_SLEEP_SECONDS = 0.001
_YEAR_SECONDS = 366 * 86_400


class Limiter(ABC):
    """One pace, shared by any number of threads.

    Args:
        name: Whose limit it is, for messages.
        clock: Shows the server's time and sleeps.
        max_wait_seconds: Longest wait of one call [s]; beyond it the run ends.
    """

    def __init__(self, name: str, clock: Clock, max_wait_seconds: float) -> None:
        self._name = name
        self._clock = clock
        self._max_wait_seconds = max_wait_seconds
        self._lock = threading.Lock()

    def acquire(self, cost: float = 1.0) -> float:
        """Take `cost` as soon as there is room and return the time waited [s].

        Raises:
            BudgetExhaustedError: It would wait longer than `max_wait_seconds`.
            ShrinkError: The cost can never be paid, however long one waits.
            ValueError: The cost is negative, NaN or infinite.
        """
        check_cost(cost)
        waited = 0.0
        while (wait := self._take(cost)) > 0:
            wait = max(wait, _SHORTEST_SLEEP_SECONDS)
            if waited + wait > self._max_wait_seconds:
                raise self._exhausted(wait, waited + wait)
            # Nobody holds the lock while he sleeps: a correction is heeded at once.
            self._clock.sleep(wait)
            waited += wait
        return waited

    @contextmanager
    def charged(self, cost: float = 1.0) -> Iterator[float]:
        """Acquire, and know that a call is under way; yields the time waited [s].

        Raises what `acquire` raises.
        """
        yield self.acquire(cost)

    @abstractmethod
    def _take(self, cost: float) -> float:
        """Take the cost and return 0, or take nothing and return the wait [s]."""

    def _exhausted(self, wait: float, total: float) -> BudgetExhaustedError:
        rest = timedelta(seconds=min(math.ceil(wait), _YEAR_SECONDS))
        again = self._clock.now() + rest
        error = BudgetExhaustedError(
            f"the budget is spent: waiting {total:,.0f} s would pass max_wait_seconds "
            f"({self._max_wait_seconds:,.0f} s)",
            where=self._name,
            next_step=f"run again with the last state after {again:%Y-%m-%d %H:%M:%S} "
            "UTC, nothing is lost; or raise max_wait_seconds",
        )
        error.resume_at = again
        return error

    def _never(self, cost: float, most: float) -> ShrinkError:
        what = f"a call of cost {cost:,.1f} never fits a budget of {most:,.1f}"
        return ShrinkError(what, where=self._name, next_step="ask for less at a time")


def check_cost(cost: float) -> None:
    """Refuse a cost that would break the arithmetic.

    Raises:
        ValueError: The cost is negative, NaN or infinite.
    """
    if not (math.isfinite(cost) and cost >= 0):
        msg = f"a cost is a number from 0 up, got {cost}"
        raise ValueError(msg)


def is_positive(number: float) -> bool:
    """Whether it is a finite number above zero."""
    return math.isfinite(number) and number > 0
