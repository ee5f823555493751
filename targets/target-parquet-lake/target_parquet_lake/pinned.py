"""Tables fixed at one version each, and the views that show them to DuckDB."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc

from target_parquet_lake.duckdb_types import duckdb_types
from target_parquet_lake.errors import SettingsError, StorageError
from target_parquet_lake.names import RAW, TableName
from target_parquet_lake.objects import ObjectPath, filesystem_of
from target_parquet_lake.types import Struct, lake_struct, source_name
from target_parquet_lake.views import (
    identifier,
    newest_by_key,
    select_files,
    without_deleted,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb
    from deltalake import DeltaTable
    from pyarrow.dataset import Dataset

KEYS = "lake.keys"
STREAM = "lake.stream"
LOAD_METHOD = "lake.load_method"
COLUMNS = "lake.columns"

_UNREADABLE = {"deletionVectors", "columnMapping"}


@dataclass(frozen=True, slots=True)
class PinnedTable:
    """One table at one version; what it tells never changes.

    Attributes:
        name: The table.
        version: Its Delta version.
        files: Paths of the Parquet files of that version (they stay until a vacuum, 24
            h at the least).
        schema: Arrow schema.
        properties: Table properties: `lake.keys`, `lake.stream`, `lake.load_method`,
            ...
        rows: Rows as the log counts them.
        partitions: Columns whose values are in the folders' names, not in the files.
        dataset: The rows as Arrow reads them, for a table in an object store: DuckDB
            cannot read there without an extension.
    """

    name: TableName
    version: int
    files: tuple[str, ...]
    schema: pa.Schema
    properties: Mapping[str, str]
    rows: int
    partitions: tuple[str, ...] = ()
    dataset: Dataset | None = None

    @classmethod
    def of(cls, name: TableName, path: Path, table: DeltaTable) -> Self:
        """Pin a table at the version that was loaded.

        Raises:
            StorageError: If another engine has switched on deletion vectors or column
                mapping: a list of files is not the table then.
        """
        features = _UNREADABLE & set(table.protocol().reader_features or ())
        if features:
            raise StorageError(
                what=(
                    f"The table uses {', '.join(sorted(features))}, which its files "
                    "alone do not show."
                ),
                where=f"{name} version {table.version()}",
                next_step=(
                    "read it with deltalake's DeltaTable.scan(), or rewrite it without"
                ),
            )
        schema = pa.schema(table.schema().to_arrow())
        properties = dict(table.metadata().configuration)
        parted = tuple(table.metadata().partition_columns)
        files = tuple(sorted(map(str, live_files(path, table))))
        far = dataset_of(path, table) if isinstance(path, ObjectPath) else None
        version, rows = table.version(), table.count()
        return cls(name, version, files, schema, properties, rows, parted, far)

    @property
    def keys(self) -> tuple[str, ...]:
        """Key columns of a raw table, as stored, in order; empty without a key."""
        keys = json.loads(self.properties.get(KEYS, "[]"))
        stored = {source_name(field): field.name for field in self.schema}
        return tuple(stored[key] for key in keys)

    @property
    def struct(self) -> Struct:
        """The row type of a raw table."""
        return lake_struct(self.schema)

    def every_row_sql(self) -> str:
        """A SELECT of all rows that the table holds.

        In an object store it reads what `view` has shown the connection.
        """
        if self.dataset is not None:
            return f"SELECT * FROM {identifier(self._shown)}"  # noqa: S608 - quoted
        types = duckdb_types(self.schema)
        return select_files(types, self.files, self.partitions)

    def view(
        self, con: duckdb.DuckDBPyConnection, view: str, *, every_row: bool = False
    ) -> None:
        """Make a view of the table.

        Args:
            con: A DuckDB connection that may read the lake's files.
            view: The view's name, quoted where it has to be.
            every_row: Whether it shows what readers leave out, too.
        """
        select = self.every_row_sql() if every_row else self.sql()
        if self.dataset is not None:
            con.register(self._shown, self.dataset)
        con.execute(f"CREATE OR REPLACE VIEW {view} AS {select}")

    @property
    def _shown(self) -> str:
        """What a connection calls a table that lies in an object store."""
        return f"{self.name}@{self.version}"

    def sql(self) -> str:
        """A SELECT of the table's rows as they are to be read.

        Rows that the source deleted are left out. Of an append-only table with keys,
        the newest row of each key is kept.
        """
        select = self.every_row_sql()
        if self.properties.get(LOAD_METHOD) == "append-only":
            select = newest_by_key(select, self.keys, self.schema.names)
        return without_deleted(select, self.schema.names)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A set of tables, each at one version: one snapshot for all who read it.

    Attributes:
        tables: The pinned tables by name.
    """

    tables: Mapping[TableName, PinnedTable]

    @property
    def versions(self) -> dict[TableName, int]:
        """The version of each table."""
        return {name: table.version for name, table in self.tables.items()}

    def as_dict(self) -> dict[str, int]:
        """The versions for JSON, e.g. `{"raw/default__openmeteo__cells": 3}`."""
        return {str(name): table.version for name, table in self.tables.items()}

    def register(
        self,
        con: duckdb.DuckDBPyConnection,
        schema: str = RAW,
        *,
        tenant: str | None = None,
    ) -> list[str]:
        """Make a view of each table, e.g. `raw."openmeteo__weather_hourly_observed"`.

        Args:
            con: A DuckDB connection that may read the lake's files.
            schema: The schema the views are made in; it is made when missing.
            tenant: Whose tables; needed only when several tenants are pinned.

        Returns:
            The names of the views, sorted.

        Raises:
            SettingsError: If tables of several tenants or layers would share names.
        """
        chosen = {n: t for n, t in self.tables.items() if tenant in {None, n.tenant}}
        owners = {(name.tenant, name.layer) for name in chosen}
        if len(owners) > 1:
            raise SettingsError(
                what=(
                    f"Tables of {len(owners)} tenants or layers would share one schema."
                ),
                where=f"schema {schema}",
                next_step="pin one layer at a time and name the tenant",
            )
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {identifier(schema)}")
        for name, table in chosen.items():
            table.view(con, f"{identifier(schema)}.{identifier(name.name)}")
        return sorted(name.name for name in chosen)


