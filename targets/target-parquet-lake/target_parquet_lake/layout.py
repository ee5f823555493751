"""How a raw table is laid out: its properties, its first columns, its statistics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from deltalake import DeltaTable

from target_parquet_lake.delta import PROPERTIES
from target_parquet_lake.errors import DataError
from target_parquet_lake.evolve import table_struct
from target_parquet_lake.objects import storage_options
from target_parquet_lake.pinned import KEYS, LOAD_METHOD, STREAM
from target_parquet_lake.types import Struct, arrow_schema, named
from target_parquet_lake.views import SEQUENCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_INDEXED = 8


def properties(stream: str, keys: tuple[str, ...], method: str) -> dict[str, str]:
    """What a table's metadata says, to us and to every engine."""
    return {
        **PROPERTIES,
        "delta.dataSkippingNumIndexedCols": str(max(_INDEXED, len(keys) + 2)),
        KEYS: json.dumps(keys),
        STREAM: stream,
        LOAD_METHOD: method,
    }


def create_table(
    path: Path,
    kind: Struct,
    configuration: dict[str, str],
    keys: tuple[str, ...],
    partitions: Sequence[str],
) -> DeltaTable:
    """Make an empty table.

    Args:
        path: Its folder.
        kind: The stream's row type.
        configuration: Its properties.
        keys: Key columns by the source's names.
        partitions: Columns whose values part the table, by the source's names.

    Raises:
        DeltaError: If it is there already, or the disk refuses.
    """
    first = first_columns(named(kind), keys)
    return DeltaTable.create(
        path,
        arrow_schema(first),
        partition_by=stored_names(first, partitions) or None,
        configuration=configuration,
        storage_options=storage_options(path),
        raise_if_key_not_exists=False,
    )


def table_keys(table: DeltaTable) -> tuple[str, ...]:
    """The key columns a table was made with, by the source's names."""
    return tuple(json.loads(table.metadata().configuration.get(KEYS, "[]")))


def check_keys(table: DeltaTable, keys: tuple[str, ...], *, where: str) -> None:
    """Check that a table has the key that a stream has.

    Raises:
        DataError: If it has another.
    """
    have = table_keys(table)
    if have != keys:
        raise DataError(
            what=f"The stream's key is {[*keys]}, the table's is {[*have]}.",
            where=where,
            next_step=(
                "load it under another source name, load it whole by load_method "
                "overwrite, or move the old table away"
            ),
        )


def stored_names(kind: Struct, names: Sequence[str]) -> list[str]:
    """The names by which columns are stored, of those the source uses."""
    columns = kind.by_name()
    return [columns[name].stored for name in names]


def partition_names(table: DeltaTable) -> list[str]:
    """The columns that part a table, by the source's names."""
    sources = {c.stored: c.name for c in table_struct(table).columns}
    return [sources[name] for name in table.metadata().partition_columns]


def first_columns(kind: Struct, keys: tuple[str, ...]) -> Struct:
    """Put keys and the sequence first: statistics are kept for the first columns."""
    rank = {name: number for number, name in enumerate((*keys, SEQUENCE))}
    last = len(rank)
    columns = sorted(kind.columns, key=lambda column: rank.get(column.name, last))
    return Struct(tuple(columns))


def highest_sequence(table: DeltaTable) -> int:
    """The highest `_sdc_sequence` in a table, from its statistics; 0 without one."""
    actions = table.get_add_actions(flatten=True)
    name = f"max.{SEQUENCE}"
    if name not in actions.column_names:
        return 0
    values = actions.column(name).to_pylist()
    return max((value for value in values if value is not None), default=0)
