"""Rows of what a build promoted, for the small files that are written beside tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from target_parquet_lake.errors import StorageError
from wv_transforms.promotion import Promoted, promotion_path
from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from target_parquet_lake.lake import Lake

Row = dict[str, Any]


def promoted_rows(lake: Lake, promoted: Promoted, model: str) -> list[Row]:
    """The rows of a promoted table, sorted as it was written.

    Args:
        lake: The lake.
        promoted: Which versions.
        model: The table's name.

    Raises:
        StorageError: If that table was not promoted, or is damaged.
    """
    for name, version in promoted.tables.items():
        if name.name == model:
            with duckdb.connect() as con:
                lake.pin({name: version}).register(con, name.layer)
                con.execute("SET TimeZone = 'UTC'")
                table = f"{identifier(name.layer)}.{identifier(name.name)}"
                rows: list[Row] = con.sql(f"FROM {table}").to_arrow_table().to_pylist()
                return rows
    raise StorageError(
        what=f"The table {model} has not been promoted for {promoted.tenant!r} yet.",
        where=str(promotion_path(lake, promoted.tenant)),
        next_step="build the models again with this version of the program",
    )
