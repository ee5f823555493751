"""DuckDB's names for Arrow's types are what DuckDB itself says."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from target_parquet_lake.duckdb_types import duckdb_types

KINDS = [
    *(pa.bool_(), pa.int8(), pa.int16(), pa.int32(), pa.int64()),
    *(pa.float32(), pa.float64(), pa.string(), pa.large_string(), pa.binary()),
    *(pa.large_binary(), pa.date32(), pa.timestamp("us"), pa.timestamp("us", "UTC")),
    *(pa.decimal128(38, 9), pa.list_(pa.int64()), pa.large_list(pa.string())),
    pa.struct([("a b", pa.int64()), ('q"', pa.list_(pa.date32()))]),
    pa.map_(pa.string(), pa.struct([("x", pa.decimal128(5, 2))])),
    pa.string_view(),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_type_is_named_as_duckdb_does(kind) -> None:
    schema = pa.schema([("x", kind)])
    with duckdb.connect() as con:
        [told] = con.from_arrow(schema.empty_table()).types
        [(ours,)] = con.execute(
            f"SELECT typeof(NULL::{duckdb_types(schema)['x']})"
        ).fetchall()
    assert ours == str(told)


def test_a_type_that_no_delta_table_has_is_refused() -> None:
    with pytest.raises(TypeError, match="no type of a Delta table"):
        duckdb_types(pa.schema([("x", pa.duration("s"))]))
