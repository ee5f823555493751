"""Leave a failing source alone for a while, and remember it between runs."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from tap_kit.atomic import locked, read_json, write_json
from tap_kit.clock import utc
from tap_kit.errors import CircuitOpenError, SettingsError
from tap_kit.limiter import is_positive

if TYPE_CHECKING:
    from pathlib import Path

    from tap_kit.clock import Clock

logger = logging.getLogger(__name__)


_MOST_DOUBLINGS = 30
"""Beyond it no time is meant, and numbers would overflow."""


class Circuit(Enum):
    """Closed lets calls through, open none, half-open exactly one probe."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class _Memory(msgspec.Struct):
    """What the file holds. `since`: when it opened, or when its probe set out [UTC]."""

    circuit: Circuit = Circuit.CLOSED
    failures: int = 0
    since: datetime | None = None

    def check(self) -> None:
        """Refuse what no breaker would have written.

        Raises:
            SettingsError: `since` bears no time zone.
            ValueError: The parts contradict each other.
        """
        is_closed = self.circuit is Circuit.CLOSED
        if self.failures < 0 or is_closed is not (self.since is None):
            msg = f"{self.circuit.value}, {self.failures} failures, since {self.since}"
            raise ValueError(msg)
        if self.since is not None:
            utc(self.since)


class CircuitBreaker:
    """Count failures in a row; after too many, refuse calls for a while.

    Runs are short and many: the state lies in a file, replaced atomically, and is read
    at each step, so processes and threads that share the file share the breaker.
    A file nobody can read counts as closed, is warned of, and is rewritten.

    Args:
        path: The file; a lock file lies beside it.
        clock: Shows the real time, not that of a replay: the file outlives the run.
        failures: How many in a row open the circuit.
        open_seconds: How long it stays open, and how long a probe may take [s].
        longest_seconds: Each failed probe doubles `open_seconds` up to this [s].

    Raises:
        SettingsError: `failures` or `open_seconds` is not positive.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        failures: int = 5,
        open_seconds: float = 60,
        longest_seconds: float = 0,
    ) -> None:
        if failures < 1 or not is_positive(open_seconds):
            what = f"{failures} failures or {open_seconds} s open is not positive"
            raise SettingsError(what, where="circuit breaker")
        self._path = path
        self._clock = clock
        self._failures = failures
        self._open_seconds = open_seconds
        self._longest_seconds = max(longest_seconds, open_seconds)

    @property
    def circuit(self) -> Circuit:
        """The state as the file says it.

        Raises:
            TapError: The file cannot be read or written (exit code 7).
        """
        with locked(self._path):
            return self._load().circuit

    def check(self) -> None:
        """Let the next call through, or refuse it.

        After `open_seconds` one caller goes through as a probe; the others wait for its
        `success` or `failure`, but no longer than `open_seconds`: it may have died.

        Raises:
            CircuitOpenError: The source is being left alone.
            TapError: The file cannot be read or written (exit code 7).
        """
        with locked(self._path):
            memory = self._load()
            if memory.since is None:
                return
            now = self._clock.now()
            since = min(memory.since, now)
            if since != memory.since:  # Our clock was put back; do not wait for it.
                self._save(_Memory(memory.circuit, memory.failures, since))
            again = since + self._open(memory)
            if now < again:
                raise self._refused(again, memory.failures)
            self._save(_Memory(Circuit.HALF_OPEN, memory.failures, now))

    def success(self) -> None:
        """Close the circuit: the source answers.

        Raises:
            TapError: The file cannot be read or written (exit code 7).
        """
        with locked(self._path):
            if self._load() != _Memory():
                self._save(_Memory())

    def failure(self, *, at_once: bool = False) -> None:
        """Count a failure; a failed probe opens the circuit again at once.

        Args:
            at_once: The source has said that it wants to be left alone.

        Raises:
            TapError: The file cannot be read or written (exit code 7).
        """
        with locked(self._path):
            memory = self._load()
            failures = memory.failures + 1
            if at_once:
                failures = max(failures, self._failures)
            now = self._clock.now()
            match memory.circuit:
                case Circuit.OPEN:  # A call that was under way when it opened.
                    memory = _Memory(Circuit.OPEN, failures, memory.since)
                case Circuit.CLOSED if failures < self._failures:
                    memory = _Memory(Circuit.CLOSED, failures)
                case _:
                    memory = _Memory(Circuit.OPEN, failures, now)
            self._save(memory)

    def _open(self, memory: _Memory) -> timedelta:
        """How long the circuit stays open: twice as long after each failed probe."""
        doublings = min(max(memory.failures - self._failures, 0), _MOST_DOUBLINGS)
        seconds = self._open_seconds * 2.0**doublings
        return timedelta(seconds=min(seconds, self._longest_seconds))

    def _refused(self, again: datetime, failures: int) -> CircuitOpenError:
        error = CircuitOpenError(
            f"the source failed {failures} times in a row and is left alone",
            where=self._path.name,
            next_step=f"run again after {again:%Y-%m-%d %H:%M:%S} UTC, nothing is lost",
        )
        error.resume_at = again
        return error

    def _load(self) -> _Memory:
        try:
            value = read_json(self._path)
            memory = _Memory() if value is None else msgspec.convert(value, _Memory)
            memory.check()
        except (ValueError, SettingsError) as error:
            logger.warning(
                "%s is no breaker state (%s): treated as closed and rewritten",
                self._path,
                error,
            )
            memory = _Memory()
            self._save(memory)
        return memory

    def _save(self, memory: _Memory) -> None:
        write_json(self._path, msgspec.to_builtins(memory))
