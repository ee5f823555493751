"""Tombstones: records that say that a row is gone at its source.

Such a record carries the key columns and `_sdc_deleted_at`, and none of the row's other
properties: they are absent, not null. It marks the row as deleted and leaves its other
columns as they are, or removes it where `hard_delete` is set. Columns that a connector
adds about the record itself (`_sdc_*`, `_wv_*`) may be there too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from target_parquet_lake.merge import Written, merger, retired
from target_parquet_lake.views import DELETED, identifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from target_parquet_lake.table import Table
    from target_parquet_lake.types import Struct

_ABOUT = ("_sdc_", "_wv_", "_lake_")
"""What columns about a record, and not about the row, begin with."""
_ROOT = ("$schema", "type", "properties", "definitions", "$defs")

FLAGS = "\0tombstones"
"""Names the flags of tombstones among columns that were read together."""


def is_tombstone(
    record: Mapping[str, Any], keys: Collection[str], *, hard: bool
) -> bool:
    """Whether a record says that its row is gone.

    Args:
        record: The record.
        keys: The stream's key columns.
        hard: Whether such a row is removed: a record that carries more columns does
            then mean the same.
    """
    if record.get(DELETED) is None or not keys:
        return False
    return hard or not other_columns(record, keys)


def other_columns(names: Iterable[str], keys: Collection[str]) -> list[str]:
    """The names that are neither keys nor about the record itself."""
    return [n for n in names if n not in keys and not n.startswith(_ABOUT)]


def loose_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A stream's schema for a record of which most properties are absent."""
    return {name: schema[name] for name in _ROOT if name in schema}


def bury(
    table: Table,
    rows: pa.Table,
    kind: Struct,
    note: Mapping[str, Any],
    *,
    hard: bool,
) -> Written:
    """Mark rows as deleted, or remove them, in one synced commit.

    A row that is not there yet comes as a marked one: an older record of it that is
    sent again later must not look like the newest.

    Args:
        table: The table; all rows that came before are in it.
        rows: Tombstones in columns by the source's names, one a key.
        kind: The stream's row type.
        note: What the commit's metadata says.
        hard: Whether rows are removed.

    Returns:
        What was done; `updated` are the rows marked or removed.

    Raises:
        DataError: If the table's types would have to change and must not.
        StorageError: If the disk or delta-rs refuses.
    """

    def attempt() -> Written:
        delta, final, data = table.prepared(rows, kind)
        stored = final.by_name()
        keys = [stored[key].stored for key in table.keys]
        found = merger(delta, data, keys, note)
        if hard:
            return retired(found.when_matched_delete(), delta)
        found = found.when_matched_update(_marks(final, table.keys))
        return retired(found.when_not_matched_insert_all(), delta)

    return table.locked(attempt)


def _marks(kind: Struct, keys: Sequence[str]) -> dict[str, str]:
    """What a tombstone changes in its row: what it tells about itself."""
    other = {*keys, *other_columns((c.name for c in kind.columns), keys)}
    names = [identifier(c.stored) for c in kind.columns if c.name not in other]
    return {name: f"coalesce(s.{name}, t.{name})" for name in names}


def split(
    rows: pa.Table, flags: pa.Array, keys: Sequence[str]
) -> tuple[pa.Table, pa.Table]:
    """Tell rows from tombstones.

    Args:
        rows: Records in the order they came.
        flags: Which of them are tombstones; null for records that count no more.
        keys: Their key columns.

    Returns:
        The rows; and the last tombstone of each key that no row came behind.
    """
    names = [f"k{i}" for i in range(len(keys))]
    number = pa.array(range(rows.num_rows), pa.int64())
    dead = pc.fill_null(flags, fill_value=False)
    alive = pc.fill_null(pc.invert(flags), fill_value=False)
    places = [pc.if_else(mask, number, -1) for mask in (alive, dead)]
    columns = [*(rows.column(key) for key in keys), *places]
    last = (
        pa.table(columns, [*names, "alive", "dead"])
        .group_by(names, use_threads=False)
        .aggregate([("alive", "max"), ("dead", "max")])
    )
    found = last.filter(pc.greater(last.column("dead_max"), last.column("alive_max")))
    graves = found.column("dead_max").combine_chunks()
    return rows.filter(alive), rows.take(graves.take(pc.sort_indices(graves)))
