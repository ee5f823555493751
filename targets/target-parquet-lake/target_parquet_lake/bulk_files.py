"""Appending rows as one Parquet file of our own, committed by delta-rs as one action.

pyarrow writes nested rows two to three times as fast as delta-rs does (measured). The
file is whole before the commit names it; one that no commit names is nobody's, and
`vacuum` takes it away. Statistics: https://github.com/delta-io/delta/blob/master/PROTOCOL.md.
"""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction, CommitProperties
from pyarrow import types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from deltalake import DeltaTable

_INDEXED = "delta.dataSkippingNumIndexedCols"
_DICTIONARY = 32 << 10
"""Bytes of distinct values behind which a column is written plain. With 1 MiB, which is
Arrow's own limit, files were a fifth larger and took up to twice as long (measured)."""
_PROBED = 1 << 17
"""Rows whose keys are looked at together."""
_LONGEST = 32
"""Characters of a text that delta-rs keeps in statistics; longer ones get none here."""
_RANKED = (
    types.is_int64,
    types.is_float64,
    types.is_string,
    types.is_date32,
    types.is_timestamp,
)


def append_rows(
    path: Path,
    table: DeltaTable,
    rows: pa.Table,
    note: Mapping[str, Any],
    *,
    exclusive: bool = False,
) -> None:
    """Append rows in one commit.

    Args:
        path: The table's folder.
        table: The table, freshly opened; it is brought up to its new version.
        rows: The rows, in the table's own schema.
        note: What the commit's metadata says.
        exclusive: Whether another writer's commit in between must make this one fail:
            it may hold keys of these rows.

    Raises:
        OSError: If the disk refuses; a file that no commit names may be left then.
        DeltaError: If delta-rs refuses.
    """
    name = f"part-00000-{uuid.uuid4()}-c000.zstd.parquet"
    file = path / name
    try:
        pq.write_table(
            rows,
            file,
            compression="zstd",
            dictionary_pagesize_limit=_DICTIONARY,
        )
        made = file.stat()
        indexed = int(table.metadata().configuration.get(_INDEXED, "32"))
        action = AddAction(
            path=name,
            size=made.st_size,
            partition_values={},
            modification_time=int(made.st_mtime * 1000),
            data_change=True,
            stats=json.dumps(statistics(rows, indexed)),
        )
        # So that a log file which was cut short is told from one that names no file.
        metrics = {"operationMetrics": {"num_added_files": 1}}
        table.create_write_transaction(
            [action],
            "append",
            table.schema(),
            commit_properties=CommitProperties(
                custom_metadata={**note, **metrics},
                max_commit_retries=0 if exclusive else None,
            ),
        )
    except (CommitFailedError, TypeError, ValueError):
        file.unlink(missing_ok=True)
        raise
    # After any other error the log may name the file: it stays, and if it does not,
    # maintenance removes it. A commit that names a missing file would stop the table.
    table.update_incremental()


def statistics(rows: pa.Table, indexed: int) -> dict[str, Any]:
    """A file's statistics as Delta's log has them.

    Args:
        rows: The file's rows.
        indexed: How many of the first columns have statistics.

    Returns:
        `numRecords`, `minValues`, `maxValues`, `nullCount`. Decimals have none:
        delta-rs reads them as doubles.
    """
    low: dict[str, Any] = {}
    high: dict[str, Any] = {}
    nulls: dict[str, int] = {}
    for name in rows.column_names[:indexed]:
        values = rows.column(name)
        if not any(test(values.type) for test in _RANKED):
            continue
        nulls[name] = values.null_count
        ends = pc.min_max(values)
        least, most = _shown(ends["min"].as_py()), _shown(ends["max"].as_py())
        if least is not None and most is not None:
            low[name], high[name] = least, most
    return {
        "numRecords": rows.num_rows,
        "minValues": low,
        "maxValues": high,
        "nullCount": nulls,
    }


def _shown(value: Any) -> Any:  # noqa: ANN401 - a column's value.
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and len(value) > _LONGEST:
        return None
    return value


def apart(path: Path, table: DeltaTable, rows: pa.Table, keys: Sequence[str]) -> bool:
    """Whether no row of a table has a key of these rows.

    A file whose statistics lie wholly below or above the rows is believed. Of the
    others the keys are read, and nothing else: that costs a small part of a MERGE,
    which would write every one of these files anew.

    Args:
        path: The table's folder.
        table: The table.
        rows: The rows.
        keys: Stored names of the key columns.
    """
    files = table.get_add_actions(flatten=True)
    free = [False] * files.num_rows
    for key in keys:
        if f"min.{key}" not in files.column_names or not _ordered(rows, key):
            continue
        ends = pc.min_max(rows.column(key))
        low, high = ends["min"].as_py(), ends["max"].as_py()
        least = files.column(f"min.{key}").to_pylist()
        most = files.column(f"max.{key}").to_pylist()
        for i, (first, last) in enumerate(zip(least, most, strict=True)):
            if first is not None and last is not None:
                free[i] = free[i] or last < low or high < first
    names = files.column("path").to_pylist()
    near = [name for name, is_free in zip(names, free, strict=True) if not is_free]
    wanted = rows.select(list(keys))
    return all(_lacks(path / unquote(name), wanted) for name in near)


def _lacks(file: Path, wanted: pa.Table) -> bool:
    """Whether a file holds none of these keys; False where that cannot be told."""
    keys = wanted.column_names
    with pq.ParquetFile(file) as parquet:
        held = parquet.schema_arrow
        if not all(
            _ordered(wanted, key)
            and key in held.names
            and held.field(key).type == wanted.schema.field(key).type
            for key in keys
        ):
            return False
        batches = parquet.iter_batches(_PROBED, columns=keys)
        return not any(_meet(batch.select(keys), wanted) for batch in batches)


def _meet(held: pa.RecordBatch, wanted: pa.Table) -> bool:
    """Whether a key is in both."""
    if len(keys := wanted.column_names) == 1:
        found = pc.is_in(held.column(0), value_set=wanted.column(0))
        return bool(pc.any(found).as_py())
    both = pa.Table.from_batches([held]).join(wanted, keys, join_type="left semi")
    return bool(both.num_rows)


def _ordered(rows: pa.Table, key: str) -> bool:
    """Whether statistics of a key tell the truth about its order."""
    kind = rows.schema.field(key).type
    known = (types.is_int64, types.is_string, types.is_date32, types.is_timestamp)
    return any(test(kind) for test in known)
