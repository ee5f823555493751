"""`wv backfill`: read a stretch of the past again, and leave the state alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from target_parquet_lake.errors import SettingsError
from wv import options
from wv.load import Lake, load
from wv.pipe import scratch
from wv.plugins import find
from wv.project import open_project
from wv.teaching import PIPE, taught

ONE_DAY = dt.timedelta(days=1)
DELETES = "include_deleted"


@click.command(
    epilog=taught(
        "wv backfill tap-shopify-wv --from 2026-01-01 --to 2026-01-31",
        "wv backfill tap-klaviyo --from 2025-11-01 --to 2025-11-30 --environment prod",
        ends=PIPE,
        then="wv build",
    )
)
@click.argument("tap")
@click.option(
    "--from",
    "first",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="First UTC day to read.",
)
@click.option(
    "--to",
    "last",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="Last UTC day to read, whole.",
)
@options.lake_root
@options.tenant
@options.environment
@options.config
@options.log_format
@options.quiet
def backfill(  # noqa: PLR0913 - one argument an option, all by name.
    *,
    tap: str,
    first: dt.datetime,
    last: dt.datetime,
    lake_root: Path,
    tenant: str,
    environment: str | None,
    config: Path | None,
    quiet: bool,
) -> None:
    """Read the days from one to another with TAP into the lake.

    The rows replace those of the same keys; the state that the next usual run starts
    from is neither read nor written. Deletions are not looked for: what a part of the
    past does not hold need not be gone. Ends with the exit code of the pipe.
    """
    if last < first:
        raise SettingsError(
            what="The last day lies before the first.",
            where=f"--from {first:%Y-%m-%d} --to {last:%Y-%m-%d}",
            next_step="exchange them",
        )
    if not tap.startswith("tap-"):
        raise SettingsError(
            what=f"{tap!r} is no tap.",
            where="TAP",
            next_step="name what reads, e.g. tap-openmeteo; the target is known",
        )
    project = open_project(Path.cwd(), environment)
    reader = find(project, tap, config)
    known = reader.answer("--about", "--format", "json")["settings"]["properties"]
    window = {
        "start_date": f"{first:%Y-%m-%d}",
        "end_date": f"{last + ONE_DAY:%Y-%m-%d}",
        **({DELETES: False} if DELETES in known else {}),
    }
    reader = replace(reader, settings={**reader.settings, **window})
    with scratch(reader.catalog(), None) as given:
        load(project, reader, Lake(lake_root, tenant, quiet), given)
    click.echo(lake_root)
