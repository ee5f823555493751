"""What a run did: a JSON file in the lake, and a table a human reads on stderr."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import ExitCode, LakeError, PartialError
from target_parquet_lake.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

NAME = "target-parquet-lake"


@dataclass(slots=True)
class StreamSummary:
    """One stream's part of a run.

    Attributes:
        table: The table, e.g. `raw/default__openmeteo__cells`.
        path: Its folder.
        rows_read: Records read.
        rows_written: Records committed, each counted once, replaced ones included.
        rows_dead_lettered: Lines put aside.
        rows_filtered: Records that the stream's map left out.
        rows_retired: Rows that a full load or a restated window did not bring again.
        windows_held: Restated windows that took no effect (see windows.py).
        rows_inserted: Rows that were new in the table.
        rows_updated: Rows that replaced one of the same key.
        commits: Commits made.
        version: The table's version after the last of them; None without one.
        columns: Column names and types.
        notes: What was altered within what is documented, with counts.
    """

    table: str = ""
    path: str = ""
    rows_read: int = 0
    rows_written: int = 0
    rows_dead_lettered: int = 0
    rows_filtered: int = 0
    rows_retired: int = 0
    windows_held: int = 0
    rows_inserted: int = 0
    rows_updated: int = 0
    commits: int = 0
    version: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def unaccounted(self) -> int:
        """Records read that are neither written nor put aside nor filtered."""
        known = self.rows_written + self.rows_dead_lettered + self.rows_filtered
        return self.rows_read - known


_HEAD = (
    *("stream", "read", "written", "dead letters", "filtered"),
    *("new", "updated", "commits", "version"),
)


@dataclass(slots=True)
class RunSummary:
    """A whole run.

    Attributes:
        run_id: The run.
        correlation_id: The order that set the pipe going; empty if none is known.
        path: The lake's folder.
        tenant: Whose data it is.
        source: Where it came from.
        metadata: Versions of the programs, and how the run was set.
        started_at: UTC, ISO 8601.
        finished_at: UTC, ISO 8601; empty while the run goes on.
        dry_run: Whether it wrote nothing, and only says what it would write.
        success: Whether it reached the end of its input.
        exit_code: The process's exit code.
        error: What ended it early, or empty.
        states: STATE messages passed on.
        streams: Each stream's part.
        astray: Lines put aside that belong to no stream the run knows.
    """

    run_id: str
    path: str
    tenant: str
    source: str
    metadata: dict[str, Any]
    started_at: str
    correlation_id: str = ""
    finished_at: str = ""
    dry_run: bool = False
    success: bool = False
    exit_code: int = 0
    error: str = ""
    states: int = 0
    streams: dict[str, StreamSummary] = field(default_factory=dict)
    astray: StreamSummary = field(default_factory=StreamSummary)

    def end(self, when: datetime, error: Exception | None) -> None:
        """Tell when the run ended, and how.

        Args:
            when: The time.
            error: What ended it early; None for nothing.
        """
        self.finished_at = when.isoformat()
        self.success = error is None or isinstance(error, PartialError)
        if isinstance(error, LakeError):
            self.exit_code, self.error = error.code, str(error)
        elif error is not None:
            self.exit_code, self.error = ExitCode.UNEXPECTED, type(error).__name__

    def check(self) -> None:
        """Check that every record read is written, put aside or filtered.

        Raises:
            LakeError: If one is not, or is counted twice.
        """
        for name, stream in self.streams.items():
            if stream.unaccounted:
                raise LakeError(
                    what=(
                        f"{stream.unaccounted:,} of {stream.rows_read:,} records read "
                        "are not accounted for."
                    ),
                    where=f"stream {name}, run {self.run_id}",
                    next_step=(
                        "keep the tap's output and report it: this is a defect of the "
                        "target"
                    ),
                )

    def _all(self) -> list[tuple[str, StreamSummary]]:
        return [*sorted(self.streams.items()), ("lines of no stream", self.astray)]

    def save(self, folder: Path) -> Path:
        """Write the summary as `<folder>/<run id>.json`, whole or not at all."""
        path = folder / f"{self.run_id}.json"
        write_atomic(
            path, json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"
        )
        return path

    def text(self) -> str:
        """The summary as a table."""
        rows = [
            (
                name,
                f"{s.rows_read:,}",
                f"{s.rows_written:,}",
                f"{s.rows_dead_lettered:,}",
                f"{s.rows_filtered:,}",
                f"{s.rows_inserted:,}",
                f"{s.rows_updated:,}",
                f"{s.commits:,}",
                "-" if s.version is None else str(s.version),
            )
            for name, s in self._all()
            if s is not self.astray or s.rows_dead_lettered
        ]
        notes = [
            f"  note: {stream}: {note} ({count:,})"
            for stream, s in sorted(self.streams.items())
            for note, count in sorted(s.notes.items())
        ]
        notes += [
            f"  {name}: {count:,} {what}"
            for name, s in sorted(self.streams.items())
            for what, count in (
                ("not brought again and retired", s.rows_retired),
                ("windows held: not all their rows are here", s.windows_held),
            )
            if count
        ]
        outcome = "done" if not self.error else f"ended early: {self.error}"
        if self.dry_run:
            outcome = f"dry run, nothing was written: {outcome}"
        title = f"{self.source} -> {self.path} (tenant {self.tenant}): {outcome}"
        order = f", correlation id {self.correlation_id}" if self.correlation_id else ""
        states = f"  {self.states:,} STATE passed on, run {self.run_id}{order}"
        return "\n".join([title, *_table(_HEAD, rows), *notes, states])


def begin(  # noqa: PLR0913, PLR0917 - the parts of a summary that are known at first.
    run_id: str,
    path: str,
    tenant: str,
    source: str,
    config: Mapping[str, Any],
    now: datetime,
) -> RunSummary:
    """The summary of a run that begins, set by these settings."""
    settings = ("load_method", "schema_policy", "allow_keyless", "fsync")
    programs = {name: version(name) for name in (NAME, "singer-sdk", "deltalake")}
    return RunSummary(
        run_id=run_id,
        path=path,
        tenant=tenant,
        source=source,
        dry_run=bool(config["dry_run"]),
        metadata={**programs, **{name: config[name] for name in settings}},
        started_at=now.isoformat(),
        correlation_id=config.get("correlation_id") or "",
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (head, *rows)
    ]
