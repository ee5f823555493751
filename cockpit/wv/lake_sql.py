"""`wv lake sql`: ask the lake, as it is or as it was."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import click
import duckdb

from target_parquet_lake.errors import DataError, SettingsError
from target_parquet_lake.lake import Lake
from wv import options
from wv.console import columns
from wv.lake_tables import every_name, find
from wv.teaching import taught

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.names import TableName


@click.command(
    epilog=taught(
        'wv lake sql "SELECT count(*) FROM raw.shopify_wv__orders"',
        'wv lake sql --as-of 2026-11-01 "FROM weather.weather_daily LIMIT 5"',
        'wv lake sql --json "FROM shop.sales_daily" > sales.jsonl',
        ends=(5, 7),
    )
)
@options.lake_root
@options.tenant
@click.option(
    "--at",
    "versions",
    multiple=True,
    metavar="TABLE=VERSION",
    help="A table's older version; may be given again.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Every table as it was at this time (UTC).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.argument("query")
def sql(  # noqa: PLR0913 - click gives each option by its name.
    lake_root: Path,
    tenant: str,
    query: str,
    *,
    versions: tuple[str, ...],
    as_of: dt.datetime | None,
    as_json: bool,
) -> None:
    """Ask the lake by one QUERY in DuckDB's SQL.

    Each table is a view of its layer: raw.openmeteo__cells, weather.weather_daily.
    All are fixed at one version, so that one query sees one state of the lake.
    """
    home = Lake(lake_root)
    names = [name for name in every_name(home) if name.tenant == tenant]
    wanted = _versions(home, names, as_of) | dict(_asked(home, at) for at in versions)
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        for layer in sorted({name.layer for name in wanted}):
            layered = {n: v for n, v in wanted.items() if n.layer == layer}
            home.pin(layered).register(con, layer, tenant=tenant)
        con.execute("SET lock_configuration = true")
        heads, rows = _answer(con, query)
    if as_json:
        for row in rows:
            click.echo(json.dumps(dict(zip(heads, row, strict=True)), default=str))
        return
    click.echo(columns([heads, *([_shown(value) for value in row] for row in rows)]))


def _answer(
    con: duckdb.DuckDBPyConnection, query: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    try:
        found = con.execute(query)
        return [column[0] for column in found.description or ()], found.fetchall()
    except duckdb.Error as error:
        # What the query says is wrong, or what it met.
        kind = (
            SettingsError if isinstance(error, duckdb.ProgrammingError) else DataError
        )
        raise kind(
            what=f"The query cannot be answered: {str(error).splitlines()[0]}",
            where="the query",
            next_step="correct it; `wv lake list` names tables, `show` their columns",
        ) from error


def _versions(
    home: Lake, names: list[TableName], as_of: dt.datetime | None
) -> dict[TableName, int]:
    if as_of is None:
        return {name: home.open(name).version() for name in names}
    moment = as_of.replace(tzinfo=dt.UTC)
    return {
        name: home.version_at(name, moment)
        for name in names
        if home.history(name)[-1]["timestamp"] <= moment.timestamp() * 1000
    }


def _asked(home: Lake, text: str) -> tuple[TableName, int]:
    table, _, version = text.rpartition("=")
    if not table or not version.isdigit():
        message = f"{text!r} is no TABLE=VERSION"
        raise click.BadParameter(message, param_hint="--at")
    name, wanted = find(home, table), int(version)
    newest = home.open(name).version()
    if wanted > newest:
        message = f"{name} has no version {wanted}; its newest is {newest}"
        raise click.BadParameter(message, param_hint="--at")
    return name, wanted


def _shown(value: object) -> str:
    return "" if value is None else str(value)
