"""What a run of a tap into the lake did, in one table for people."""

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
HEADS = ("stream", "read", "written", "dead letters", "filtered", "retired", "table")
_COUNTS = ("rows_read", "rows_written", "rows_dead_lettered", "rows_filtered")
_ASKED = ("requests", "retries", "throttles", "waits", "wait_seconds", "calls")


def lines(summary: dict[str, Any], lake_root: Path) -> Iterator[str]:
    """Give the lines of the table, and what the tap asked for it.

    Args:
        summary: What the target wrote of the run.
        lake_root: The lake's folder.
    """
    streams = [*summary["streams"].items(), ("lines of no stream", summary["astray"])]
    shown = [(n, s) for n, s in streams if s["rows_read"] or s["rows_dead_lettered"]]
    yield columns([HEADS, *(_row(name, stream) for name, stream in shown)])
    if told := _told(summary, lake_root):
        asked = (f"{told[name]:,.6g} {name}" for name in _ASKED)
        yield f"The tap: {', '.join(asked)}".replace("wait_seconds", "s waited")
    yield f"Written to {summary['path']}, run {summary['run_id']}"


def _row(name: str, stream: dict[str, Any]) -> tuple[str, ...]:
    counts = (f"{stream[count]:,}" for count in (*_COUNTS, "rows_retired"))
    return (name, *counts, stream["table"])


def _told(summary: dict[str, Any], lake_root: Path) -> dict[str, Any] | None:
    """Return what the tap told of its run; None where it told nothing."""
    if RUNS not in summary["streams"]:
        return None
    folder = summary["streams"][RUNS]["table"].rpartition("/")[2]
    name = TableName.of_folder("raw", folder)
    if name is None:
        return None
    with duckdb.connect() as connection:
        (view,) = Lake(lake_root).pin([name]).register(connection)
        found = connection.table(f'raw."{view}"').order("started_at DESC").limit(1)
        rows = found.select(*_ASKED).fetchall()
    return dict(zip(_ASKED, rows[0], strict=True)) if rows else None
