"""What may still be asked: the plan's windows, and five requests a second.

The server counts by address over processes, so what was spent lies in a file.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_kit.pacing import TokenBucket
from tap_kit.planning import Quota
from tap_kit.shared import SharedWindows
from tap_openmeteo.plans import DAY, REQUESTS_PER_SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tap_kit.clock import Clock
    from tap_openmeteo.plans import Plan


class Budget:
    """Wait for room in every window, and remember what was spent.

    Args:
        plan: Its windows [s] and limits [calls].
        path: The file; made with the first request of a plan that has windows.
        clock: Shows the server's time.
        max_wait_seconds: Longest wait of one call [s].
        calls_per_day: An own limit beside the plan's [calls]; None for none.

    Raises:
        ValueError: The own limit is not positive.
    """

    def __init__(
        self,
        plan: Plan,
        path: Path,
        clock: Clock,
        *,
        max_wait_seconds: float,
        calls_per_day: float | None = None,
    ) -> None:
        limits = dict(plan.windows)
        if calls_per_day is not None:
            limits[DAY] = min(limits.get(DAY, calls_per_day), calls_per_day)
        self._windows = SharedWindows(
            path,
            limits.items(),
            clock,
            max_wait_seconds=max_wait_seconds,
            name=f"Open-Meteo, plan {plan.name}",
        )
        self._rate = TokenBucket(REQUESTS_PER_SECOND, REQUESTS_PER_SECOND, clock)
        self._lengths = tuple(limits)
        self.quotas = tuple(
            Quota(f"calls in {length:,} s", limit, length)
            for length, limit in limits.items()
        )
        """What is allowed, by window."""

    @contextmanager
    def charged(self, cost: float) -> Iterator[float]:
        """Take one request of this cost [calls], for as long as it is under way.

        Yields the time waited [s].

        Raises:
            BudgetExhaustedError: It would wait too long; the run can be resumed.
            TapError: The file cannot be written (exit code 7).
        """
        with self._windows.charged(cost) as waited:
            yield waited + self._rate.acquire()

    @property
    def left(self) -> float | None:
        """What is left of the fullest window [0 to 1]; None of a plan without any."""
        return self._windows.left

    def exhaust(self, window: int) -> None:
        """Believe the server that a window is full; one we do not count is ignored."""
        if window in self._lengths:
            self._windows.exhaust(window)
