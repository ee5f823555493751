"""The promoted tables of one tenant: the versions a build let through, no others."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from target_parquet_lake.dead_letters_table import LAYER as LETTERS
from target_parquet_lake.errors import DataError
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.root import check_root
from wv_transforms.promotion import last_promoted
from wv_transforms.quality.tables import INCIDENTS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path


WATCH = "watch"
"""Schema of the views of what was not promoted."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Promoted tables as views `<layer>.<model>` of a DuckDB connection.

    Attributes:
        tenant: Whose tables.
        built_at: When they were promoted (UTC).
        versions: The pinned version of each, by `<layer>.<model>`.
        connection: Where the views are.
    """

    tenant: str
    built_at: dt.datetime
    versions: Mapping[str, int]
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, table: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query, none when its table has not been promoted.

        Args:
            query: A SELECT.
            table: The table it reads, as `<layer>.<model>`.

        Raises:
            DataError: If the table does not answer the query: a column is missing.
        """
        if table not in self.versions:
            return []
        try:
            return self.connection.execute(query).fetchall()
        except duckdb.Error as error:
            what = str(error).splitlines()[0]
            raise DataError(
                what=f"A promoted table does not answer: {what}",
                where=f"{table} version {self.versions[table]}",
                next_step="build it anew with `wv build --force`, then report again",
            ) from error


@contextmanager
def promoted(lake_root: Path, tenant: str) -> Iterator[Tables]:
    """Open what the last successful build of a tenant promoted.

    Args:
        lake_root: The lake's folder.
        tenant: Whose tables.

    Yields:
        The tables; the connection closes afterwards.

    Raises:
        RunError: If the promotion file cannot be read.
        SettingsError: If the tenant cannot be a name.
        StorageError: If this is no lake, nothing has been promoted, or a table is
            damaged.
    """
    lake = Lake(lake_root)
    check_root(lake.root)
    found = last_promoted(lake, tenant)
    layers: defaultdict[str, dict[TableName, int]] = defaultdict(dict)
    for name, version in found.tables.items():
        layers[name.layer][name] = version
    with duckdb.connect() as connection:
        for layer, names in layers.items():
            lake.pin(names).register(connection, layer)
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")
        versions = {
            f"{each.layer}.{each.name}": at for each, at in found.tables.items()
        }
        versions |= _watched(lake, tenant, connection)
        yield Tables(tenant, found.promoted_at, versions, connection)


def _watched(
    lake: Lake, tenant: str, connection: duckdb.DuckDBPyConnection
) -> dict[str, int]:
    """Show what is told of the data rather than made of it, at its newest version.

    That is the incidents of data quality, and the dead letters of all sources: neither
    waits for a promotion.

    Returns:
        The version of each, as `watch.<name>`.
    """
    versions = {}
    connection.execute(f"CREATE SCHEMA {WATCH}")
    incidents = TableName("quality", tenant, INCIDENTS)
    if incidents in lake.tables("quality", tenant=tenant):
        pinned = lake.pin([incidents])
        pinned.register(connection, WATCH)
        versions[f"{WATCH}.{INCIDENTS}"] = pinned.tables[incidents].version
    letters = lake.tables(LETTERS, tenant=tenant) if LETTERS in lake.layers() else []
    if letters:
        pinned = lake.pin(letters)
        views = pinned.register(connection, LETTERS)
        every = " UNION ALL BY NAME ".join(f'FROM {LETTERS}."{view}"' for view in views)
        connection.execute(f"CREATE VIEW {WATCH}.{LETTERS} AS {every}")
        versions[f"{WATCH}.{LETTERS}"] = max(t.version for t in pinned.tables.values())
    return versions
