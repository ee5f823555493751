"""Sandbox time: it starts where it is told to and goes on, or stands still."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Lock


class SandboxClock:
    """The clock that answers, windows and model runs go by.

    Args:
        now: Where to start; the real time if not given.
        frozen: Stand still until `set` or `advance` is called.

    Raises:
        ValueError: `now` bears no time zone.
    """

    def __init__(self, now: datetime | None = None, *, frozen: bool = False) -> None:
        self._lock = Lock()
        self._frozen = frozen
        self.set(now or datetime.now(UTC))

    def now(self) -> datetime:
        """Tell sandbox time in UTC."""
        with self._lock:
            passed = 0.0 if self._frozen else time.monotonic() - self._since
            return self._start + timedelta(seconds=passed)

    def set(self, now: datetime) -> None:
        """Jump to a time; a moving clock moves on from there."""
        if now.tzinfo is None:
            message = f"{now} has no time zone; give one, for example +00:00 or Z"
            raise ValueError(message)
        with self._lock:
            self._start = now.astimezone(UTC)
            self._since = time.monotonic()

    def advance(self, seconds: float) -> None:
        """Jump ahead."""
        self.set(self.now() + timedelta(seconds=seconds))
