"""`wv lake`: what the lake holds, whether it is sound, and how it is kept so."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import click

from target_parquet_lake.errors import LakeError, StorageError
from target_parquet_lake.fsck import check_table
from target_parquet_lake.lake import Lake
from wv import options
from wv.console import columns, complain, say
from wv.lake_sql import sql
from wv.lake_tables import every_name, find
from wv.lake_upkeep import compact, manifest, repair, vacuum
from wv.teaching import taught

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.names import TableName
    from target_parquet_lake.pinned import PinnedTable

HEADS = ("layer", "tenant", "table", "version", "rows", "columns")
COMMITS_SHOWN = 10
NOTED = ("rows", "tombstones", "windows", "deduplicated", "widened", "run_id")
"""What writers of the lake note in a commit, and a person wants to see."""


@click.group()
def lake() -> None:
    """Look into the lake, ask it by SQL, and look after it.

    The folder of a table also holds files of older versions: never read it by
    `*.parquet`, but through these commands, DuckDB views or any Delta reader.
    """


@lake.command(
    "list",
    epilog=taught(
        "wv lake list",
        "wv lake list --lake-root s3://bucket/lake --json",
        ends=(7,),
        then="wv lake show TABLE",
    ),
)
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
    shown = (tuple(map(str, row)) for row in rows)
    click.echo(columns([HEADS, *shown], numbers=True))


@lake.command(
    epilog=taught(
        "wv lake show weather_daily",
        "wv lake show raw/default__shopify_wv__orders",
        ends=(7,),
        then='wv lake sql "SELECT * FROM weather.weather_daily LIMIT 5"',
    )
)
@options.lake_root
@click.argument("table")
def show(lake_root: Path, table: str) -> None:
    """Show one TABLE: its columns, keys and latest commits.

    TABLE is its name as `wv lake list` prints it, with its layer and tenant where
    several share the name: weather/default__weather_daily.
    """
    home = Lake(lake_root)
    name = find(home, table)
    pinned = home.pin([name]).tables[name]
    fields = [(field.name, str(field.type)) for field in pinned.schema]
    click.echo(f"{name}, version {pinned.version}, {pinned.rows:,} rows")
    click.echo(f"folder: {home.path(name)}")
    if pinned.keys:
        click.echo(f"keys: {', '.join(pinned.keys)}")
    click.echo("\n" + columns([("column", "type"), *fields]))
    commits = [_commit(entry) for entry in home.history(name, COMMITS_SHOWN)]
    click.echo("\n" + columns([("version", "committed (UTC)", "operation"), *commits]))


@lake.command(
    short_help="Show a table's commits, newest first.",
    epilog=taught(
        "wv lake history weather_daily",
        "wv lake history shopify_wv__orders --limit 3 --json",
        ends=(7,),
        then='wv lake sql --at TABLE=VERSION "SELECT ..."',
    ),
)
@options.lake_root
@click.option("--limit", type=click.IntRange(min=1), help="Only the newest commits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.argument("table")
def history(lake_root: Path, table: str, *, limit: int | None, as_json: bool) -> None:
    """Show the commits of one TABLE, newest first, with what their writers noted.

    Any version can be asked by `wv lake sql --at TABLE=VERSION` until a vacuum takes
    the files that only it needs.
    """
    home = Lake(lake_root)
    entries = home.history(find(home, table), limit)
    if as_json:
        for entry in entries:
            click.echo(json.dumps(entry, default=str))
        return
    rows = [(*_commit(entry), _noted(entry)) for entry in entries]
    click.echo(columns([("version", "committed (UTC)", "operation", "noted"), *rows]))


@lake.command(
    short_help="Check that every table is whole.",
    epilog=taught("wv lake fsck", ends=(7,), then="after exit code 7: wv lake repair"),
)
@options.lake_root
@options.quiet
def fsck(lake_root: Path, *, quiet: bool) -> None:
    """Check that every table is whole: last commit, files, promoted versions.

    A power cut can leave a commit without its files. Each damaged table is named
    with the way to repair it; exit code 7 when there is one.
    """
    home = Lake(lake_root)
    names = every_name(home)
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


def _tables(home: Lake) -> list[PinnedTable]:
    return list(home.pin(every_name(home)).tables.values())


def _summary(table: PinnedTable) -> tuple[str | int, ...]:
    name = table.name
    width = len(table.schema.names)
    return (name.layer, name.tenant, name.name, table.version, table.rows, width)


def _commit(entry: dict[str, Any]) -> tuple[str, str, str]:
    at = dt.datetime.fromtimestamp(entry["timestamp"] / 1000, dt.UTC)
    return str(entry["version"]), f"{at:%Y-%m-%d %H:%M:%S}", str(entry["operation"])


def _noted(entry: dict[str, Any]) -> str:
    noted = (f"{name}={entry[name]}" for name in NOTED if name in entry)
    return " ".join(noted)


def _damage(home: Lake, name: TableName) -> LakeError | None:
    try:
        check_table(home, name)
    except LakeError as error:
        return error
    return None


for _command in (compact, vacuum, manifest, repair, sql):
    lake.add_command(_command)
