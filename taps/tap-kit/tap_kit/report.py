"""What a run did: counted while it runs, told to people and to the lake at its end."""

from __future__ import annotations

import re
import threading
import uuid
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from tap_kit.counts import NO_STREAM, Counts, table
from tap_kit.errors import ExitCode, SettingsError, TapError
from tap_kit.run_columns import RUN_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tap_kit.clock import Clock

# The id travels in every row and in request headers: nothing that could break a line.
_ID = re.compile(r"[A-Za-z0-9._:+-]{1,128}")


class RunReport:
    """The counters of one run, safe to use from several threads.

    Args:
        connector: Name of the connector.
        version: Its version.
        clock: Gives start, end and duration.
        run_id: Id of the run; a new one when None.
        correlation_id: Id of the order this run belongs to; the run's own when None.

    Raises:
        SettingsError: An id is empty, too long, or holds characters other than
            letters, digits and `._:-`.
    """

    def __init__(
        self,
        connector: str,
        version: str,
        clock: Clock,
        *,
        run_id: str | None = None,
        correlation_id: str | None = None,
    ) -> None:
        self.connector = connector
        self.version = version
        self.run_id = _id("run_id", run_id) or uuid.uuid4().hex
        self.correlation_id = _id("correlation_id", correlation_id) or self.run_id
        self.success: bool | None = None
        self.exit_code: ExitCode | None = None
        self.error_class: str | None = None
        self.started_at = clock.now()
        self.finished_at: datetime | None = None
        self._clock = clock
        self._begin = clock.monotonic()
        self._seconds: float | None = None
        self._counts: dict[str, Counts] = {}
        self._stream = NO_STREAM
        self._order: dict[str, int] = {}
        self._shares: dict[str, tuple[int, int]] = {}
        self._numbers: dict[str, float] = {}
        self._checkpoints: dict[str, str] = {}
        self._foreseen: dict[str, float] = {}
        self._lock = threading.Lock()
        self.watch: Callable[[], None] = _nobody
        """Is told of each request, each wait, and where a stream begins and ends."""

    @property
    def stream(self) -> str:
        """The stream that is read now; `NO_STREAM` before and between them."""
        return self._stream

    def of(self, stream: str) -> Counts:
        """Return what was counted for a stream so far."""
        with self._lock:
            return replace(self._of(stream))

    def foresee(self, stream: str, share: float) -> None:
        """Say how far a stream is of what it foresees [0 to 1]; it only grows."""
        with self._lock:
            self._foreseen[stream] = share

    def foreseen(self, stream: str) -> float | None:
        """Return how far a stream is [0 to 1]; None where it does not say."""
        with self._lock:
            return self._foreseen.get(stream)

    @property
    def spent(self) -> tuple[int, float]:
        """Requests sent so far, and their cost in the vendor's own unit."""
        with self._lock:
            total = self._total()
            return total.requests, total.calls

    @contextmanager
    def reading(self, stream: str) -> Iterator[None]:
        """Count as a stream's whatever happens meanwhile, but for rows of others.

        A request that serves several streams is counted where it was needed first.
        """
        self._order.setdefault(stream, len(self._order))
        before, self._stream = self._stream, stream
        self.watch()
        try:
            yield
        finally:
            self._stream = before
            self.watch()

    def add_request(self, *, calls: float = 0.0, retry: bool = False) -> None:
        """Count a request, its cost in the vendor's unit, and if it was a retry."""
        with self._lock:
            counts = self._of(self._stream)
            counts.requests += 1
            counts.retries += retry
            counts.calls += calls
        self.watch()

    def add_wait(self, seconds: float, *, throttled: bool = False) -> None:
        """Count a wait [s], and whether the server asked for it; zero is no wait."""
        if seconds <= 0 and not throttled:
            return
        with self._lock:
            counts = self._of(self._stream)
            counts.waits += seconds > 0
            counts.wait_seconds += max(seconds, 0.0)
            counts.throttles += throttled
        self.watch()

    def add_quarantines(self, count: int = 1) -> None:
        """Count records or requests that were set aside."""
        with self._lock:
            self._of(self._stream).quarantines += count

    def add_rows(self, stream: str, count: int = 1) -> None:
        """Count records of a stream; zero makes the stream appear in the summary."""
        with self._lock:
            self._of(stream).rows += count

    def add_share(self, metric: str, *, hit: bool) -> None:
        """Count one case of a named share, e.g. an address that could be located."""
        with self._lock:
            hits, cases = self._shares.get(metric, (0, 0))
            self._shares[metric] = hits + hit, cases + 1

    def add_checkpoint(self, stream: str, reached: str) -> None:
        """Say how far a stream has come, in words that mirror its bookmark."""
        with self._lock:
            self._checkpoints[stream] = reached

    def set_metric(self, metric: str, value: float) -> None:
        """Say a named number of the run, e.g. how many fields were left out."""
        with self._lock:
            self._numbers[metric] = value

    def finish(self, error: BaseException | None = None) -> ExitCode:
        """End the run, once: the first error decides the exit code."""
        with self._lock:
            if self.exit_code is None:
                self.exit_code = self._exit_code(error)
                self.success = self.exit_code is ExitCode.OK
                self.error_class = None if error is None else type(error).__name__
                self.finished_at = self._clock.now()
                self._seconds = self._clock.monotonic() - self._begin
            return self.exit_code

    def record(self) -> dict[str, Any]:
        """Return the `connector_runs` record: the columns of `RUN_COLUMNS`."""
        with self._lock:
            by_stream = [{"stream": n, **asdict(c)} for n, c in self._told().items()]
            shares, numbers = dict(self._shares), dict(self._numbers)
            total = asdict(self._total())
        values = total | {
            "run_id": self.run_id,
            "correlation_id": self.correlation_id,
            "connector": self.connector,
            "connector_version": self.version,
            "started_at": _iso(self.started_at),
            "finished_at": _iso(self.finished_at),
            "duration_seconds": round(self._duration(), 3),
            "success": self.success,
            "exit_code": None if self.exit_code is None else int(self.exit_code),
            "error_class": self.error_class,
            "rows_by_stream": by_stream,
            "checkpoint": self._checkpoint(),
            "metrics": [
                {"name": name, "value": round(hits / cases, 6)}
                for name, (hits, cases) in shares.items()
            ]
            + [{"name": name, "value": value} for name, value in numbers.items()],
        }
        return {column.name: values[column.name] for column in RUN_COLUMNS}

    def summary(self) -> str:
        """Return the run as text for stderr, the most important line last."""
        with self._lock:
            counts, lines = self._total(), [*table(self._told())]
            shares, numbers = dict(self._shares), dict(self._numbers)
        lines += [
            f"  {name} {hits / cases:.4f} ({hits:,} of {cases:,})"
            for name, (hits, cases) in shares.items()
        ]
        lines += [f"  {name} {value:,.6g}" for name, value in numbers.items()]
        if reached := self._checkpoint():
            lines.append(f"  checkpoint {reached}")
        lines.append(
            f"  {counts.requests:,} requests, {counts.retries:,} retries, "
            f"{counts.throttles:,} throttled, {counts.waits:,} waits "
            f"({counts.wait_seconds:,.1f} s), cost {counts.calls:,.1f}, "
            f"{counts.quarantines:,} set aside"
        )
        total = f"{counts.rows:,} rows in {self._duration():,.1f} s"
        lines.append(f"{self.connector} {self.version} {self._verdict()}: {total}")
        return "\n".join(lines)

    def _of(self, stream: str) -> Counts:
        return self._counts.setdefault(stream, Counts())

    def _told(self) -> dict[str, Counts]:
        """What was counted, in the order in which the streams were read."""
        names = sorted(self._counts, key=lambda name: self._order.get(name, -1))
        return {name: self._counts[name] for name in names}

    def _total(self) -> Counts:
        return sum(self._counts.values(), Counts())

    def _checkpoint(self) -> str | None:
        reached = self._checkpoints.items()
        return "; ".join(f"{stream}: {words}" for stream, words in reached) or None

    def _verdict(self) -> str:
        if self.exit_code is None:
            return "is running"
        if self.exit_code is ExitCode.OK:
            return "is done"
        reason = self.error_class or "some of it was set aside"
        return f"ended with exit code {int(self.exit_code)} ({reason})"

    def _duration(self) -> float:
        if self._seconds is None:
            return self._clock.monotonic() - self._begin
        return self._seconds

    def _exit_code(self, error: BaseException | None) -> ExitCode:
        match error:
            case None:
                return ExitCode.PARTIAL if self._total().quarantines else ExitCode.OK
            case TapError():
                return error.exit_code
            case KeyboardInterrupt():
                return ExitCode.INTERRUPTED
            case _:
                return ExitCode.UNEXPECTED


def _nobody() -> None:
    """Watch nothing."""


def _id(setting: str, value: str | None) -> str | None:
    if value is not None and not _ID.fullmatch(value):
        what = "it is not 1 to 128 letters, digits or ._:+-"
        raise SettingsError(what, where=setting, next_step="choose a plain id")
    return value


def _iso(instant: datetime | None) -> str | None:
    return (
        None
        if instant is None
        else instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )
