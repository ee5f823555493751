"""MERGE: rows meet those of the same key, with bounds that let delta-rs skip files.

Bounds are given for key columns only: a bound on a column that may change would miss
the row it changed in, and write it twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
from deltalake import CommitProperties

from target_parquet_lake.delta import COMPRESSION
from target_parquet_lake.views import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from deltalake import DeltaTable
    from deltalake.table import TableMerger

    from target_parquet_lake.types import Struct

RUN = "_window_run_id"
"""Names the pull that brought a row; a later pull's sorts behind it, as text."""

_PLAIN_TEXT = re.compile(r"[ -&(-\[\]-~]{0,32}")


@dataclass(frozen=True, slots=True)
class Written:
    """What one commit did.

    Attributes:
        version: The table version it made.
        inserted: Rows that are new in the table.
        updated: Rows that replaced one of the same key.
    """

    version: int
    inserted: int
    updated: int


def merger(
    table: DeltaTable, rows: pa.Table, keys: Sequence[str], note: Mapping[str, Any]
) -> TableMerger:
    """Begin a MERGE of rows `s` into a table `t`.

    Args:
        table: The table, freshly opened.
        rows: The rows, one a key.
        keys: Stored names of the key columns.
        note: What the commit's metadata says.
    """
    return table.merge(
        rows,
        merge_predicate(rows, keys),
        source_alias="s",
        target_alias="t",
        writer_properties=COMPRESSION,
        commit_properties=CommitProperties(custom_metadata=dict(note)),
    )


def update_newer(found: TableMerger, kind: Struct) -> TableMerger:
    """Let a row replace the one of its key, unless that is of a later pull."""
    run = kind.by_name().get(RUN)
    if run is None:
        return found.when_matched_update_all()
    name = identifier(run.stored)
    unknown = f"s.{name} IS NULL OR t.{name} IS NULL"
    return found.when_matched_update_all(f"{unknown} OR s.{name} >= t.{name}")


def retired(found: TableMerger, table: DeltaTable) -> Written:
    """Execute a MERGE that removes, marks or adds marked rows."""
    done = found.execute()
    deleted, updated = done["num_target_rows_deleted"], done["num_target_rows_updated"]
    inserted = done["num_target_rows_inserted"]
    return Written(table.version(), inserted, deleted + updated)


def merge_predicate(rows: pa.Table, keys: Sequence[str]) -> str:
    """Match rows by their keys, within the range of keys that the batch has.

    Args:
        rows: The batch.
        keys: Stored names of the key columns.

    Returns:
        A predicate over `t` (the table) and `s` (the batch).
    """
    equal = [f"t.{identifier(key)} = s.{identifier(key)}" for key in keys]
    bounds = [bound for key in keys for bound in _bounds(rows, key)]
    return " AND ".join([*equal, *bounds])


def _bounds(rows: pa.Table, key: str) -> list[str]:
    ends = pc.min_max(rows.column(key))
    low, high = (_literal(ends[end].as_py()) for end in ("min", "max"))
    if low is None or high is None:
        return []
    name = f"t.{identifier(key)}"
    return [f"{name} >= {low}", f"{name} <= {high}"]


def _literal(value: Any) -> str | None:  # noqa: ANN401 - a key's value.
    """A SQL literal, or None for values that are safer left unbounded.

    Decimals are: delta-rs compares their literals, and their statistics, as doubles,
    and a row whose bound is rounded would be missed and written twice (measured with
    1.6.6).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return f"TIMESTAMP {literal(value.isoformat().replace('+00:00', 'Z'))}"
    if isinstance(value, date):
        return f"DATE {literal(value.isoformat())}"
    if isinstance(value, str) and _PLAIN_TEXT.fullmatch(value):
        return literal(value)
    return None
