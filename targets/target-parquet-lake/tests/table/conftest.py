"""A table of the lake, and ways to put rows in and get them out."""

from __future__ import annotations

from collections import Counter

import pytest
from deltalake import DeltaTable

from target_parquet_lake.batch import Batch
from target_parquet_lake.evolve import Policy
from target_parquet_lake.names import TableName
from target_parquet_lake.schema import stream_type
from target_parquet_lake.table import Table

INTEGER, NUMBER, STRING = ({"type": t} for t in ("integer", "number", "string"))
MOMENT = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}
FLAG = {"type": "boolean"}


@pytest.fixture
def table(lake, clock):
    def make(keys=("id",), method="upsert", policy=Policy.EVOLVE) -> Table:
        lake.prepare()
        name = TableName.of_stream("default", "singer", "users")
        return Table(
            lake,
            name,
            stream="users",
            keys=keys,
            method=method,
            policy=policy,
            sync=True,
            sleep=clock.sleep,
        )

    return make


@pytest.fixture
def put():
    """Put records in by one commit."""

    def run(table: Table, properties: dict[str, object], *records: dict[str, object]):
        batch = Batch(stream_type({"properties": properties}), table.keys, Counter())
        for record in records:
            batch.add(record)
        return table.commit(batch.table(), batch.kind, {"rows": batch.rows})

    return run


@pytest.fixture
def stored():
    """The rows that a table holds."""

    def run(table: Table) -> list[dict[str, object]]:
        found = DeltaTable(table.path).to_pyarrow_table().to_pylist()
        return sorted(found, key=lambda row: str(row["id"]))

    return run
