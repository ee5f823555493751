"""Taking out of an append-only table what no reader sees.

Such a table holds each key as often as it came; readers see the newest. Compaction
writes the newest row of each key, and where that one says that the row is gone, the
newest that does not: its columns stay in the lake. One commit replaces the table;
older versions stay readable until a vacuum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from deltalake import CommitProperties, write_deltalake
from deltalake.exceptions import CommitFailedError

from target_parquet_lake.delta import COMPRESSION, open_table
from target_parquet_lake.pinned import LOAD_METHOD, PinnedTable
from target_parquet_lake.views import DELETED, SEQUENCE, identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName


def deduplicate(lake: Lake, name: TableName) -> int:
    """Keep the newest row of each key of an append-only table.

    The caller holds the table's lock and syncs the commit.

    Args:
        lake: The lake.
        name: The table.

    Returns:
        How many rows were taken out; 0 where there is nothing to take out, or another
        machine's writer was faster.

    Raises:
        DeltaError: If delta-rs refuses.
    """
    table = open_table(lake.path(name))
    pinned = PinnedTable.of(name, lake.path(name), table)
    if pinned.properties.get(LOAD_METHOD) != "append-only" or not _ordered(pinned):
        return 0
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        pinned.view(con, "stored", every_row=True)
        kept = f"SELECT * FROM stored QUALIFY {_seen(pinned)}"  # noqa: S608 - quoted.
        [(rows,)] = con.execute(f"SELECT count(*) FROM ({kept})").fetchall()  # noqa: S608 - as above.
        removed = pinned.rows - int(rows)
        if not removed:
            return 0
        reader = con.sql(kept).to_arrow_reader(100_000)
        batches = pa.RecordBatchReader.from_batches(
            pinned.schema, _as(pinned.schema, reader)
        )
        try:
            write_deltalake(
                table,
                batches,
                mode="overwrite",
                partition_by=[*pinned.partitions] or None,
                writer_properties=COMPRESSION,
                commit_properties=CommitProperties(
                    custom_metadata={"deduplicated": removed}, max_commit_retries=0
                ),
            )
        except CommitFailedError:
            return 0
    return removed


def _ordered(pinned: PinnedTable) -> bool:
    return bool(pinned.keys) and SEQUENCE in pinned.schema.names


def _seen(pinned: PinnedTable) -> str:
    keys = ", ".join(identifier(key) for key in pinned.keys)
    newest = f"row_number() OVER (PARTITION BY {keys} ORDER BY {SEQUENCE} DESC) = 1"
    if DELETED not in pinned.schema.names:
        return newest
    alive = f"{DELETED} IS NULL"
    last = (
        f"row_number() OVER (PARTITION BY {keys}, {alive} ORDER BY {SEQUENCE} DESC) = 1"
    )
    return f"({newest}) OR ({alive} AND {last})"


def _as(schema: pa.Schema, batches: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from pa.table(batch).cast(schema).to_batches()
