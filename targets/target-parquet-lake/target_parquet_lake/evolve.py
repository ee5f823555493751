"""Bringing a table's schema up to what comes, before any row is written.

New columns, at every depth, are one commit without rows. A wider type is one atomic
commit that replaces the table's rows by the same rows in the wider type: readers see
the old or the new table.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema, write_deltalake

from target_parquet_lake.casts import InexactError, conform, extends, unite_structs
from target_parquet_lake.delta import COMPRESSION
from target_parquet_lake.errors import DataError
from target_parquet_lake.pinned import dataset_of
from target_parquet_lake.types import Struct, arrow_schema, as_written, lake_struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyarrow.dataset import Dataset

logger = logging.getLogger(__name__)


class Policy(StrEnum):
    """What may happen to a table's columns."""

    EVOLVE = "evolve"
    """Columns are added and widened."""
    STRICT = "strict"
    """Columns are added; a change of type fails the run."""


def table_struct(table: DeltaTable) -> Struct:
    """The row type of a table."""
    return _struct(table.schema().to_json())


@lru_cache(maxsize=256)
def _struct(schema: str) -> Struct:
    """Read a table's schema; each commit looks at it afresh, and it rarely changes."""
    return lake_struct(pa.schema(Schema.from_json(schema).to_arrow()))


def evolve(
    path: Path, table: DeltaTable, come: Struct, policy: Policy, *, where: str
) -> Struct:
    """Make a table hold rows of a type.

    Args:
        path: The table's folder.
        table: The table, freshly opened; it is brought up to its new version.
        come: The rows' type.
        policy: Whether a column's type may change.
        where: The table, for the message.

    Returns:
        The table's row type.

    Raises:
        DataError: If a type would have to change and must not.
    """
    have = table_struct(table)
    final = unite_structs(have, come)
    if final == have:
        return have
    if extends(have, final):
        empty = arrow_schema(final).empty_table()
        write_deltalake(table, empty, mode="append", schema_mode="merge")
    else:
        check_policy(have, final, policy, where=where)
        _widen(path, table, have, final, where=where)
    table.update_incremental()
    return table_struct(table)


def check_policy(have: Struct, final: Struct, policy: Policy, *, where: str) -> None:
    """Refuse a change of type where the policy is strict.

    Raises:
        DataError: If a column's type would change and must not.
    """
    changed = _changes(have, final)
    if changed and policy is Policy.STRICT:
        raise DataError(
            what=f"Column types would change: {'; '.join(changed)}.",
            where=where,
            next_step="correct the tap's schema, or set schema_policy to evolve",
        )


def _changes(have: Struct, final: Struct) -> list[str]:
    kinds = have.by_name()
    return [
        f"{c.name}: {kinds[c.name].type} to {c.type}"
        for c in final.columns
        if c.name in kinds and not extends(kinds[c.name].type, c.type)
    ]


def _widen(
    path: Path, table: DeltaTable, have: Struct, final: Struct, *, where: str
) -> None:
    changed = _changes(have, final)
    logger.warning("Rewriting %s in wider types: %s", where, "; ".join(changed))
    rows = dataset_of(path, table)
    exact = _exact(rows, have, final)
    reader = pa.RecordBatchReader.from_batches(
        arrow_schema(exact), _batches(rows, have, exact)
    )
    write_deltalake(
        table,
        reader,
        mode="overwrite",
        schema_mode="overwrite",
        partition_by=table.metadata().partition_columns or None,
        writer_properties=COMPRESSION,
        commit_properties=CommitProperties(custom_metadata={"widened": changed}),
    )


def _exact(rows: Dataset, have: Struct, final: Struct) -> Struct:
    """The final type, with text where integers are not all exact doubles."""
    kinds = have.by_name()
    exact = final
    for column in final.columns:
        if column.name not in kinds or kinds[column.name].type == column.type:
            continue
        one = Struct((kinds[column.name],))
        try:
            for _ in _batches(rows, one, Struct((column,))):
                pass
        except InexactError:
            exact = as_written(exact, column.name)
    return exact


def _batches(rows: Dataset, have: Struct, want: Struct) -> Iterator[pa.RecordBatch]:
    # Not by delta-rs: it would have to read inside its own write, and panics.
    names = [column.stored for column in have.columns]
    for batch in rows.to_batches(columns=names):
        yield from conform(pa.table(batch), have, want).to_batches()
