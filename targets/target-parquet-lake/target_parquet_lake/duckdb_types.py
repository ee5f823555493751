"""DuckDB's names for Arrow's types, without a connection to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import types

from target_parquet_lake.views import identifier

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
    (types.is_boolean, "BOOLEAN"),
    (types.is_int8, "TINYINT"),
    (types.is_int16, "SMALLINT"),
    (types.is_int32, "INTEGER"),
    (types.is_int64, "BIGINT"),
    (types.is_float32, "FLOAT"),
    (types.is_float64, "DOUBLE"),
    (types.is_string, "VARCHAR"),
    (types.is_large_string, "VARCHAR"),
    (types.is_string_view, "VARCHAR"),
    (types.is_binary, "BLOB"),
    (types.is_large_binary, "BLOB"),
    (types.is_date32, "DATE"),
)


def duckdb_type(kind: pa.DataType) -> str:
    """DuckDB's name for an Arrow type.

    Raises:
        TypeError: If Delta holds no such type.
    """
    if types.is_struct(kind):
        members = (f"{identifier(f.name)} {duckdb_type(f.type)}" for f in kind)
        return f"STRUCT({', '.join(members)})"
    if types.is_map(kind):
        return f"MAP({duckdb_type(kind.key_type)}, {duckdb_type(kind.item_type)})"
    if types.is_list(kind) or types.is_large_list(kind):
        return f"{duckdb_type(kind.value_type)}[]"
    if types.is_decimal128(kind):
        return f"DECIMAL({kind.precision},{kind.scale})"
    if types.is_timestamp(kind):
        return "TIMESTAMP" if kind.tz is None else "TIMESTAMP WITH TIME ZONE"
    for test, name in _PLAIN:
        if test(kind):
            return name
    message = f"no type of a Delta table: {kind}"
    raise TypeError(message)


def duckdb_types(schema: pa.Schema) -> dict[str, str]:
    """DuckDB's name for the type of each column of an Arrow schema."""
    return {field.name: duckdb_type(field.type) for field in schema}
