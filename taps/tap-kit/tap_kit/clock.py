"""Time as something one is given, so that waiting can be tested and a day replayed."""

from __future__ import annotations

import math
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from typing_extensions import override

from tap_kit.errors import SettingsError


class Clock(Protocol):
    """What time it is, how much has passed, and waiting."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC. It may jump; never measure with it."""

    def monotonic(self) -> float:
        """Return seconds that only grow; the zero means nothing."""

    def sleep(self, seconds: float) -> None:
        """Wait; not at all for zero, a negative number, or NaN."""


class SystemClock(Clock):
    """The machine's clock, or one that was set to another instant and runs on from it.

    Args:
        as_of: Run as if the clock was made at this instant (aware); now when None.

    Raises:
        SettingsError: `as_of` bears no time zone.
    """

    def __init__(self, as_of: datetime | None = None) -> None:
        self._as_of = None if as_of is None else utc(as_of)
        self._made = time.monotonic()

    @override
    def now(self) -> datetime:
        if self._as_of is None:
            return datetime.now(UTC)
        return self._as_of + timedelta(seconds=time.monotonic() - self._made)

    @override
    def monotonic(self) -> float:
        return time.monotonic()

    @override
    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)


class ManualClock(Clock):
    """A clock that moves when it is told to, or when somebody sleeps on it.

    Args:
        start: The first instant (aware).

    Raises:
        SettingsError: `start` bears no time zone.
    """

    def __init__(self, start: datetime) -> None:
        self._now = utc(start)
        self._monotonic = 0.0
        self._lock = threading.Lock()
        self.slept: list[float] = []

    @override
    def now(self) -> datetime:
        return self._now

    @override
    def monotonic(self) -> float:
        return self._monotonic

    @override
    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.slept.append(seconds)
            self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Let time pass [s].

        Raises:
            ValueError: Time does not pass backwards, nor by NaN or infinity.
        """
        if not (math.isfinite(seconds) and seconds >= 0):
            msg = f"time passes forwards, got {seconds}; use set() for a wrong clock"
            raise ValueError(msg)
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self._monotonic += seconds

    def set(self, now: datetime) -> None:
        """Put the wall clock elsewhere, also back, as a time server would."""
        with self._lock:
            self._now = utc(now)


def utc(instant: datetime) -> datetime:
    """Return the same instant in UTC.

    Raises:
        SettingsError: The instant bears no time zone, so nobody knows when it is.
    """
    if instant.tzinfo is None:
        what = f"{instant.isoformat()} has no time zone"
        raise SettingsError(
            what,
            next_step="write it with Z or an offset, e.g. 2026-11-15T06:00:00Z",
        )
    return instant.astimezone(UTC)
