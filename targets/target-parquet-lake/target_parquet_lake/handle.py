"""A table as our last commit left it, for as long as nobody else commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet_lake.commits import check_last_commit, commit_path
from target_parquet_lake.delta import open_table
from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from pathlib import Path

    from deltalake import DeltaTable


class Handle:
    """Opens a table, anew only where the one at hand is not its newest version.

    Opening reads the log again, which takes longer than it takes to commit few rows.

    Args:
        path: The table's folder. In an object store each look is a fresh one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._table: DeltaTable | None = None
        self._mark: tuple[int, ...] = ()

    def opened(self) -> DeltaTable | None:
        """Open the table. A handle is used once, so that none is after a failure.

        Returns:
            None where there is no table yet.

        Raises:
            StorageError: If the last commit is damaged, or delta-rs cannot read it.
        """
        table, self._table = self._table, None
        version = check_last_commit(self._path)
        if version is None:
            return None
        if table is not None and self._marked(version) == self._mark:
            return table
        return open_table(self._path)

    def keep(self, table: DeltaTable) -> None:
        """Keep a table that a commit of ours has just brought to a new version."""
        if not isinstance(self._path, ObjectPath):
            self._mark = self._marked(table.version())
            self._table = table

    def _marked(self, version: int) -> tuple[int, ...]:
        """What tells a version's commit from that of another table in its place."""
        made = commit_path(self._path, version).stat()
        return version, made.st_ino, made.st_mtime_ns, made.st_size
