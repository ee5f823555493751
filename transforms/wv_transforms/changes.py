"""Which days of a model's inputs have changed since the model was computed last.

A raw table tells it by its files: those that only one of two versions has, and the
bounds of the day column that the log keeps for each. A model's table tells it by its
commits, which note the window that they replaced.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from target_parquet_lake.errors import StorageError
from target_parquet_lake.names import RAW
from target_parquet_lake.pinned import LOAD_METHOD
from wv_transforms.window import Window, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName
    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.window import Incremental

INPUTS = "wv.inputs"
RECIPE = "wv.recipe"
REPLACED = "wv.window"
"""Keys in the metadata of a commit: versions read, all but the data, days replaced."""

APPEND_ONLY = "append-only"

_NO_ROWS = frozenset({"OPTIMIZE", "VACUUM START", "VACUUM END", "SET TBLPROPERTIES"})
"""Operations that leave every row as it was."""


def changed_days(
    lake: Lake,
    declared: Incremental,
    last: Mapping[str, Any],
    inputs: Mapping[str, PinnedTable],
) -> Window | None:
    """The days on which any input changed.

    Args:
        lake: Where the tables are.
        declared: What the model says of its days.
        last: The commit that wrote the model's table last.
        inputs: The tables that the model rests on, each at the version to read now.

    Returns:
        The days; None when they cannot be told, and all has to be computed.
    """
    before: dict[str, int] = json.loads(last[INPUTS])
    if set(before) != set(inputs):
        return None
    window: Window | None = None
    for relation, table in inputs.items():
        if table.version == before[relation]:
            continue
        column = declared.inputs.get(relation)
        found = column and _changed(lake, table, before[relation], column)
        if not found:
            return None
        window = found.united(window)
    return window


def noted(
    inputs: Mapping[str, PinnedTable], column: str | None, window: Window | None
) -> dict[str, str]:
    """What the commit of a table notes for the next build.

    Args:
        inputs: The tables that it rests on.
        column: The column of its days; None for a model that declares none.
        window: The days that were replaced; None for all.
    """
    versions = {relation: table.version for relation, table in inputs.items()}
    told = {INPUTS: json.dumps(versions)}
    if window is not None:
        days = {"column": column, "first": str(window.first), "last": str(window.last)}
        told[REPLACED] = json.dumps(days)
    return told


def _changed(lake: Lake, table: PinnedTable, before: int, column: str) -> Window | None:
    if before > table.version:
        return None
    tell = _by_files if table.name.layer == RAW else _by_commits
    return tell(lake, table, before, column)


def _by_files(
    lake: Lake, table: PinnedTable, before: int, column: str
) -> Window | None:
    if table.properties.get(LOAD_METHOD) == APPEND_ONLY:
        return None  # A newer row may hide one of a day that no new file touches.
    try:
        old = _files(lake, table.name, before)
    except StorageError:  # The version is gone; nothing can be told of it.
        return None
    new = _files(lake, table.name, table.version)
    window: Window | None = None
    for path in old.keys() ^ new.keys():
        file = old.get(path) or new[path]
        low, high = file.get(f"min.{column}"), file.get(f"max.{column}")
        days = [day_of(bound) for bound in (low, high) if isinstance(bound, date)]
        if len(days) != len((low, high)) or file.get(f"null_count.{column}"):
            return None  # Not in the statistics, or no time, or a row without a day.
        window = Window(*days).united(window)
    return window


def _files(lake: Lake, name: TableName, version: int) -> dict[str, dict[str, Any]]:
    actions = pa.table(lake.open(name, version).get_add_actions(flatten=True))
    return {file["path"]: file for file in actions.to_pylist()}


def _by_commits(
    lake: Lake, table: PinnedTable, before: int, column: str
) -> Window | None:
    """By the windows that the commits since then have noted; `column` is theirs."""
    window: Window | None = None
    for commit in lake.history(table.name):
        if commit["version"] <= before:
            return window
        if commit["operation"] in _NO_ROWS or commit["version"] > table.version:
            continue
        noted = json.loads(commit.get(REPLACED) or "{}")
        if noted.get("column") != column:
            return None
        first, last = (date.fromisoformat(noted[end]) for end in ("first", "last"))
        window = Window(first, last).united(window)
    return None
