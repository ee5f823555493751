"""The gate's results as a table of the lake, `quality/<tenant>__gate_results`.

It holds each rule of the last 90 gated builds, refused ones too, and is no part of what
is promoted: it tells of the gate, also when that let nothing through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from target_parquet_lake.names import TableName
from wv_transforms.engine import connect

if TYPE_CHECKING:
    from target_parquet_lake.lake import Lake
    from wv_transforms.report.record import BuildRecord

KEPT_RUNS = 90
RUN_ID = "wv.run_id"
"""Key of the build's id in the metadata of a commit."""

SCHEMA = pa.schema(
    [
        ("run_id", pa.string()),
        ("decided_at", pa.timestamp("us", tz="UTC")),
        ("model", pa.string()),
        ("rule", pa.string()),
        ("column_name", pa.string()),
        ("severity", pa.string()),
        ("wrong_rows", pa.int64()),
        ("holds", pa.bool_()),
        ("refuses", pa.bool_()),
        ("next_step", pa.string()),
    ]
)
"""One row is one rule of one build; `refuses` says that it kept the build back."""

_NEWEST = """
select * from gate
qualify dense_rank() over (order by decided_at desc, run_id) <= ?
order by decided_at, run_id, model, rule
"""


def gate_table(tenant: str) -> TableName:
    """The table of a tenant."""
    return TableName("quality", tenant, "gate_results")


def write_gate_table(record: BuildRecord) -> int:
    """Add the results of a build, and drop what is older than 90 builds.

    Returns:
        The table's new version.
    """
    lake, name = record.candidate.lake, gate_table(record.candidate.tenant)
    rows = _rows(record)
    if name in lake.tables(name.layer, tenant=name.tenant):
        rows = pa.concat_tables([_newest(lake, name, KEPT_RUNS - 1), rows])
    metadata = {RUN_ID: record.candidate.run_id}
    return lake.write(name.layer, name.tenant, name.name, rows, metadata=metadata)


def read_gate(lake: Lake, tenant: str) -> pa.Table:
    """The rules of a tenant's last gated build; no row when there was none."""
    name = gate_table(tenant)
    if name not in lake.tables(name.layer, tenant=tenant):
        return SCHEMA.empty_table()
    rows = _newest(lake, name, KEPT_RUNS)
    run_id = (lake.last_write(name) or {})[RUN_ID]
    return rows.filter(pc.field("run_id") == run_id)


def _rows(record: BuildRecord) -> pa.Table:
    decided = {"run_id": record.candidate.run_id, "decided_at": record.end}
    rows = [
        decided
        | {
            "model": result.model,
            "rule": result.rule,
            "column_name": result.column,
            "severity": result.severity.value,
            "wrong_rows": result.count,
            "holds": result.holds,
            "refuses": result.fails,
            "next_step": result.next_step,
        }
        for result in record.results
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _newest(lake: Lake, name: TableName, runs: int) -> pa.Table:
    """The rows of the newest builds."""
    with connect(lake.root) as con:
        lake.pin([name]).tables[name].view(con, "gate")
        return con.sql(_NEWEST, params=[runs]).to_arrow_table().cast(SCHEMA)
