"""ACTIVATE_VERSION: rows that a full load did not bring again are gone at their source.

A tap that loads a table whole gives its records a new version, and at the end says that
this version is the table. Rows of older versions are then marked as deleted (readers
leave them out, and they come back when the source sends them again), or deleted. Rows
that came without a version stay: nothing tells that they are older.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from deltalake import CommitProperties

from target_parquet_lake.commits import check_last_commit
from target_parquet_lake.delta import open_table
from target_parquet_lake.evolve import table_struct
from target_parquet_lake.merge import Written
from target_parquet_lake.views import DELETED, identifier, literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from deltalake import DeltaTable

    from target_parquet_lake.table import Table

VERSION = "_sdc_table_version"

logger = logging.getLogger(__name__)


def activate(
    table: Table, version: int, now: datetime, note: Mapping[str, Any], *, hard: bool
) -> Written | None:
    """Retire the rows of older versions, in one synced commit.

    Args:
        table: The table; all rows that came before the message are in it.
        version: The version that is the table from now on.
        now: When the rows are taken to be deleted, UTC.
        note: What the commit's metadata says.
        hard: Whether rows are deleted, and not only marked.

    Returns:
        What was done, `updated` rows retired; None where there is no table, or it does
        not tell versions (`add_record_metadata` was off).

    Raises:
        StorageError: If the disk or delta-rs refuses.
    """
    if check_last_commit(table.path) is None:
        return None
    stored = table_struct(open_table(table.path)).by_name()
    if VERSION not in stored or DELETED not in stored:
        logger.warning("ACTIVATE_VERSION: %s tells no versions, left as is", table.name)
        return None
    column = identifier(stored[VERSION].stored)
    old = f"{column} < {version}"
    commit = CommitProperties(custom_metadata={**note, "activated_version": version})

    def attempt() -> Written:
        delta = open_table(table.path)
        count = (
            _delete(delta, old, commit)
            if hard
            else _mark(delta, old, identifier(stored[DELETED].stored), now, commit)
        )
        return Written(delta.version(), 0, count)

    return table.locked(attempt)


def _delete(delta: DeltaTable, old: str, commit: CommitProperties) -> int:
    return int(delta.delete(old, commit_properties=commit)["num_deleted_rows"])


def _mark(
    delta: DeltaTable, old: str, deleted: str, now: datetime, commit: CommitProperties
) -> int:
    moment = literal(now.isoformat().replace("+00:00", "Z"))
    done = delta.update(
        updates={deleted: f"CAST({moment} AS TIMESTAMP)"},
        predicate=f"{old} AND {deleted} IS NULL",
        commit_properties=commit,
    )
    return int(done["num_updated_rows"])
