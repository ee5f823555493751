"""Appending rows: by a Parquet file of our own where that is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deltalake import CommitProperties, write_deltalake

from target_parquet_lake.bulk_files import append_rows
from target_parquet_lake.delta import COMPRESSION
from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa
    from deltalake import DeltaTable


def append(
    path: Path,
    table: DeltaTable,
    rows: pa.Table,
    note: Mapping[str, Any],
    *,
    exclusive: bool,
) -> None:
    """Append rows in one commit; delta-rs writes what is parted, or no local file.

    Args:
        path: The table's folder.
        table: The table, freshly opened; it is brought up to its new version.
        rows: The rows, in the table's own schema.
        note: What the commit's metadata says.
        exclusive: Whether another writer's commit in between must make this one fail.

    Raises:
        OSError: If the disk refuses.
        DeltaError: If delta-rs refuses.
    """
    parted = table.metadata().partition_columns
    if not isinstance(path, ObjectPath) and not parted:
        append_rows(path, table, rows, note, exclusive=exclusive)
        return
    write_deltalake(
        table,
        rows,
        mode="append",
        writer_properties=COMPRESSION,
        commit_properties=CommitProperties(
            custom_metadata=dict(note), max_commit_retries=0 if exclusive else None
        ),
    )
