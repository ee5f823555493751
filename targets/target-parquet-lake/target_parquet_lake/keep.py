"""Versions that must stay readable: those that a build has promoted.

`_control/promoted/<tenant>.json` pins a version of each table that people look at. A
vacuum that took their files, or a clean-up of the log that took their commits, would
break what is promoted, however old it is.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from target_parquet_lake.commits import commit_path, read_commit
from target_parquet_lake.errors import SettingsError, StorageError
from target_parquet_lake.names import TableName
from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.lake import Lake

PROMOTED = "promoted"
FORMAT = 1
"""The newest format of a promotion file that is understood."""
LOG_KEPT = timedelta(days=30)
"""How long delta-rs keeps commits in the log, unless a table says otherwise."""


def promoted_versions(lake: Lake, name: TableName) -> list[int]:
    """The versions of a table that a tenant's promotion names, sorted.

    Raises:
        StorageError: If a promotion file cannot be read: what it pins is not known.
    """
    folder = lake.control(PROMOTED)
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    pins = [_pins(file) for file in files if file.suffix == ".json"]
    return sorted({tables[name] for tables in pins if name in tables})


def _pins(file: Path) -> dict[TableName, int]:
    """The versions that a tenant's promotion names (wv_transforms writes it)."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        _check_format(content["format"])
        return {
            TableName(entry["layer"], content["tenant"], name): int(entry["version"])
            for name, entry in content["tables"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, SettingsError) as error:
        raise StorageError(
            what="A promotion file cannot be read, so nothing is removed.",
            where=str(file),
            next_step="correct it, or build again so that it is written anew",
        ) from error


def _check_format(number: int) -> None:
    if number > FORMAT:
        message = f"format {number} is newer than this program"
        raise ValueError(message)


def log_may_go(path: Path, kept: list[int], now: datetime) -> bool:
    """Whether commits that are past their time may leave the log.

    Args:
        path: The table's folder.
        kept: Versions that must stay readable.
        now: The time, UTC.

    Returns:
        Whether each kept version is so young that its commit stays anyway.
    """
    if not kept:
        return True
    if not commit_path(path, min(kept)).is_file():
        return False  # It is read from a checkpoint, which must stay.
    commit = read_commit(path, min(kept))
    made = commit.info.get("timestamp", 0) / 1000
    if not isinstance(path, ObjectPath):
        made = min(made, commit.path.stat().st_mtime)  # What delta-rs goes by.
    age = now - datetime.fromtimestamp(made, UTC)
    return age < LOG_KEPT - timedelta(days=1)
