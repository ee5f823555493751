"""Ask no faster than the source allows: a bucket of tokens, and fixed windows.

Both wait through the clock they are given, so give them one that shows the server's
time. Both end the run (exit code 4, resumable) rather than wait too long.
"""

from __future__ import annotations

import logging
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.limiter import Limiter, check_cost, is_positive
from tap_kit.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tap_kit.clock import Clock

logger = logging.getLogger(__name__)


class TokenBucket(Limiter):
    """A bucket of tokens that fills steadily, and that the server can correct.

    In any span of T seconds at most `burst + rate * T` is granted.

    Args:
        rate: Tokens that flow in [1/s].
        burst: Tokens it holds; it starts full.
        clock: Only its monotonic side is used: a wall clock may jump as it likes.
        max_wait_seconds: Longest wait of one call [s].
        name: Whose limit it is, for messages.

    Raises:
        ValueError: `rate` or `burst` is not a positive number.
    """

    def __init__(
        self,
        rate: float,
        burst: float,
        clock: Clock,
        *,
        max_wait_seconds: float = math.inf,
        name: str = "token bucket",
    ) -> None:
        super().__init__(name, clock, max_wait_seconds)
        if not (is_positive(rate) and is_positive(burst)):
            msg = f"rate and burst are positive numbers, got {rate} and {burst}"
            raise ValueError(msg)
        self._rate = rate
        self._burst = burst
        self._available = burst
        self._filled_at = self._paused_until = clock.monotonic()

    @property
    def rate(self) -> float:
        """Tokens that flow in [1/s]."""
        return self._rate

    @property
    def burst(self) -> float:
        """Tokens it holds at most."""
        return self._burst

    @property
    def available(self) -> float:
        """Tokens in the bucket now."""
        with self._lock:
            self._fill()
            return self._available

    def correct(
        self, available: float, rate: float | None = None, burst: float | None = None
    ) -> None:
        """Believe the server's own numbers; those that make no sense are logged only.

        Args:
            available: Tokens left on the server's side.
            rate: Tokens that flow in [1/s], where the server says it.
            burst: Tokens the bucket holds, where the server says it.
        """
        with self._lock:
            self._fill()
            if rate is not None and self._believable("rate", rate, is_positive(rate)):
                self._rate = rate
            if burst is not None and self._believable(
                "burst", burst, is_positive(burst)
            ):
                self._burst = burst
            if self._believable("available", available, math.isfinite(available)):
                self._available = available
            self._available = min(max(self._available, 0.0), self._burst)

    def pause(self, seconds: float) -> None:
        """Grant nothing for so long [s], as Retry-After asks; never ends a pause."""
        with self._lock:
            if self._believable("pause", seconds, math.isfinite(seconds)):
                until = self._clock.monotonic() + seconds
                self._paused_until = max(self._paused_until, until)

    @override
    def _take(self, cost: float) -> float:
        with self._lock:
            self._fill()
            if cost > self._burst:
                raise self._never(cost, self._burst)
            pause = self._paused_until - self._clock.monotonic()
            shortage = cost - self._available
            if pause <= 0 and shortage <= 0:
                self._available -= cost
                return 0.0
            return max(pause, shortage / self._rate)

    def _fill(self) -> None:
        now = self._clock.monotonic()
        if now > self._filled_at:
            gained = self._rate * (now - self._filled_at)
            self._available = min(self._available + gained, self._burst)
            self._filled_at = now

    def _believable(self, what: str, number: float, makes_sense: bool) -> bool:  # noqa: FBT001 an answer, not a switch
        if not makes_sense:
            logger.warning("%s: the server says %s %s", self._name, what, number)
        return makes_sense


