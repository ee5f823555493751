"""Reading, checking and syncing the commits of a table's log.

delta-rs calls no `fsync` on local disks, and reads a commit file that a power cut left
empty as a commit without rows. So what we commit we sync ourselves, and the last commit
is checked before a table is used. The log format:
https://github.com/delta-io/delta/blob/master/PROTOCOL.md.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from target_parquet_lake.errors import StorageError
from target_parquet_lake.files import sync_all
from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from pathlib import Path

LOG = "_delta_log"
_COMMIT_FILE = re.compile(r"(\d{20})\.json")
_ADDED_FILES = ("num_added_files", "num_target_files_added", "numFilesAdded")


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit as its log file tells it.

    Attributes:
        version: The table version it made.
        path: The log file.
        info: The `commitInfo` action: operation, metrics, and what the writer noted.
        added: Data files it added, with the size in bytes that the log states.
    """

    version: int
    path: Path
    info: dict[str, Any]
    added: dict[Path, int]


def commit_path(table: Path, version: int) -> Path:
    """Where the log keeps a version's commit."""
    return table / LOG / f"{version:020}.json"


def last_version(table: Path) -> int | None:
    """The newest version that has a commit file, or None where there is none."""
    log = table / LOG
    if not log.is_dir():
        return None
    names = (_COMMIT_FILE.fullmatch(entry.name) for entry in log.iterdir())
    return max((int(match[1]) for match in names if match), default=None)


def read_commit(table: Path, version: int) -> Commit:
    """Read one commit file.

    Args:
        table: The table's folder.
        version: The version it made.

    Returns:
        The commit.

    Raises:
        StorageError: If the file is cut short, with the way to repair it.
    """
    path = commit_path(table, version)
    try:
        actions = [
            json.loads(line) for line in path.read_bytes().splitlines() if line.strip()
        ]
    except ValueError:
        raise _broken(path, "a line is cut short") from None
    if not actions:
        raise _broken(path, "the file is empty")
    info: dict[str, Any] = {}
    added: dict[Path, int] = {}
    for action in actions:
        info |= action.get("commitInfo", {})
        if "add" in action:
            added[table / unquote(action["add"]["path"])] = action["add"]["size"]
    return Commit(version, path, info, added)


def check_last_commit(table: Path) -> int | None:
    """Check that the newest commit is whole: its file, and the data files it names.

    Args:
        table: The table's folder.

    Returns:
        The newest version, or None where the log has no commit file.

    Raises:
        StorageError: If the last commit is damaged, with the way to repair it.
    """
    version = last_version(table)
    if version is None:
        return None
    commit = read_commit(table, version)
    if isinstance(table, ObjectPath):
        return version  # An object is there whole, or not at all.
    metrics = commit.info.get("operationMetrics", {})
    promised = next((int(metrics[key]) for key in _ADDED_FILES if key in metrics), 0)
    if len(commit.added) < promised:
        raise _broken(
            commit.path, f"it names {len(commit.added)} of {promised} data files"
        )
    for path, size in commit.added.items():
        if not path.is_file():
            raise _broken(commit.path, f"its data file {path.name} is missing")
        if path.stat().st_size != size:
            raise _broken(
                commit.path, f"its data file {path.name} has not the logged size"
            )
    return version


def sync_commits(table: Path, first: int, last: int) -> None:
    """Force commits to the disk: data files, log files, then their folders.

    An object store keeps what it has taken.

    Args:
        table: The table's folder.
        first: The first version to sync.
        last: The last version to sync; nothing is done when it is lower than `first`.
    """
    if isinstance(table, ObjectPath):
        return
    commits = [read_commit(table, version) for version in range(first, last + 1)]
    if not commits:
        return
    log = table / LOG
    checkpoints = [
        log / f"{commit.version:020}.checkpoint.parquet" for commit in commits
    ]
    pointers = [
        path for path in (*checkpoints, log / "_last_checkpoint") if path.is_file()
    ]
    sync_all(path for commit in commits for path in commit.added)
    sync_all([*(commit.path for commit in commits), *pointers, table, log])
    sync_all([table.parent, table.parent.parent] if first == 0 else [])


def _broken(path: Path, what: str) -> StorageError:
    table = path.parent.parent
    name, root = f"{table.parent.name}/{table.name}", quote(str(table.parent.parent))
    return StorageError(
        what=f"The last commit of a table is damaged: {what}.",
        where=str(path),
        next_step=(
            f"run `wv lake repair {name} --lake-root {root}` (`python -m "
            f"target_parquet_lake.maintain repair {quote(str(table))}`): it sets this "
            "commit aside. Then run the pipe again: a run that was cut off has passed "
            "no STATE for it. After a run that ended well, start from an earlier STATE"
        ),
    )
