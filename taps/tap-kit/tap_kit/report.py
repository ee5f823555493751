"""What a run did: counted while it runs, told to people and to the lake at its end."""

from __future__ import annotations

import re
import threading
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_kit.errors import ExitCode, SettingsError, TapError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tap_kit.clock import Clock

# The id travels in every row and in request headers: nothing that could break a line.
_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class RunColumn(NamedTuple):
    """One column of `connector_runs`: name, JSON Schema type, description with unit."""

    name: str
    schema: Mapping[str, Any]
    description: str


_TEXT = {"type": ["string", "null"]}
_COUNT = {"type": "integer"}
_NUMBER = {"type": "number"}
_INSTANT = {"type": ["string", "null"], "format": "date-time"}
_ROWS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "stream": {"type": "string", "description": "Name of the stream."},
            "rows": {"type": "integer", "description": "Records written [count]."},
        },
    },
}

_METRICS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "Name of the metric."},
            "value": {"type": ["number", "null"], "description": "Its value [1]."},
        },
    },
}

RUN_COLUMNS = (
    RunColumn("run_id", {"type": "string"}, "Id of the run; key of this stream."),
    RunColumn("correlation_id", _TEXT, "Id shared by all that one order set going."),
    RunColumn("connector", _TEXT, "Name of the connector, e.g. tap-openmeteo."),
    RunColumn("connector_version", _TEXT, "Version of the connector."),
    RunColumn("started_at", _INSTANT, "Start of the run [UTC]."),
    RunColumn("finished_at", _INSTANT, "End of the run [UTC]; null while it runs."),
    RunColumn("duration_seconds", _NUMBER, "How long it ran or has been running [s]."),
    RunColumn(
        "success",
        {"type": ["boolean", "null"]},
        "Whether it ended with exit code 0; null while it runs.",
    ),
    RunColumn(
        "exit_code",
        {"type": ["integer", "null"]},
        "0 ok, 1 unexpected, 2 settings, 3 auth, 4 gave up waiting (resumable), "
        "5 data, 6 partial, 7 storage, 130 interrupted; null while it runs.",
    ),
    RunColumn("error_class", _TEXT, "Class of the error that ended it; null if none."),
    RunColumn("requests", _COUNT, "HTTP requests sent, retries included [count]."),
    RunColumn("retries", _COUNT, "Requests sent again after an error [count]."),
    RunColumn("waits", _COUNT, "Times it waited for a budget or a server [count]."),
    RunColumn("wait_seconds", _NUMBER, "Time spent in these waits [s]."),
    RunColumn("throttles", _COUNT, "Answers that told us to slow down [count]."),
    RunColumn("calls", _NUMBER, "Cost in the vendor's own unit, e.g. weighted calls."),
    RunColumn("rows", _COUNT, "Records written, this one not counted [count]."),
    RunColumn("rows_by_stream", _ROWS, "Records written by stream [count]."),
    RunColumn("quarantines", _COUNT, "Records or requests set aside [count]."),
    RunColumn("metrics", _METRICS, "What this connector measures beside that."),
    RunColumn(
        "checkpoint", _TEXT, "How far its streams have come; null if it does not say."
    ),
)
"""Every column that `RunReport.record` returns, in its order."""


@dataclass
class _Counts:
    requests: int = 0
    retries: int = 0
    waits: int = 0
    wait_seconds: float = 0.0
    throttles: int = 0
    calls: float = 0.0
    quarantines: int = 0


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
        self._counts = _Counts()
        self._rows: dict[str, int] = {}
        self._shares: dict[str, tuple[int, int]] = {}
        self._numbers: dict[str, float] = {}
        self._checkpoints: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def spent(self) -> tuple[int, float]:
        """Requests sent so far, and their cost in the vendor's own unit."""
        with self._lock:
            return self._counts.requests, self._counts.calls

    def add_request(self, *, calls: float = 0.0, retry: bool = False) -> None:
        """Count a request, its cost in the vendor's unit, and if it was a retry."""
        with self._lock:
            self._counts.requests += 1
            self._counts.retries += retry
            self._counts.calls += calls

    def add_wait(self, seconds: float, *, throttled: bool = False) -> None:
        """Count a wait [s], and whether the server asked for it; zero is no wait."""
        with self._lock:
            self._counts.waits += seconds > 0
            self._counts.wait_seconds += max(seconds, 0.0)
            self._counts.throttles += throttled

    def add_quarantines(self, count: int = 1) -> None:
        """Count records or requests that were set aside."""
        with self._lock:
            self._counts.quarantines += count

    def add_rows(self, stream: str, count: int = 1) -> None:
        """Count records of a stream; zero makes the stream appear in the summary."""
        with self._lock:
            self._rows[stream] = self._rows.get(stream, 0) + count

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
            counts, rows = asdict(self._counts), dict(self._rows)
            shares, numbers = dict(self._shares), dict(self._numbers)
        values = counts | {
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
            "rows": sum(rows.values()),
            "rows_by_stream": [{"stream": name, "rows": n} for name, n in rows.items()],
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
            counts, rows = _Counts(**asdict(self._counts)), dict(self._rows)
            shares, numbers = dict(self._shares), dict(self._numbers)
        width = max(map(len, rows), default=0)
        lines = [
            f"  {name:<{width}}  {count:>12,} rows" for name, count in rows.items()
        ]
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
        total = f"{sum(rows.values()):,} rows in {self._duration():,.1f} s"
        lines.append(f"{self.connector} {self.version} {self._verdict()}: {total}")
        return "\n".join(lines)

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
                return ExitCode.PARTIAL if self._counts.quarantines else ExitCode.OK
            case TapError():
                return error.exit_code
            case KeyboardInterrupt():
                return ExitCode.INTERRUPTED
            case _:
                return ExitCode.UNEXPECTED


def _id(setting: str, value: str | None) -> str | None:
    if value is not None and not _ID.fullmatch(value):
        what = "it is not 1 to 128 letters, digits or ._:-"
        raise SettingsError(what, where=setting, next_step="choose a plain id")
    return value


def _iso(instant: datetime | None) -> str | None:
    return (
        None
        if instant is None
        else instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )
