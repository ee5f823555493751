"""Incidents as rows of `dq_incidents`."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

import pyarrow as pa

from wv_transforms.quality import tables
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.incidents import Incident

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from target_parquet_lake.lake import Lake

_FIELDS = tuple(one.name for one in fields(Incident))


def read_incidents(
    con: duckdb.DuckDBPyConnection, lake: Lake, tenant: str
) -> tuple[Incident, ...]:
    """Read the incidents of a tenant; none in its first run."""
    rows = tables.read(con, lake, tenant, tables.INCIDENTS).to_pylist()
    return tuple(
        Incident(
            **row
            | {
                "level": Level[row["level"].upper()],
                "marks": tuple(json.loads(row["marks"])),
            }
        )
        for row in rows
    )


def write_incidents(
    lake: Lake, tenant: str, incidents: Iterable[Incident], run_id: str
) -> None:
    """Keep the incidents of a tenant.

    Raises:
        StorageError: If the disk does not take it.
    """
    rows = [
        {name: getattr(one, name) for name in _FIELDS}
        | {"level": one.level.text, "marks": json.dumps(one.marks)}
        for one in incidents
    ]
    schema = tables.SCHEMAS[tables.INCIDENTS]
    table = pa.Table.from_pylist(rows, schema)
    tables.write(lake, tenant, tables.INCIDENTS, table, run_id)
