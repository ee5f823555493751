"""Keeping tables small, whole and clean. Not the target's work: a schedule runs it.

```
python -m target_parquet_lake.maintain check  <table>   is the table whole?
python -m target_parquet_lake.maintain repair <table>   set a damaged last commit aside
python -m target_parquet_lake.maintain run    <lake>    compact, vacuum, sweep
```
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from deltalake.exceptions import CommitFailedError

from target_parquet_lake.commits import (
    LOG,
    check_last_commit,
    commit_path,
    last_version,
    sync_commits,
)
from target_parquet_lake.delta import COMPRESSION, open_table, writing
from target_parquet_lake.errors import ExitCode, LakeError, SettingsError, StorageError
from target_parquet_lake.files import locked, sync_file
from target_parquet_lake.lake import Lake
from target_parquet_lake.pinned import live_files
from target_parquet_lake.root import CONTROL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from target_parquet_lake.names import TableName

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
        compacted: Small files that were put together.
        removed: Files that no version needs any more.
        swept: Drafts that killed writers left.
    """

    name: TableName
    version: int
    compacted: int
    removed: int
    swept: int


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
    for file, size in live_files(path, table).items():
        if not file.is_file() or file.stat().st_size != size:
            raise StorageError(
                what="A data file of the table is missing or has not its logged size.",
                where=str(file),
                next_step=(
                    "put the file back from a backup, or move the table away and load "
                    "its stream again from the start"
                ),
            )
    return table.version()


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
    broken += (path / LOG).glob(f"{version:020}.checkpoint*.parquet")
    if len(broken) > 1:
        broken.append(path / LOG / "_last_checkpoint")
    for file in filter(Path.exists, broken):
        file.rename(file.with_name(f"{file.name}.damaged"))
    sync_file(path / LOG)
    return check_last_commit(path)


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
    if retention_hours < LEAST_HOURS:
        raise SettingsError(
            what=f"A retention of {retention_hours} hours is too short.",
            where="retention_hours",
            next_step=f"give {LEAST_HOURS} or more",
        )
    path = lake.path(name)
    with writing(path), lake.lock(name):
        before = check(path)
        table = open_table(path)
        compacted = _compact(path)
        table = open_table(path)
        removed = table.vacuum(
            retention_hours,
            dry_run=False,
            enforce_retention_duration=False,
            full=True,
        )
        table.update_incremental()
        table.create_checkpoint()
        version = table.version()
        sync_commits(path, before + 1, version)
        swept = sweep(path, now)
    return Maintained(name, version, compacted, len(removed), swept)


def _compact(path: Path) -> int:
    table = open_table(path)
    small = [size for size in live_files(path, table).values() if size < SMALL_BYTES]
    if len(small) <= MANY_FILES:
        return 0
    try:
        done = table.optimize.compact(writer_properties=COMPRESSION)
    except CommitFailedError:
        return 0  # A writer on another machine was faster; the next run does it.
    return int(done["numFilesRemoved"])


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
    drafts = [*path.glob("*#[0-9]*"), *(path / LOG).glob("*#[0-9]*")]
    stale = [draft for draft in drafts if _age(draft, now) > STALE]
    for draft in stale:
        draft.unlink()
    return len(stale)


def sweep_spool(lake: Lake, now: datetime) -> int:
    """Remove rows that runs killed in mid-replacement have left, older than a day."""
    spool = lake.control("spool")
    runs = list(spool.iterdir()) if spool.is_dir() else []
    stale = [run for run in runs if _age(run, now) > STALE]
    for run in stale:
        shutil.rmtree(run)
    return len(stale)


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m target_parquet_lake.maintain")
    commands = parser.add_subparsers(dest="command", required=True)
    for command, what in (
        ("check", "a table's folder"),
        ("repair", "a table's folder"),
    ):
        commands.add_parser(command).add_argument("path", type=Path, help=what)
    run = commands.add_parser("run")
    run.add_argument("path", type=Path, help="the lake's folder")
    run.add_argument(
        "--tables", nargs="+", default=["*"], help="e.g. raw/default__shop__*"
    )
    run.add_argument("--retention-hours", type=int, default=RETENTION_HOURS)
    chosen = parser.parse_args(arguments)
    try:
        for line in _commands(chosen):
            sys.stdout.write(line + "\n")
    except LakeError as error:
        sys.stderr.write(f"{error}\n")
        return error.code
    return ExitCode.OK


def _commands(chosen: argparse.Namespace) -> list[str]:
    if chosen.command == "check":
        return [f"{chosen.path}: whole at version {check(chosen.path)}"]
    if chosen.command == "repair":
        with locked(_lock_of(chosen.path)):
            return [f"{chosen.path}: now at version {repair(chosen.path)}"]
    lake, now = Lake(chosen.path), datetime.now(UTC)
    hours = chosen.retention_hours
    done = [
        maintain(lake, name, now=now, retention_hours=hours)
        for name in chosen_tables(lake, chosen.tables)
    ]
    lines = [
        f"{d.name}: version {d.version}, {d.compacted} files compacted, {d.removed} "
        "removed, "
        f"{d.swept} drafts swept"
        for d in done
    ]
    return [*lines, f"{sweep_spool(lake, now)} leftovers of killed runs removed"]


def _lock_of(table: Path) -> Path:
    layer = table.resolve().parent
    return (
        layer.parent / CONTROL / "locks" / f"{layer.name}.{table.resolve().name}.lock"
    )


if __name__ == "__main__":
    sys.exit(main())
