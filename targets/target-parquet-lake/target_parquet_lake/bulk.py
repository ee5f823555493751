"""The bulk engine: records read together, and in the lake as if read one by one.

Lines wait in a window, records and STATE in their order. A window's records are proved
and parsed stream by stream, while the next window fills. Then the window is finished in
the order of its lines: whatever bulk could not prove goes line by line through the
exact path, and when a line ends the run there, rows of lines behind it are left out and
no STATE behind it is seen.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from target_parquet_lake.bulk_engine import Engine, Proven, prove
from target_parquet_lake.bulk_settle import DoubtError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    import pyarrow as pa

    from target_parquet_lake.bulk_plan import Plan
    from target_parquet_lake.runs import Run

WINDOW = 4 << 20
"""Bytes that are read together."""
LEAST_ROWS = 100
"""Fewer records of a stream in a window are faster read one by one."""

Parsed = tuple[dict[str, "pa.Array"], "Counter[str]"]


class Sink(Protocol):
    """Where a stream's rows go."""

    def plan(self) -> Plan | None:
        """How its records can be read in bulk, or None."""

    def learn(self, plan: Plan | None) -> None:
        """Remember a plan that does better."""

    def fits(self, plan: Plan) -> bool:
        """Whether rows by this plan are what the exact path would make just now."""

    def place(
        self, columns: dict[str, pa.Array], rows: int, notes: Counter[str]
    ) -> None:
        """Take rows, before whatever comes later."""


class Host(Protocol):
    """What the engine serves."""

    def sink(self, stream: str) -> Sink | None:
        """The stream's sink, or None where its records must be read one by one."""

    def take_line(self, number: int, line: bytes) -> object:
        """Take one line by the exact path."""

    def count(self, rows: int) -> None:
        """Count records that were placed."""


@dataclass(slots=True)
class _Group:
    """A stream's records in a window."""

    sink: Sink | None
    runs: list[Run] = field(default_factory=list)
    rows: int = 0
    plan: Plan | None = None
    parsed: Future[Parsed] | None = None
    columns: Parsed | None = None

    def data(self) -> bytes:
        if len(self.runs) == 1 and self.runs[0].data.endswith(b"\n"):
            return self.runs[0].data
        parts = [
            r.data if r.data.endswith(b"\n") else r.data + b"\n" for r in self.runs
        ]
        return b"".join(parts)


class Bulk:
    """Reads windows.

    Args:
        host: What takes the rows, and the lines that are not proved.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._runs: list[Run] = []
        self._size = 0
        self._begun: tuple[list[Run], dict[str, _Group]] | None = None
        self._worker: ThreadPoolExecutor | None = None
        self._engine: Engine | None = None
        self.failed = False
        """Whether rows were lost by a fault of our own: no STATE may leave then."""

    def add(self, run: Run) -> None:
        """Take records of one stream, or one line that is a record or a STATE.

        Raises:
            LakeError: If a line of the window before cannot be taken.
        """
        self._runs.append(run)
        self._size += len(run.data)
        if self._size >= WINDOW:
            self._finish(self._swap(self._begin()))

    def flush(self) -> None:
        """Take everything that waits.

        Raises:
            LakeError: If a line cannot be taken; what came before it is placed.
        """
        self._finish(self._swap(None))
        if self._runs:
            self._finish(self._begin())

    def close(self) -> None:
        """End the worker and give its memory back."""
        if self._worker is not None:
            self._worker.submit(self._close_engine).result()
            self._worker.shutdown()
            self._worker = None

    def _swap(
        self, begun: tuple[list[Run], dict[str, _Group]] | None
    ) -> tuple[list[Run], dict[str, _Group]] | None:
        before, self._begun = self._begun, begun
        return before

    def _begin(self) -> tuple[list[Run], dict[str, _Group]]:
        runs, self._runs, self._size = self._runs, [], 0
        groups: dict[str, _Group] = {}
        for run in runs:
            if run.stream is not None:
                if run.stream not in groups:
                    groups[run.stream] = _Group(self._host.sink(run.stream))
                groups[run.stream].runs.append(run)
                groups[run.stream].rows += run.rows
        for group in groups.values():
            if group.sink is not None and group.rows >= LEAST_ROWS:
                group.plan = group.sink.plan()
                self._prove(group)
        return runs, groups

    def _prove(self, group: _Group) -> None:
        """Prove a group's lines and have them parsed; learn what is in the way."""
        while group.plan is not None:
            try:
                proven = prove(group.plan, group.data(), group.rows)
            except DoubtError as doubt:
                self._learn(group, doubt)
            else:
                group.parsed = self._submit(proven)
                return

    def _learn(self, group: _Group, doubt: DoubtError) -> None:
        better = group.plan and doubt.column and group.plan.without(doubt.column)
        group.plan, group.parsed = better or None, None
        if group.plan is not None and group.sink is not None:
            group.sink.learn(group.plan)

    def _parsed(self, group: _Group) -> Parsed | None:
        while group.parsed is not None and group.plan is not None:
            try:
                return group.parsed.result()
            except DoubtError as doubt:
                self._learn(group, doubt)
                self._prove(group)
        return None

    def _finish(self, window: tuple[list[Run], dict[str, _Group]] | None) -> None:
        if window is None:
            return
        runs, groups = window
        with self._no_fault():
            for group in groups.values():
                group.columns = self._parsed(group)
                if group.plan and group.sink and not group.sink.fits(group.plan):
                    group.columns = None
        number = 0
        try:
            for run in runs:
                if run.stream is None or groups[run.stream].columns is None:
                    for number, line in run.lines():
                        self._host.take_line(number, line)
        except BaseException:
            self._runs, self._size, self._begun = [], 0, None
            with self._no_fault():
                self._take_before(groups, number)
            raise
        with self._no_fault():
            self._place(groups)

    @contextmanager
    def _no_fault(self) -> Iterator[None]:
        """Remember that rows were lost if this fails: it is no line's fault."""
        try:
            yield
        except BaseException:
            self.failed = True
            raise

    def _submit(self, proven: Proven) -> Future[Parsed]:
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, "parser")
        return self._worker.submit(self._parse, proven)

    def _parse(self, proven: Proven) -> Parsed:
        if self._engine is None:
            self._engine = Engine()
        return self._engine.parse(proven)

    def _close_engine(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _place(self, groups: dict[str, _Group]) -> None:
        """Place what was parsed."""
        for group in groups.values():
            if group.columns is not None and group.sink is not None:
                columns, notes = group.columns
                group.sink.place(columns, group.rows, notes)
                self._host.count(group.rows)

    def _take_before(self, groups: dict[str, _Group], number: int) -> None:
        """Take by the exact path what was parsed of lines before this one."""
        for group in groups.values():
            for run in group.runs if group.columns is not None else ():
                for before, line in run.lines():
                    if before < number:
                        self._host.take_line(before, line)
