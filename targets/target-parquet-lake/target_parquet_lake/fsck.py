"""Whether a table is whole, and what to do when its last commit is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet_lake.commits import (
    LOG,
    check_last_commit,
    commit_path,
    last_version,
)
from target_parquet_lake.delta import open_table
from target_parquet_lake.errors import StorageError
from target_parquet_lake.files import sync_file
from target_parquet_lake.keep import promoted_versions
from target_parquet_lake.objects import ObjectPath
from target_parquet_lake.pinned import live_files

if TYPE_CHECKING:
    from pathlib import Path

    from deltalake import DeltaTable

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName


def check(path: Path) -> int:
    """Check a table: its last commit, and every data file it needs.

    Args:
        path: The table's folder.

    Returns:
        Its version.

    Raises:
        StorageError: If there is no table, or something is missing or has another size.
    """
    if check_last_commit(path) is None:
        raise StorageError(
            what="There is no table.",
            where=str(path),
            next_step="name the folder of a table, which holds a _delta_log",
        )
    table = open_table(path)
    lost = _lost(path, table)
    if lost is not None:
        raise StorageError(
            what="A data file of the table is missing or has not its logged size.",
            where=str(lost),
            next_step=(
                "put the file back from a backup, or move the table away and load "
                "its stream again from the start"
            ),
        )
    return table.version()


def check_table(lake: Lake, name: TableName) -> int:
    """Check a table (see `check`), and each of its versions that is promoted.

    Raises:
        StorageError: If something is missing or has another size.
    """
    path = lake.path(name)
    version = check(path)
    for promoted in promoted_versions(lake, name):
        lost = _lost(path, open_table(path, promoted))
        if lost is not None:
            raise StorageError(
                what=f"A data file of the promoted version {promoted} is missing.",
                where=str(lost),
                next_step=(
                    "put the file back from a backup, or build and promote again with "
                    "`wv build --force`"
                ),
            )
    return version


def _lost(path: Path, table: DeltaTable) -> Path | None:
    """A file that a version needs and that is not there whole."""
    files = live_files(path, table).items()
    gone = (f for f, size in files if not f.is_file() or f.stat().st_size != size)
    return next(gone, None)


def repair(path: Path) -> int | None:
    """Set a damaged last commit aside; the table is then what it was before it.

    Nothing is deleted: the log file gets the ending `.damaged`. The checkpoint of the
    same version, if one was written, is set aside too.

    Args:
        path: The table's folder.

    Returns:
        The version the table has now, or None when no commit is left.

    Raises:
        StorageError: If the commits before it are damaged as well.
    """
    try:
        return check_last_commit(path)
    except StorageError:
        version = last_version(path)
    broken = [commit_path(path, int(version or 0))]
    mark = f"{version:020}.checkpoint"
    broken += [file for file in (path / LOG).iterdir() if file.name.startswith(mark)]
    if len(broken) > 1:
        broken.append(path / LOG / "_last_checkpoint")
    for file in [file for file in broken if file.is_file()]:
        file.rename(file.with_name(f"{file.name}.damaged"))
    if not isinstance(path, ObjectPath):
        sync_file(path / LOG)
    return check_last_commit(path)


def repair_table(lake: Lake, name: TableName) -> int | None:
    """Repair a table while no writer of this machine is at it (see `repair`)."""
    with lake.lock(name):
        return repair(lake.path(name))
