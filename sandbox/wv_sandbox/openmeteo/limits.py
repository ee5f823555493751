"""Limits of the free API: weighted calls in fixed windows, and calls in flight.

Weights are checked before and added after a call, so one heavy call may overshoot. The
windows are emptied on the full minute, hour and UTC day.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

from wv_sandbox.openmeteo.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wv_sandbox.clock import SandboxClock

MAX_WEIGHT = 5000.0
"""A single heavier call is refused."""
_VARIABLES_A_CALL = 10.0
_DAYS_A_CALL = 14.0


class Window(NamedTuple):
    """A window: its length [s], the weight it holds, and the words when it is full."""

    seconds: int
    weight: float
    reason: str


WINDOWS = (
    Window(
        60,
        600.0,
        "Minutely API request limit exceeded. Please try again in one minute.",
    ),
    Window(
        3600,
        5_000.0,
        "Hourly API request limit exceeded. Please try again in the next hour.",
    ),
    Window(
        86_400, 10_000.0, "Daily API request limit exceeded. Please try again tomorrow."
    ),
)
CONCURRENT = "Too many concurrent requests"
LIMIT_REASONS = {
    "minutely": WINDOWS[0].reason,
    "hourly": WINDOWS[1].reason,
    "daily": WINDOWS[2].reason,
    "concurrent": CONCURRENT,
}
"""Every reason for a 429."""


def weight(variables: int, days: float) -> float:
    """Weigh one location of a call.

    Args:
        variables: Number of variables times number of models.
        days: Days asked for.
    """
    share = variables / _VARIABLES_A_CALL
    return max(1.0, share, share * days / _DAYS_A_CALL)


class Limits:
    """What each client has spent, and what it has in flight."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._spent: dict[tuple[str, int], tuple[int, float]] = {}
        self._in_flight: defaultdict[str, int] = defaultdict(int)
        self._turns: dict[str, asyncio.Semaphore] = {}

    def spent(self, client: str, window: Window) -> float:
        """Tell the weight a client has spent in the running window."""
        number, total = self._spent.get((client, window.seconds), (0, 0.0))
        return total if number == self._number(window) else 0.0

    def _number(self, window: Window) -> int:
        return int(self._clock.now().timestamp()) // window.seconds

    def clear(self) -> None:
        """Forget what was spent."""
        self._spent.clear()

    def check(self, client: str) -> None:
        """Refuse a client that has used a window up.

        Raises:
            ApiError: Status 429.
        """
        for window in WINDOWS:
            if self.spent(client, window) >= window.weight:
                raise ApiError(window.reason, 429)

    def add(self, client: str, weight: float) -> None:
        """Charge a client after its call."""
        for window in WINDOWS:
            total = self.spent(client, window) + weight
            self._spent[client, window.seconds] = (self._number(window), total)

    @asynccontextmanager
    async def turn(
        self, client: str, at_once: int, in_flight: int
    ) -> AsyncIterator[None]:
        """Wait for a client's turn.

        Args:
            client: Address or key.
            at_once: Calls that may run together.
            in_flight: Calls that may run or wait.

        Raises:
            ApiError: Status 429, there are too many.
        """
        if self._in_flight[client] >= in_flight:
            raise ApiError(CONCURRENT, 429)
        self._in_flight[client] += 1
        try:
            async with self._turns.setdefault(client, asyncio.Semaphore(at_once)):
                yield
        finally:
            self._in_flight[client] -= 1
