"""`wv lake`: what the lake holds and whether it is sound."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import click

from target_parquet_lake.errors import LakeError, SettingsError, StorageError
from target_parquet_lake.lake import Lake
from target_parquet_lake.fsck import check
from wv import options
from wv.console import columns, complain, say

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.names import TableName
    from target_parquet_lake.pinned import PinnedTable

HEADS = ("layer", "tenant", "table", "version", "rows", "columns")
COMMITS_SHOWN = 10


@click.group()
def lake() -> None:
    """Look into the lake: its tables, one table, its soundness.

    The folder of a table also holds files of older versions: never read it by
    `*.parquet`, but through these commands, DuckDB views or any Delta reader.
    """


@lake.command("list")
@options.lake_root
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_tables(lake_root: Path, *, as_json: bool) -> None:
    """List every table with its newest version, rows and columns.

    The newest version of a model's table may be a candidate that was not promoted;
    the page and other readers see the promoted one.
    """
    rows = [_summary(table) for table in _tables(Lake(lake_root))]
    if as_json:
        for row in rows:
            click.echo(json.dumps(dict(zip(HEADS, row, strict=True))))
        return
    click.echo(columns([HEADS, *(tuple(map(str, row)) for row in rows)]))


@lake.command()
@options.lake_root
@click.argument("table")
def show(lake_root: Path, table: str) -> None:
    """Show one TABLE: its columns, keys and latest commits.

    TABLE is its name as `wv lake list` prints it, with its layer and tenant where
    several share the name: weather/default__weather_daily.
    """
    home = Lake(lake_root)
    name = _find(home, table)
    pinned = home.pin([name]).tables[name]
    fields = [(field.name, str(field.type)) for field in pinned.schema]
    click.echo(f"{name}, version {pinned.version}, {pinned.rows:,} rows")
    click.echo(f"folder: {home.path(name)}")
    if pinned.keys:
        click.echo(f"keys: {', '.join(pinned.keys)}")
    click.echo("\n" + columns([("column", "type"), *fields]))
    commits = [_commit(entry) for entry in home.history(name, COMMITS_SHOWN)]
    click.echo("\n" + columns([("version", "committed (UTC)", "operation"), *commits]))


@lake.command()
@options.lake_root
@options.quiet
def fsck(lake_root: Path, *, quiet: bool) -> None:
    """Check that every table is whole: its last commit and all files it needs.

    A power cut can leave a commit without its files. Each damaged table is named
    with the way to repair it; exit code 7 when there is one.
    """
    home = Lake(lake_root)
    names = _names(home)
    damaged = [error for name in names if (error := _damage(home, name))]
    for error in damaged:
        complain(error.what, error.where, error.next_step)
    if damaged:
        raise StorageError(
            what=f"{len(damaged)} of {len(names)} tables are damaged.",
            where=str(home.root),
            next_step="repair each as said above, then run the pipe again",
        )
    say("Every commit and every file is whole.", quiet=quiet)
    click.echo(f"{len(names)} tables sound")


def _names(home: Lake) -> list[TableName]:
    return [name for layer in sorted(home.layers()) for name in home.tables(layer)]


def _tables(home: Lake) -> list[PinnedTable]:
    return list(home.pin(_names(home)).tables.values())


def _summary(table: PinnedTable) -> tuple[str | int, ...]:
    name = table.name
    width = len(table.schema.names)
    return (name.layer, name.tenant, name.name, table.version, table.rows, width)


def _find(home: Lake, text: str) -> TableName:
    """Find a table by its name, or by `<layer>/<tenant>__<name>`.

    Raises:
        SettingsError: If none or several are called so.
    """
    names = _names(home)
    found = [name for name in names if text in {name.name, name.folder, str(name)}]
    if len(found) == 1:
        return found[0]
    several = f"{len(found)} tables are" if found else "No table is"
    raise SettingsError(
        what=f"{several} called {text!r}.",
        where=str(home.root),
        next_step=f"choose one of: {', '.join(map(str, found or names)) or 'none yet'}",
    )


def _commit(entry: dict[str, Any]) -> tuple[str, str, str]:
    at = dt.datetime.fromtimestamp(entry["timestamp"] / 1000, dt.UTC)
    return str(entry["version"]), f"{at:%Y-%m-%d %H:%M:%S}", str(entry["operation"])


def _damage(home: Lake, name: TableName) -> LakeError | None:
    try:
        check(home.path(name))
    except LakeError as error:
        return error
    return None
