"""Keeping tables small and clean. Not the target's work: a schedule runs it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from deltalake.exceptions import CommitFailedError

from target_parquet_lake.commits import LOG, sync_commits
from target_parquet_lake.dedup import deduplicate
from target_parquet_lake.delta import COMPRESSION, open_table, writing
from target_parquet_lake.errors import SettingsError
from target_parquet_lake.fsck import check
from target_parquet_lake.keep import log_may_go, promoted_versions
from target_parquet_lake.objects import ObjectPath
from target_parquet_lake.pinned import live_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName

MANIFEST = "_symlink_format_manifest"
MANY_FILES = 50
SMALL_BYTES = 32 << 20
RETENTION_HOURS = 168
LEAST_HOURS = 24
STALE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Maintained:
    """What maintenance did to a table.

    Attributes:
        name: The table.
        version: Its version afterwards.
        doubled: Rows that were taken out, as no reader sees them.
        compacted: Small files that were put together.
        removed: Files that no version needs any more.
        swept: Drafts that killed writers left.
    """

    name: TableName
    version: int
    doubled: int
    compacted: int
    removed: int
    swept: int


def maintain(
    lake: Lake,
    name: TableName,
    *,
    now: datetime,
    retention_hours: int = RETENTION_HOURS,
) -> Maintained:
    """Compact a table of many small files, remove what no version needs, and sweep.

    Args:
        lake: The lake.
        name: The table.
        now: The time, UTC: drafts older than a day are swept.
        retention_hours: How long files stay that only old versions need [h].

    Returns:
        What was done.

    Raises:
        SettingsError: If the retention is below 24 hours: it would take files of a
            commit that another writer is about to make.
        StorageError: If the table is damaged, or the disk refuses.
    """
    _check_retention(retention_hours)
    with _upkeep(lake, name) as path:
        doubled = deduplicate(lake, name)
        compacted = _compact(path, many=MANY_FILES)
        removed = _vacuum(lake, name, now, retention_hours)
        swept = sweep(path, now)
    version = open_table(path).version()
    return Maintained(name, version, doubled, compacted, len(removed), swept)


def compact(lake: Lake, name: TableName, *, now: datetime) -> Maintained:
    """Put a table's small files together, however few; nothing is removed.

    Of an append-only table, rows that no reader sees are left out (see `dedup`).

    Raises:
        StorageError: If the table is damaged, or the disk refuses.
    """
    with _upkeep(lake, name) as path:
        doubled = deduplicate(lake, name)
        compacted = _compact(path, many=1)
        swept = sweep(path, now)
    return Maintained(name, open_table(path).version(), doubled, compacted, 0, swept)


def vacuum(
    lake: Lake,
    name: TableName,
    *,
    now: datetime,
    retention_hours: int = RETENTION_HOURS,
    dry_run: bool = False,
) -> list[str]:
    """Remove files that no version needs which is promoted or young enough.

    Args:
        lake: The lake.
        name: The table.
        now: The time, UTC.
        retention_hours: How long files stay that only old versions need [h].
        dry_run: Whether files are only named.

    Returns:
        The files.

    Raises:
        SettingsError: If the retention is below 24 hours.
        StorageError: If the table or a promotion file is damaged, or the disk refuses.
    """
    _check_retention(retention_hours)
    if dry_run:
        return _unneeded(lake, name, retention_hours, dry_run=True)
    with _upkeep(lake, name):
        return _vacuum(lake, name, now, retention_hours)


def manifest(lake: Lake, name: TableName) -> Path:
    """List the files of a table's newest version for engines that read no Delta log.

    The list is of now: it is made anew after each load that such an engine shall see.

    Returns:
        The folder of the list; a parted table has one file in each partition.

    Raises:
        StorageError: If the table is damaged, or the disk refuses.
    """
    with _upkeep(lake, name) as path:
        open_table(path).generate()
    return path / MANIFEST


@contextmanager
def _upkeep(lake: Lake, name: TableName) -> Iterator[Path]:
    """Hold a whole table, and sync what is committed meanwhile."""
    path = lake.path(name)
    with writing(path), lake.lock(name):
        before = check(path)
        yield path
        sync_commits(path, before + 1, open_table(path).version())


def _check_retention(hours: int) -> None:
    if hours < LEAST_HOURS:
        raise SettingsError(
            what=f"A retention of {hours} hours is too short.",
            where="retention_hours",
            next_step=f"give {LEAST_HOURS} or more",
        )


def _compact(path: Path, *, many: int) -> int:
    table = open_table(path)
    small = [size for size in live_files(path, table).values() if size < SMALL_BYTES]
    if len(small) <= many:
        return 0
    try:
        done = table.optimize.compact(writer_properties=COMPRESSION)
    except CommitFailedError:
        return 0  # A writer on another machine was faster; the next run does it.
    return int(done["numFilesRemoved"])


def _vacuum(lake: Lake, name: TableName, now: datetime, hours: int) -> list[str]:
    removed = _unneeded(lake, name, hours, dry_run=False)
    path = lake.path(name)
    table = open_table(path)
    table.create_checkpoint()
    if log_may_go(path, promoted_versions(lake, name), now):
        table.cleanup_metadata()
    return removed


def _unneeded(lake: Lake, name: TableName, hours: int, *, dry_run: bool) -> list[str]:
    return open_table(lake.path(name)).vacuum(
        hours,
        dry_run=dry_run,
        enforce_retention_duration=False,
        full=True,
        keep_versions=promoted_versions(lake, name) or None,
    )


def chosen_tables(lake: Lake, patterns: Sequence[str]) -> list[TableName]:
    """The tables whose name, e.g. `raw/default__shop__orders`, fits a pattern.

    Raises:
        SettingsError: If a pattern fits none.
    """
    names = [name for layer in lake.layers() for name in lake.tables(layer)]
    fitting = {p: [n for n in names if fnmatchcase(str(n), p)] for p in patterns}
    empty = [p for p, found in fitting.items() if not found and p != "*"]
    if empty:
        raise SettingsError(
            what=f"No table of the lake fits {empty[0]}.",
            where="--tables",
            next_step="name tables as <layer>/<folder>; * stands for any letters",
        )
    chosen = {name for found in fitting.values() for name in found}
    return [name for name in names if name in chosen]


def sweep(path: Path, now: datetime) -> int:
    """Remove the drafts (`*#1`) that writers killed in mid-write have left.

    Args:
        path: The table's folder.
        now: The time, UTC: only drafts older than a day are removed.

    Returns:
        How many were removed.
    """
    if isinstance(path, ObjectPath):
        return 0
    drafts = [*path.glob("*#[0-9]*"), *(path / LOG).glob("*#[0-9]*")]
    stale = [draft for draft in drafts if _age(draft, now) > STALE]
    for draft in stale:
        draft.unlink()
    return len(stale)


def sweep_spool(lake: Lake, now: datetime) -> int:
    """Remove rows that runs killed in mid-replacement have left, older than a day."""
    spool = lake.spool()
    runs = list(spool.iterdir()) if spool.is_dir() else []
    stale = [run for run in runs if _age(run, now) > STALE]
    for run in stale:
        shutil.rmtree(run)
    return len(stale)


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
