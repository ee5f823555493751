"""DuckDB as the models see it: UTC, no network, no files but the lake's, locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from target_parquet_lake.files import make_folder
from wv_transforms.sql import identifier, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from wv_transforms.columns import Column


def connect(
    root: Path | None = None, *, scratch: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """Open an engine in memory that reads nothing outside a folder.

    Args:
        root: The folder it may read; none at all when None, or an object store, which
            Arrow reads for it.
        scratch: Where it spills what does not fit into memory; it is made, with the
            folders above it. Nowhere when None.

    Returns:
        The connection, locked: no statement can change its settings.

    Raises:
        OSError: If the scratch folder cannot be made.
    """
    if scratch is not None:
        # DuckDB itself would make the last folder only, and fail when it first spills.
        make_folder(scratch)
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")
    con.execute(f"SET temp_directory = {text('' if scratch is None else str(scratch))}")
    if root is not None and "://" not in str(root):
        con.execute(f"SET allowed_directories = [{text(str(root))}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def create_view(con: duckdb.DuckDBPyConnection, relation: str, sql: str) -> None:
    """Name a SELECT, e.g. `weather_days` or `raw.openmeteo__cells`."""
    space, _, name = relation.rpartition(".")
    if space:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {identifier(space)}")
    target = f"{identifier(space or 'main')}.{identifier(name)}"
    con.execute(f"CREATE OR REPLACE VIEW {target} AS {sql}")


def select_declared(
    columns: Iterable[Column], present: Collection[str], table: str
) -> str:
    """Select the declared columns of a table, in their order and types.

    A column that the table lacks is null: an older connector never sent it.
    """
    return f"SELECT {_casts(columns, present)} FROM {table}"  # noqa: S608 - names are quoted.


def select_nothing(columns: Iterable[Column]) -> str:
    """Select no row, with the declared columns."""
    return f"SELECT {_casts(columns, ())} WHERE false"


def describe(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, str]:
    """The columns of a SELECT and their types, without running it."""
    return {row[0]: row[1] for row in con.execute(f"DESCRIBE {sql}").fetchall()}


def _casts(columns: Iterable[Column], present: Collection[str]) -> str:
    return ", ".join(
        f"CAST({identifier(column.name) if column.name in present else 'NULL'} "
        f"AS {column.type.value}) AS {identifier(column.name)}"
        for column in columns
    )
