"""Restated windows: rows that the newest pull of a window did not bring are gone.

Advertising platforms restate the past: a tap pulls the same days again, and a row that
was there may be missing now. Singer has no message for that, so such a tap says by rows
what it pulled (README, "Restated windows"): each record of a stream bears its pull's
`_window_run_id`, and behind the records of a window comes one on `<stream>_windows`
that tells the window, its pull, and how many rows it has.

Nothing is removed on trust: only rows inside the window, only of older pulls, and only
where as many rows of the pull lie in the table as the tap has sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from target_parquet_lake.commits import check_last_commit
from target_parquet_lake.merge import RUN, Written, merger, retired
from target_parquet_lake.table import OVERWRITE
from target_parquet_lake.types import TEXT, TIMESTAMP, Kind, Scalar, arrow_type
from target_parquet_lake.views import DELETED, identifier
from target_parquet_lake.windows_sql import COLUMN, END, ROWS, START, Windows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.table import Table
    from target_parquet_lake.types import Struct

SUFFIX = "_windows"
_RANGED = {Kind.DATE, Kind.TIMESTAMP, Kind.TEXT}


@dataclass(frozen=True, slots=True)
class Settled:
    """What windows did to their stream's table.

    Attributes:
        windows: Windows that took effect.
        held: Windows that did not: not all their rows are in the table.
        written: The commit that retired rows; None where no row was to be retired.
    """

    windows: int
    held: int
    written: Written | None


def tells_windows(stream: str, kind: Struct, keys: tuple[str, ...]) -> bool:
    """Whether a stream tells which windows of another one were pulled."""
    columns = {column.name for column in kind.columns}
    return stream.endswith(SUFFIX) and bool(keys) and {RUN, ROWS} <= columns


def settle(  # noqa: PLR0913 - one call settles the windows of one stream.
    lake: Lake,
    table: Table,
    told: Table,
    asked: pa.Table,
    kind: Struct,
    *,
    now: datetime,
    note: Mapping[str, Any],
    hard: bool,
) -> Settled:
    """Retire the rows of some windows that their newest pull did not bring.

    Args:
        lake: The lake.
        table: The stream's table; all rows that came before are in it.
        told: The table that tells its windows; they are in it.
        asked: The windows to settle, as rows of `told` by the source's names.
        kind: Their type.
        now: When the rows are taken to be deleted, UTC.
        note: What the commit's metadata says.
        hard: Whether rows are deleted, and not only marked.

    Returns:
        What was done.

    Raises:
        StorageError: If the disk or delta-rs refuses.
    """
    if check_last_commit(table.path) is None:
        missing = pc.sum(pc.not_equal(asked.column(ROWS), 0), min_count=0).as_py()
        return Settled(asked.num_rows - missing, missing, None)
    windows = _windows(lake, table, told, hard=hard)
    if windows is None:
        return Settled(0, asked.num_rows, None)
    whole, doomed = windows.judged(asked, kind)
    held = asked.num_rows - whole
    if not doomed.num_rows:
        return Settled(whole, held, None)
    return Settled(whole, held, _retire(table, doomed, now, note, hard=hard))


def _windows(lake: Lake, table: Table, told: Table, *, hard: bool) -> Windows | None:
    """The windows, where they can be told apart in the stream's table."""
    if OVERWRITE in {table.method, told.method} or not table.keys:
        return None
    pinned = lake.pin([table.name, told.name]).tables
    rows, windows = pinned[table.name], pinned[told.name]
    have, say = rows.struct.by_name(), windows.struct.by_name()
    named = [key for key in told.keys if key not in {START, END}]
    fit = all(key in have and have[key].type == say[key].type for key in named)
    ranged = COLUMN in say
    known = fit and (bool(named) or ranged) and RUN in have and have[RUN].type == TEXT
    if not known or (DELETED not in have and not hard):
        return None
    if ranged and not _is_range(say):
        return None
    return Windows(rows, windows, named, marked=not hard)


def _is_range(say: Mapping[str, Any]) -> bool:
    kinds = {say[name].type if name in say else None for name in (START, END)}
    one = kinds.pop() if len(kinds) == 1 else None
    return isinstance(one, Scalar) and one.kind in _RANGED


def _retire(
    table: Table,
    doomed: pa.Table,
    now: datetime,
    note: Mapping[str, Any],
    *,
    hard: bool,
) -> Written:
    at = pa.repeat(pa.scalar(now, arrow_type(TIMESTAMP)), doomed.num_rows)
    rows = doomed.append_column(DELETED, at)

    def attempt() -> Written:
        delta, final = table.looked_at()
        stored = final.by_name()
        keys = [stored[key].stored for key in table.keys]
        source = rows.rename_columns([*keys, RUN, DELETED])
        run = f"t.{identifier(stored[RUN].stored)}"
        older = f"{run} IS NULL OR {run} < s.{identifier(RUN)}"
        found = merger(delta, source, keys, note)
        if hard:
            return retired(found.when_matched_delete(older), delta)
        mark = {identifier(stored[DELETED].stored): f"s.{identifier(DELETED)}"}
        return retired(found.when_matched_update(mark, older), delta)

    return table.locked(attempt)
