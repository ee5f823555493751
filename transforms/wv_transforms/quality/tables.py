"""The watch's own tables: written whole, read whole, small.

```
quality/<tenant>__dq_runs         a row per run and raw table, the newest 90 of each
quality/<tenant>__dq_columns      a row per run, raw table and column, as many runs
quality/<tenant>__dq_incidents    a row per incident: open ones, last closed ones
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from target_parquet_lake.names import TableName
from wv_transforms.quality.statistics import KNOWN

if TYPE_CHECKING:
    import duckdb

    from target_parquet_lake.lake import Lake

LAYER = "quality"
RUNS = "dq_runs"
COLUMNS = "dq_columns"
INCIDENTS = "dq_incidents"

_TIME = pa.timestamp("us", tz="UTC")
_NUMBERS = (
    *("version", "rows_total", "rows_new", "periods", "sequence"),
    *("duplicates", "stub_rows", "api_rows"),
)
AS_JSON = ("columns", "out_of_bounds", "in_clear", "alarms")
"""Columns of `dq_runs` kept as JSON text, which every engine reads alike."""

SCHEMAS = {
    RUNS: pa.schema(
        {
            "run_id": pa.string(),
            "measured_at": _TIME,
            "dataset": pa.string(),
            **dict.fromkeys(_NUMBERS, pa.int64()),
            "newest_at": _TIME,
            **dict.fromkeys(AS_JSON, pa.string()),
        }
    ),
    COLUMNS: pa.schema(
        {
            "run_id": pa.string(),
            "dataset": pa.string(),
            "column": pa.string(),
            "rows": pa.int64(),
            **dict.fromkeys(KNOWN, pa.float64()),
        }
    ),
    INCIDENTS: pa.schema(
        {
            "incident_id": pa.string(),
            "dataset": pa.string(),
            "family": pa.string(),
            "level": pa.string(),
            "opened_at": _TIME,
            "last_alarm_at": _TIME,
            "resolved_at": _TIME,
            "runs": pa.int64(),
            "quiet_runs": pa.int64(),
            "marks": pa.string(),
            "message": pa.string(),
            "next_step": pa.string(),
        }
    ),
}
"""The columns of each table. `<tenant>__dq_runs`, ... below the layer `quality`."""


def read(
    con: duckdb.DuckDBPyConnection, lake: Lake, tenant: str, name: str
) -> pa.Table:
    """Read a table; no row where there is none yet.

    Columns that an older version of the table lacks are null.
    """
    schema = SCHEMAS[name]
    table = TableName(LAYER, tenant, name)
    if table not in lake.tables(LAYER, tenant=tenant):
        return schema.empty_table()
    lake.pin([table]).tables[table].view(con, name)
    rows = con.table(name).to_arrow_table()
    empty = schema.empty_table()
    return pa.concat_tables([empty, rows], promote_options="permissive").select(
        schema.names
    )


def write(lake: Lake, tenant: str, name: str, rows: pa.Table, run_id: str) -> None:
    """Replace a table, in one synced commit.

    Raises:
        StorageError: If the disk does not take it.
    """
    lake.write(LAYER, tenant, name, rows, metadata={"wv.run_id": run_id})