class FixedWindows(Limiter):
    """Counters that a server clears at each full minute, hour or day of UTC.

    Open-Meteo's semantics: a call may go while every counter is below its limit, and
    its cost is added even where it passes the limit.
    https://github.com/open-meteo/open-meteo (RateLimiter.swift)

    Args:
        limits: Pairs of window length [s] and limit [vendor's cost unit].
        clock: Its wall side must show the server's time; it may jump.
        max_wait_seconds: Longest wait of one call [s].
        name: Whose limit it is, for messages.
        overshoot: Whether the last call of a window may pass its limit.
        margin_seconds: How far the server's clock may be from ours [s].

    Raises:
        ValueError: A length or limit is not positive, or a length comes twice.
    """

    def __init__(  # noqa: PLR0913 all but two are options
        self,
        limits: Iterable[tuple[int, float]],
        clock: Clock,
        *,
        max_wait_seconds: float = math.inf,
        name: str = "fixed windows",
        overshoot: bool = True,
        margin_seconds: float = 1.0,
    ) -> None:
        super().__init__(name, clock, max_wait_seconds)
        now, ticks = clock.now().timestamp(), clock.monotonic()
        self._windows: dict[int, Window] = {}
        for seconds, limit in limits:
            if seconds in self._windows:
                msg = f"two limits for a window of {seconds} s"
                raise ValueError(msg)
            self._windows[seconds] = Window(seconds, limit, margin_seconds, now, ticks)
        self._overshoot = overshoot
        self._in_flight = 0.0

    def wait_for(self, cost: float = 1.0) -> float:
        """Return how long a call would have to wait now [s]; takes nothing.

        Raises:
            ShrinkError: The cost can never be paid, however long one waits.
            ValueError: The cost is negative, NaN or infinite.
        """
        check_cost(cost)
        with self._lock:
            return self._wait(cost)

    @override
    @contextmanager
    def charged(self, cost: float = 1.0) -> Iterator[float]:
        """Acquire, and hold the cost while the call is under way.

        The server adds a cost when the call ends: one that crosses a full minute counts
        in the new window. Yields the time waited [s]; raises what `acquire` raises.
        """
        waited = self.acquire(cost)
        with self._lock:
            self._in_flight += cost
        try:
            yield waited
        finally:
            self._end(cost)

    def spend(self, cost: float) -> None:
        """Add a cost without asking, e.g. what a call cost above its estimate.

        Raises:
            ValueError: The cost is negative, NaN or infinite.
        """
        check_cost(cost)
        with self._lock:
            self._spend(cost)

    def exhaust(self, window_seconds: int) -> None:
        """Believe the server that this window is full, until its end.

        Raises:
            KeyError: There is no window of this length.
        """
        with self._lock:
            self._turn()
            window = self._windows[window_seconds]
            window.spent = max(window.spent, window.limit)

    @property
    def left(self) -> float | None:
        """What is left of the window that is fullest [0 to 1]; None without any."""
        with self._lock:
            self._turn()
            shares = [w.spent / w.limit for w in self._windows.values()]
        return max(0.0, 1 - max(shares)) if shares else None

    def dump(self) -> dict[str, Any]:
        """Return what was spent in which window, ready for JSON."""
        with self._lock:
            self._turn()
            return {"windows": [window.dump() for window in self._windows.values()]}

    def load(self, state: Mapping[str, Any]) -> None:
        """Know what an earlier process spent; windows that are over count nothing.

        Whatever makes no sense is logged and counts nothing: the server still corrects.
        """
        entries = state.get("windows")
        with self._lock:
            self._turn()
            for entry in entries if isinstance(entries, list) else ():
                try:
                    self._windows[entry["seconds"]].load(entry)
                except (KeyError, TypeError, ValueError, OverflowError) as error:
                    logger.warning(
                        "%s: an entry of the saved budget counts nothing: %s(%s)",
                        self._name,
                        type(error).__name__,
                        error,
                    )

    def _end(self, cost: float) -> None:
        with self._lock:
            now = self._turn()
            self._in_flight -= cost
            for window in self._windows.values():
                window.end(cost, now)

    @override
    def _take(self, cost: float) -> float:
        with self._lock:
            wait = self._wait(cost)
            if wait == 0:
                self._spend(cost)
            return wait

    def _wait(self, cost: float) -> float:
        now = self._turn()
        windows = self._windows.values()
        least = min((window.limit for window in windows), default=math.inf)
        if cost > least and not self._overshoot:
            raise self._never(cost, least)
        waits = [
            window.wait(cost, now, overshoot=self._overshoot) for window in windows
        ]
        return max(waits, default=0.0)

    def _spend(self, cost: float) -> None:
        now = self._turn()
        for window in self._windows.values():
            window.add(cost, now)

    def _turn(self) -> float:
        now, ticks = self._clock.now().timestamp(), self._clock.monotonic()
        for window in self._windows.values():
            window.turn(now, ticks, self._in_flight)
        return now
