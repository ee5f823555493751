"""One counter that its server clears at each full minute, hour or day of UTC."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tap_kit.limiter import is_positive

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROUNDING_SECONDS = 0.001


class Window:
    """What was spent since the last full minute, hour or day.

    Args:
        seconds: Length of the window [s].
        limit: What may be spent in it.
        margin: How far the server's clock may be from ours [s].
        now: The instant, as seconds since 1970 in UTC.
        ticks: The same moment on the monotonic clock [s].

    Raises:
        ValueError: The length or limit is not a positive number, or the margin is
            negative or as long as the window.
    """

    def __init__(
        self, seconds: int, limit: float, margin: float, now: float, ticks: float
    ) -> None:
        if not (is_positive(seconds) and is_positive(limit) and 0 <= margin < seconds):
            msg = f"window of {seconds} s, limit {limit}, margin {margin} s"
            raise ValueError(msg)
        self.seconds = seconds
        self.limit = limit
        self.spent = 0.0
        self._before = 0.0
        self._late = 0.0
        self._margin = margin
        self._index = self._newest = int(now // seconds)
        self._cleared = ticks

    def turn(self, now: float, ticks: float, in_flight: float) -> None:
        """Clear the counter if a new window began; calls under way fall into it.

        A clock that is put back and forth must not open the same window twice: one that
        was open before is cleared only when its whole length has really passed.
        """
        index = int(now // self.seconds)
        passed = ticks - self._cleared + _ROUNDING_SECONDS
        if index == self._index or (index <= self._newest and passed < self.seconds):
            return
        is_next = index == self._index + 1
        self._before = self.spent if is_next else 0.0
        self.spent = in_flight + (self._late if is_next else 0.0)
        self._late = 0.0
        self._cleared = ticks
        self._index, self._newest = index, max(index, self._newest)

    def add(self, cost: float, now: float) -> None:
        """Count a cost."""
        self.spent += cost
        self.end(cost, now)

    def end(self, cost: float, now: float) -> None:
        """Count a call that ends in the margin: the server may be a window ahead."""
        if self.rest(now) <= self._margin:
            self._late += cost

    def wait(self, cost: float, now: float, *, overshoot: bool) -> float:
        """Return how long one must wait before a call of this cost may go [s].

        In the margin after a turn the server may still be in the window before.
        """

        def fits(spent: float) -> bool:
            return spent < self.limit if overshoot else spent + cost <= self.limit

        if not fits(self.spent):
            return self.rest(now) + self._margin
        if fits(self._before + self.spent):
            return 0.0
        return max(self._margin - now % self.seconds, 0.0)

    def rest(self, now: float) -> float:
        """Return how long this window still lasts [s]."""
        return self.seconds - now % self.seconds

    def dump(self) -> dict[str, Any]:
        """Return length [s], begin [UTC] and what was spent, ready for JSON."""
        began = datetime.fromtimestamp(self._newest * self.seconds, UTC)
        return {
            "seconds": self.seconds,
            "began_at": began.isoformat(),
            "spent": self.spent,
        }

    def load(self, entry: Mapping[str, Any]) -> None:
        """Count what other processes spent in this window, or in one still to come.

        The entry is a whole, ours included: the larger count is the truth.

        Raises:
            KeyError: A part of the entry is missing.
            TypeError: A part is of another type.
            ValueError: A part makes no sense.
        """
        began = datetime.fromisoformat(entry["began_at"])
        spent = entry["spent"]
        if began.tzinfo is None or not (math.isfinite(spent) and spent >= 0):
            msg = f"began_at {began}, spent {spent}"
            raise ValueError(msg)
        index = int(began.timestamp() // self.seconds)
        # Later than now: our clock was put back since, and the server's was not.
        if index >= self._index:
            self.spent = max(self.spent, spent)
            self._newest = max(index, self._newest)