def live_files(path: Path, table: DeltaTable) -> dict[Path, int]:
    """The data files of the version that was loaded, with their sizes [bytes].

    Args:
        path: The table's folder; `file_uris()` would give percent-encoded paths.
        table: The table.
    """
    actions = table.get_add_actions()
    names = (path / unquote(name) for name in actions.column("path").to_pylist())
    return dict(zip(names, actions.column("size_bytes").to_pylist(), strict=True))


def dataset_of(path: Path, table: DeltaTable) -> Dataset:
    """The rows of the version that was loaded, as Arrow reads them.

    Args:
        path: The table's folder.
        table: The table.
    """
    # Here, as it brings pandas along where there is one: a second at every start.
    from pyarrow import dataset  # noqa: PLC0415 - as above.

    system, root = filesystem_of(path)
    reader = dataset.ParquetFileFormat()
    schema = pa.schema(table.schema().to_arrow())
    actions = pa.table(table.get_add_actions(flatten=True))
    parted = table.metadata().partition_columns
    fragments = [
        reader.make_fragment(
            f"{root}/{unquote(file['path'])}",
            filesystem=system,
            partition_expression=_partition(file, parted),
        )
        for file in actions.to_pylist()
    ]
    return dataset.FileSystemDataset(fragments, schema, reader, system)


def _partition(file: Mapping[str, Any], names: Sequence[str]) -> pc.Expression | None:
    """What holds for all rows of a file."""
    found: pc.Expression | None = None
    for name in names:
        value = file[f"partition.{name}"]
        column = pc.field(name)
        own = column.is_null() if value is None else column == value
        found = own if found is None else found & own
    return found
