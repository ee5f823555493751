"""What may still be asked: the plan's windows, and five requests a second.

The server counts by address over processes, so what was spent lies in a file.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tap_kit.atomic import read_json, write_json
from tap_kit.pacing import FixedWindows, TokenBucket
from tap_openmeteo.plans import DAY, REQUESTS_PER_SECOND

if TYPE_CHECKING:
    from pathlib import Path

    from tap_kit.clock import Clock
    from tap_openmeteo.plans import Plan

logger = logging.getLogger(__name__)


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
        self._path = path
        self._windows = FixedWindows(
            limits.items(),
            clock,
            max_wait_seconds=max_wait_seconds,
            name=f"Open-Meteo, plan {plan.name}",
        )
        self._rate = TokenBucket(REQUESTS_PER_SECOND, REQUESTS_PER_SECOND, clock)
        self._lengths = tuple(limits)
        self._load()

    def acquire(self, cost: float) -> float:
        """Take one request of this cost [calls] and return the time waited [s].

        Raises:
            BudgetExhaustedError: It would wait too long; the run can be resumed.
            TapError: The file cannot be written (exit code 7).
        """
        waited = self._windows.acquire(cost) + self._rate.acquire()
        self._save()
        return waited

    def exhaust(self, window: int) -> None:
        """Believe the server that a window is full; one we do not count is ignored."""
        if window in self._lengths:
            self._windows.exhaust(window)
            self._save()

    def _load(self) -> None:
        try:
            self._windows.load(read_json(self._path) or {})
        except ValueError as error:
            logger.warning("%s counts nothing: %s", self._path.name, error)

    def _save(self) -> None:
        if self._lengths:
            write_json(self._path, self._windows.dump())
