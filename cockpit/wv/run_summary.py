"""What a run of a tap into the lake did, stream by stream, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from wv.console import columns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNS = "connector_runs"
WRITTEN = {
    "rows_read": "read",
    "rows_written": "written",
    "rows_dead_lettered": "dead letters",
    "rows_filtered": "filtered",
    "rows_retired": "retired",
}
"""What the target counts, by the head of its column."""
ASKED = {
    "requests": "requests",
    "retries": "retries",
    "throttles": "throttled",
    "waits": "waits",
    "wait_seconds": "waited [s]",
    "calls": "calls",
}
"""What the tap counts, by the head of its column."""
_ASTRAY, _NO_STREAM, _ALL = "lines of no stream", "before and between", "in all"


def table(summary: dict[str, Any], lake_root: Path) -> list[dict[str, Any]]:
    """Return one row a stream: what was written of it, and what was asked for it.

    Args:
        summary: What the target wrote of the run.
        lake_root: The lake's folder.
    """
    asked = {part["stream"]: part for part in _told(summary, lake_root)}
    streams = summary["streams"] | {_ASTRAY: summary["astray"]}
    read = [name for name, part in streams.items() if part["rows_read"]]
    names = [*asked, *(name for name in read if name not in asked)]
    return [
        {
            "stream": name or _NO_STREAM,
            **{key: streams.get(name, {}).get(key, 0) for key in WRITTEN},
            **{key: asked.get(name, {}).get(key) or 0 for key in ASKED},
            "table": streams.get(name, {}).get("table", ""),
        }
        for name in names
    ]


def lines(summary: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[str]:
    """Give the lines of the same table for people, with its sums.

    Args:
        summary: What the target wrote of the run.
        rows: What `table` made of it.
    """
    counted = {**WRITTEN, **ASKED}
    sums = {key: sum(row[key] for row in rows) for key in counted}
    shown = [*rows, {"stream": _ALL, **sums, "table": ""}]
    heads = ("stream", *counted.values(), "table")
    yield columns([heads, *map(_cells, shown)], numbers=True)
    yield f"Written to {summary['path']}, run {summary['run_id']}"


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    figures = (f"{round(row[key], 2):,.10g}" for key in (*WRITTEN, *ASKED))
    return row["stream"], *figures, row["table"]


def _told(summary: dict[str, Any], lake_root: Path) -> list[dict[str, Any]]:
    """Return what the tap told of its run by stream; nothing where it told nothing."""
    runs = summary["streams"].get(RUNS)
    if not runs or not runs["rows_written"]:
        return []
    name = TableName.of_folder("raw", runs["table"].rpartition("/")[2])
    if name is None:
        return []
    with duckdb.connect() as connection:
        (view,) = Lake(lake_root).pin([name]).register(connection)
        found = connection.table(f'raw."{view}"')
        if "rows_by_stream" not in found.columns:
            return []
        newest = found.order("_sdc_sequence DESC").limit(1).select("rows_by_stream")
        rows = newest.fetchall()
    return list(rows[0][0] or ()) if rows else []
