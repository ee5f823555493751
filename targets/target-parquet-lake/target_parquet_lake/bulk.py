"""The bulk engine: records read together, and in the lake as if read one by one.

Lines wait in a window, records and STATE in their order. A window's records are parsed
stream by stream, by workers, while the next windows fill. Then it is finished, windows
in their order and each in the order of its lines: whatever bulk could not prove goes
line by line through the exact path, and when a line ends the run there, rows of lines
behind it are left out and no STATE behind it is seen.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from target_parquet_lake.bulk_arrow import arrow_columns
from target_parquet_lake.bulk_engine import Parsed, read
from target_parquet_lake.bulk_settle import DoubtError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from target_parquet_lake.bulk_plan import Plan
    from target_parquet_lake.runs import Run, Woven

WINDOW = 2 << 20
"""Bytes that are read together: few enough to stay near the processor."""
FEW, WIDEST = 4, 8
"""So many streams make a window wider by one, up to so many."""
WORKERS = 2
"""Windows that are parsed at the same time; one more waits."""
LEAST_ROWS = 100
"""Fewer records of a stream in a window are faster read one by one."""


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

    def parts(self) -> list[bytes]:
        """Its lines, each with its line break."""
        found = (run.data for run in self.runs)
        return [data if data.endswith(b"\n") else data + b"\n" for data in found]


class Bulk:
    """Reads windows.

    Args:
        host: What takes the rows, and the lines that are not proved.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._runs: list[Run | Woven] = []
        self._size = 0
        self._wide = 1
        self._begun: deque[_Window | Callable[[], None]] = deque()
        self._workers: ThreadPoolExecutor | None = None
        self.failed = False
        """Whether rows were lost by a fault of our own: no STATE may leave then."""

    def add(self, run: Run | Woven) -> None:
        """Take records, or one line that is a record or a STATE.

        Raises:
            LakeError: If a line of a window before cannot be taken, or a commit before
                failed.
        """
        self._runs.append(run)
        self._size += run.size
        if self._size >= WINDOW * self._wide:
            self._begin()
            self.catch_up(but=WORKERS + 1)

    def then(self, work: Callable[[], None]) -> None:
        """Have some work done behind all that was added, when it has been taken.

        Args:
            work: The work; whatever it raises is raised where it is done.
        """
        self._begin()
        self._begun.append(work)
        self.catch_up(but=WORKERS + 1)

    @property
    def behind(self) -> bool:
        """Whether something has begun that is not taken yet."""
        return bool(self._begun)

    def catch_up(self, *, but: int = 0) -> None:
        """Take what has begun, in its order.

        Args:
            but: How much of it may wait; work that is due waits for nothing.

        Raises:
            LakeError: If a line cannot be taken; what came before it is placed.
        """
        while len(self._begun) > but or (self._begun and callable(self._begun[0])):
            first = self._begun.popleft()
            if callable(first):
                first()
            else:
                self._finish(first)

    def flush(self) -> None:
        """Take everything that waits.

        Raises:
            LakeError: If a line cannot be taken; what came before it is placed.
        """
        self._begin()
        self.catch_up()

    def place(self, rows: pa.Table, sink: Sink) -> bool:
        """Place rows that are Arrow already, behind everything that waits.

        Returns:
            Whether they could be taken as they are.

        Raises:
            LakeError: If a line that waits cannot be taken.
        """
        plan = sink.plan()
        columns = None if plan is None else arrow_columns(plan, rows)
        if plan is None or columns is None:
            return False
        self.flush()
        if not sink.fits(plan):
            return False
        with self._no_fault():
            sink.place(columns, rows.num_rows, Counter())
            self._host.count(rows.num_rows)
        return True

    def close(self) -> None:
        """End the workers."""
        if self._workers is not None:
            self._workers.shutdown()
            self._workers = None

    def _begin(self) -> None:
        """Have the lines parsed that wait."""
        if not self._runs:
            return
        runs, self._runs, self._size = self._runs, [], 0
        groups: dict[str, _Group] = {}
        for part in (part for run in runs for part in run.parts):
            if part.stream is not None:
                if part.stream not in groups:
                    groups[part.stream] = _Group(self._host.sink(part.stream))
                groups[part.stream].runs.append(part)
                groups[part.stream].rows += part.rows
        self._wide = min(WIDEST, 1 + len(groups) // FEW)
        for group in groups.values():
            if group.sink is not None and group.rows >= LEAST_ROWS:
                group.plan = group.sink.plan()
                self._parse(group)
        self._begun.append((runs, groups))

    def _parse(self, group: _Group) -> None:
        if group.plan is None:
            return
        if self._workers is None:
            self._workers = ThreadPoolExecutor(WORKERS, "parser")
        closed = all(run.closed for run in group.runs)
        group.parsed = self._workers.submit(
            read, group.plan, group.parts(), group.rows, closed=closed
        )

    def _parsed(self, group: _Group) -> Parsed | None:
        """What was parsed of a group; None where the exact path must read it."""
        while group.plan is not None and group.parsed is not None:
            try:
                return group.parsed.result()
            except DoubtError as doubt:
                group.plan, group.parsed = _better(group, doubt), None
                self._parse(group)
        return None

    def _finish(self, window: _Window) -> None:
        runs, groups = window
        with self._no_fault():
            for group in groups.values():
                group.columns = self._parsed(group)
                if group.plan and group.sink and not group.sink.fits(group.plan):
                    group.columns = None
        number = 0
        try:
            for run in runs:
                for number, line in _left(run, groups):
                    self._host.take_line(number, line)
        except BaseException:
            self._runs, self._size = [], 0
            self._begun.clear()
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


_Window = tuple[list["Run | Woven"], dict[str, _Group]]


def _left(run: Run | Woven, groups: dict[str, _Group]) -> Iterator[tuple[int, bytes]]:
    """The lines that were not parsed, in their order."""
    return heapq.merge(
        *(
            part.lines()
            for part in run.parts
            if part.stream is None or groups[part.stream].columns is None
        )
    )


def _better(group: _Group, doubt: DoubtError) -> Plan | None:
    """A plan for lines that raised a doubt: one learned meanwhile, or one step on."""
    if group.sink is None or group.plan is None:
        return None
    learned = group.sink.plan()
    if learned is not group.plan:
        return learned
    better = group.plan.without(doubt.column) if doubt.column else None
    if better is not None:
        group.sink.learn(better)
    return better
