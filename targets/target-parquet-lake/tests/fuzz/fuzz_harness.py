"""One input through both engines, into a lake that is only remembered.

Delta is left out, so that some hundred inputs pass a second; all before it is real:
reader, bulk and exact road, schemas, dead letters, summary and STATE.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import ExitStack, redirect_stderr
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest import mock

from target_parquet_lake import bulk, dead_letters, loader
from target_parquet_lake import target as target_module
from target_parquet_lake.dead_letters_table import LetterTable
from target_parquet_lake.errors import DataError, PartialError
from target_parquet_lake.merge import Written
from target_parquet_lake.summary import RunSummary
from target_parquet_lake.table import Table
from target_parquet_lake.target import TargetParquetLake

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    import pyarrow as pa


MARK = "mark"
"""The column that numbers the good records."""
_STAMPS = {"_sdc_received_at", "_sdc_batched_at", "_sdc_sequence", "_lake_run_id"}
_STAMPS |= {"_sdc_sync_started_at"}
_RUN = re.compile("run [0-9a-f]{32}")


@dataclass
class Memory:
    """What a lake would hold."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    letters: list[tuple[Any, ...]] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)
    states: list[bytes] = field(default_factory=list)

    def keep(self, stream: str, rows: pa.Table) -> None:
        names = [name for name in rows.column_names if name not in _STAMPS]
        found = rows.select(names)
        values = found.to_pylist()
        self.types[stream] = str(found.schema)
        self.rows.setdefault(stream, []).extend(sorted(map(repr, values)))
        marks = (row.get(MARK) for row in values)
        self.marks |= {int(mark) for mark in marks if isinstance(mark, int)}

    def commit(self, table: Table, rows: pa.Table, *_: object) -> Written:
        """Stands in for `Table.commit`."""
        self.keep(table.stream, rows)
        return Written(1, rows.num_rows, 0)

    def put(self, letters: list[dict[str, Any]], _note: object) -> Written:
        """Stands in for `LetterTable.put`."""
        for letter in letters:
            parts = ("stream", "ordinal", "error_class", "message", "payload", "line")
            self.letters.append(tuple(letter[part] for part in parts))
            found = re.search(rf'"{MARK}":(\d+)', letter["payload"] or "")
            self.marks |= {int(found[1])} if found else set()
        return Written(1, len(letters), 0)

    def pass_on(self, state: bytes) -> None:
        """A STATE leaves: what it covers must be kept."""
        self.states.append(state)
        covered = re.fullmatch(rb'\{"covers":(\d+)\}', state)
        if covered:
            lost = set(range(int(covered[1]))) - self.marks
            assert not lost, f"STATE is ahead of {len(lost)} records"


@dataclass
class Outcome:
    """What a run leaves."""

    memory: Memory
    ended: str
    counts: dict[str, tuple[int, ...]]
    notes: dict[str, Counter[str]]


def run(data: bytes, root: Path, road: str, **config: Any) -> Outcome:
    """Run the target over some input.

    Raises:
        AssertionError: If a STATE is ahead of the data, or a count is wrong.
        Exception: What the target does not know how to tell: a defect.
    """
    memory = Memory()
    settings = {"lake_root": str(root), "fsync": False, "allow_keyless": True}
    settings |= {"dead_letter_payload": "kept", "engine": road, **config}
    patches = (
        mock.patch.object(Table, "check", return_value=0),
        mock.patch.object(Table, "commit", lambda *given: memory.commit(*given)),  # noqa: PLW0108 - binds the table.
        mock.patch.object(loader, "activate", return_value=None),
        mock.patch.object(LetterTable, "put", lambda _, *given: memory.put(*given)),
        mock.patch.object(dead_letters, "append_event"),
        mock.patch.object(target_module, "_write_line", memory.pass_on),
        mock.patch.object(RunSummary, "save"),
        mock.patch.object(RunSummary, "text", return_value=""),
        mock.patch.object(bulk, "LEAST_ROWS", 1),
    )
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        stack.enter_context(redirect_stderr(io.StringIO()))
        target, ended = _ended(settings, data)
    summary = target.loader.summary
    parts = {**summary.streams, "": summary.astray}
    counts = {
        name: (s.rows_read, s.rows_written, s.rows_dead_lettered, s.rows_filtered)
        for name, s in parts.items()
    }
    return Outcome(memory, ended, counts, {n: s.notes for n, s in parts.items()})


def _ended(settings: dict[str, Any], data: bytes) -> tuple[TargetParquetLake, str]:
    target = TargetParquetLake(config=settings)
    try:
        target.process_lines(io.BytesIO(data))
        target.process_endofpipe()
    except (DataError, PartialError) as error:
        return target, f"{type(error).__name__}: {_RUN.sub('run', str(error))}"
    return target, ""


def differential(data: bytes, root: Path, **config: Any) -> Outcome:
    """Run both engines and hold what they leave against each other.

    Raises:
        AssertionError: If they differ, or one breaks a promise.
    """
    bulk_run = run(data, root, "bulk", **config)
    exact = run(data, root, "records", **config)
    for name in ("ended", "counts", "notes"):
        assert getattr(bulk_run, name) == getattr(exact, name), name
    assert bulk_run.memory.rows == exact.memory.rows
    assert bulk_run.memory.types == exact.memory.types
    assert bulk_run.memory.letters == exact.memory.letters
    assert bulk_run.memory.states == exact.memory.states
    return bulk_run


def line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode()
