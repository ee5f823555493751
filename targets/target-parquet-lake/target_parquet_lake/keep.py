"""Versions that must stay readable: those that a build has promoted.

`_control/promoted/<tenant>.json` pins a version of each table that people look at. A
vacuum that took their files, or a clean-up of the log that took their commits, would
break what is promoted, however old it is.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from target_parquet_lake.commits import read_commit
from target_parquet_lake.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName

PROMOTED = "promoted"
LOG_KEPT = timedelta(days=30)
"""How long delta-rs keeps commits in the log, unless a table says otherwise."""


def promoted_versions(lake: Lake, name: TableName) -> list[int]:
    """The versions of a table that a tenant's promotion names, sorted.

    Raises:
        StorageError: If a promotion file cannot be read: what it pins is not known.
    """
    folder = lake.control(PROMOTED)
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    tables = [_tables(file) for file in files if file.suffix == ".json"]
    return sorted({pins[str(name)] for pins in tables if str(name) in pins})


def _tables(file: Path) -> dict[str, int]:
    try:
        pins = json.loads(file.read_text(encoding="utf-8"))["tables"]
        return {str(name): int(version) for name, version in pins.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(
            what="A promotion file cannot be read, so nothing is removed.",
            where=str(file),
            next_step="correct it, or build again so that it is written anew",
        ) from error


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
    made = read_commit(path, min(kept)).info.get("timestamp", 0)
    age = now - datetime.fromtimestamp(made / 1000, UTC)
    return age < LOG_KEPT - timedelta(days=1)
