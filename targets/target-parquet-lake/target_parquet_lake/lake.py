"""The reader of the lake, and the writer of what models make of it.

```python
lake = Lake("storage/lake")
pinned = lake.pin(tenant="default")  # one version of each table, fixed
pinned.register(duckdb.connect())    # raw."openmeteo__weather_hourly_observed", ...
```
Everything reads through here: a table's folder also holds files of older versions, so
globbing it gives wrong rows. Importing this module imports neither singer-sdk nor the
target.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deltalake import CommitProperties, write_deltalake

from target_parquet_lake.commits import check_last_commit, last_version, sync_commits
from target_parquet_lake.delta import (
    COMPRESSION,
    PROPERTIES,
    open_table,
    reaching,
    writing,
)
from target_parquet_lake.errors import SettingsError, StorageError
from target_parquet_lake.files import locked
from target_parquet_lake.names import RAW, TableName
from target_parquet_lake.objects import ObjectPath, place, storage_options
from target_parquet_lake.pinned import Pinned, PinnedTable
from target_parquet_lake.root import (
    CONTROL,
    check_characters,
    check_root,
    prepare_root,
    table_path,
)
from target_parquet_lake.storable import check_properties, check_storable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from datetime import datetime
    from os import PathLike

    import pyarrow as pa
    from deltalake import DeltaTable

_ROW_WRITERS = frozenset({"WRITE", "MERGE"})


class Lake:
    """A lake on a local disk, or in an object store.

    Args:
        root: The lake's folder, or its URI, e.g. `s3://bucket/prefix`. It need not
            exist until something is read or written.
        storage_options: For an object store, what is not in the environment:
            `AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID`, ...

    Raises:
        SettingsError: If the path holds a character that delta-rs cannot open.
    """

    def __init__(
        self,
        root: str | PathLike[str],
        storage_options: Mapping[str, str] | None = None,
    ) -> None:
        self.root = place(root, storage_options)
        check_characters(self.root)

    def __repr__(self) -> str:
        return f"Lake({str(self.root)!r})"

    def prepare(self) -> None:
        """Make the root folder a lake, unless it is one (see `prepare_root`)."""
        with reaching(self.root):
            prepare_root(self.root)

    def control(self, *parts: str) -> Path:
        """A path below `_control/`, e.g. `control("promoted", "default.json")`."""
        return self.root.joinpath(CONTROL, *parts)

    def spool(self, *parts: str) -> Path:
        """A path on this machine where rows of a run wait."""
        if isinstance(self.root, ObjectPath):
            return Path(tempfile.gettempdir()).joinpath("target-parquet-lake", *parts)
        return self.control("spool", *parts)

    def path(self, name: TableName) -> Path:
        """A table's folder, whether it exists or not.

        Raises:
            StorageError: If something else lies there.
        """
        return table_path(self.root, name)

    def lock(self, name: TableName) -> AbstractContextManager[bool]:
        """Hold the table for one writer of this machine; yields that it is held."""
        return locked(self.control("locks", f"{name.layer}.{name.folder}.lock"))

    def tables(self, layer: str = RAW, *, tenant: str | None = None) -> list[TableName]:
        """The tables of a layer, sorted.

        Args:
            layer: `raw`, or a folder of models.
            tenant: Only this tenant's.

        Raises:
            StorageError: If the root is no lake.
        """
        with reaching(self.root):
            check_root(self.root)
            folder = self.root / layer
            entries = [*folder.iterdir()] if folder.is_dir() else []
        names = (TableName.of_folder(layer, entry.name) for entry in entries)
        return sorted(
            name
            for name in names
            if name
            and tenant in {None, name.tenant}
            and last_version(self.path(name)) is not None
        )

    def layers(self) -> list[str]:
        """The layers that have a folder, sorted."""
        with reaching(self.root):
            check_root(self.root)
            entries = [entry for entry in self.root.iterdir() if entry.is_dir()]
        return sorted(e.name for e in entries if not e.name.startswith(("_", ".")))

    def versions(
        self, layer: str = RAW, *, tenant: str | None = None
    ) -> dict[TableName, int]:
        """The newest version of each table of a layer."""
        names = self.tables(layer, tenant=tenant)
        return {name: self.open(name).version() for name in names}

    def open(self, name: TableName, version: int | None = None) -> DeltaTable:
        """Open a table, at its newest version or at an older one.

        Raises:
            StorageError: If there is no such table, it is damaged, or the version is
                gone.
        """
        path = self.path(name)
        if check_last_commit(path) is None:
            raise StorageError(
                what="There is no such table.",
                where=str(path),
                next_step=(
                    "run the tap and the target that fill it, or correct its name"
                ),
            )
        return open_table(path, version)

    def pin(
        self,
        names: Mapping[TableName, int] | Iterable[TableName] | None = None,
        *,
        layer: str = RAW,
        tenant: str | None = None,
    ) -> Pinned:
        """Fix one version of each table, so that all who read see one snapshot.

        Args:
            names: The tables, or the version wanted of each; all of the layer when left
                out.
            layer: The layer, when `names` is left out.
            tenant: Only this tenant's, when `names` is left out.

        Returns:
            The pinned tables.

        Raises:
            StorageError: If a table is missing, damaged or cannot be read from its
                files.
        """
        chosen = self.tables(layer, tenant=tenant) if names is None else names
        wanted = dict(chosen) if isinstance(chosen, Mapping) else dict.fromkeys(chosen)
        pinned = (
            PinnedTable.of(n, self.path(n), self.open(n, v)) for n, v in wanted.items()
        )
        return Pinned({table.name: table for table in pinned})

    def version_at(self, name: TableName, time: datetime) -> int:
        """The version a table had at a time.

        Args:
            name: The table.
            time: The time, UTC.

        Raises:
            SettingsError: If it is older than what the table's log still tells.
        """
        moment = time.timestamp() * 1000
        made = (c["version"] for c in self.history(name) if c["timestamp"] <= moment)
        version = next(made, None)
        if version is None:
            raise SettingsError(
                what=f"The log does not go back to {time.isoformat()}.",
                where=str(name),
                next_step="ask for a later time; `wv lake history` shows the versions",
            )
        return int(version)

    def history(
        self, name: TableName, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The commits of a table, newest first, with what their writers noted."""
        return self.open(name).history(limit)

    def last_write(self, name: TableName) -> dict[str, Any] | None:
        """The newest commit that wrote rows, or None where the table is absent.

        Compactions and property changes are passed over.
        """
        if last_version(self.path(name)) is None:
            return None
        commits = self.history(name)
        return next((c for c in commits if c["operation"] in _ROW_WRITERS), None)

    def write(  # noqa: PLR0913 - one call is one commit; all after the rows is by name.
        self,
        layer: str,
        tenant: str,
        model: str,
        reader: pa.RecordBatchReader | pa.Table,
        *,
        properties: Mapping[str, str] | None = None,
        metadata: Mapping[str, Any] | None = None,
        where: str | None = None,
    ) -> int:
        """Replace a model's table, or a part of it, by new rows, in one synced commit.

        Readers see the old version or the new one. The schema may differ from the old
        one.

        Args:
            layer: The model's layer, e.g. `weather`.
            tenant: Whose data it is.
            model: The model's name.
            reader: The rows; a reader is streamed, not gathered.
            properties: Further table properties (`delta.*`) when the table is made.
            metadata: What to note in the commit (JSON values), e.g. the pinned inputs.
            where: SQL condition on the rows that are replaced, which all new rows meet;
                all rows when None. The schema stays as it is then.

        Returns:
            The new version.

        Raises:
            DataError: If a column's type cannot be kept exactly.
            SettingsError: If a property is none of Delta's.
            StorageError: If the disk or the table is not usable.
        """
        check_storable(reader.schema, where=f"{layer}/{model}")
        check_properties(properties or {}, where=f"{layer}/{model}")
        self.prepare()
        name = TableName(layer, tenant, model)
        path = self.path(name)
        with writing(path), self.lock(name):
            before = check_last_commit(path)
            write_deltalake(
                path,
                reader,
                mode="overwrite",
                schema_mode=None if where else "overwrite",
                predicate=where,
                configuration={**PROPERTIES, **(properties or {})},
                storage_options=storage_options(path),
                writer_properties=COMPRESSION,
                commit_properties=CommitProperties(
                    custom_metadata=dict(metadata or {})
                ),
            )
            version = open_table(path).version()
            sync_commits(path, 0 if before is None else before + 1, version)
        return version
