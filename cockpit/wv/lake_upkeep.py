"""`wv lake compact`, `vacuum` and `repair`: keeping tables small, clean and whole."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from target_parquet_lake import maintenance
from target_parquet_lake.errors import LakeError
from target_parquet_lake.fsck import check, repair_table
from target_parquet_lake.lake import Lake
from wv import options
from wv.lake_tables import chosen, every_name
from wv.teaching import taught

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.names import TableName


@click.command(
    short_help="Put small files together.",
    epilog=taught(
        "wv lake compact",
        "wv lake compact openmeteo__weather_hourly_recent",
        ends=(7,),
        then="wv lake vacuum",
    ),
)
@options.lake_root
@click.argument("tables", nargs=-1)
def compact(lake_root: Path, tables: tuple[str, ...]) -> None:
    """Put small files of TABLES (all when none is named) together.

    Of an append-only table, rows that a newer one of the same key hides are left out.
    Older versions stay readable until a vacuum.
    """
    home, now = Lake(lake_root), dt.datetime.now(dt.UTC)
    for name in chosen(home, tables):
        done = maintenance.compact(home, name, now=now)
        click.echo(
            f"{name}: version {done.version}, {done.compacted} files compacted, "
            f"{done.doubled} hidden rows left out"
        )


@click.command(
    short_help="Remove files that no version needs.",
    epilog=taught(
        "wv lake vacuum --dry-run",
        "wv lake vacuum --retention-hours 720",
        ends=(7,),
    ),
)
@options.lake_root
@click.option(
    "--retention-hours",
    type=click.IntRange(min=maintenance.LEAST_HOURS),
    default=maintenance.RETENTION_HOURS,
    show_default=True,
    help="How long files stay that only old versions need.",
)
@click.option("--dry-run", is_flag=True, help="Only name the files.")
@click.argument("tables", nargs=-1)
def vacuum(
    lake_root: Path, tables: tuple[str, ...], *, retention_hours: int, dry_run: bool
) -> None:
    """Remove files of TABLES (all when none is named) that no version needs.

    Promoted versions keep their files, however old. So do versions younger than the
    retention; a younger file may belong to a commit that is being made.
    """
    home, now = Lake(lake_root), dt.datetime.now(dt.UTC)
    what = "to remove" if dry_run else "removed"
    for name in chosen(home, tables):
        files = maintenance.vacuum(
            home, name, now=now, retention_hours=retention_hours, dry_run=dry_run
        )
        for file in files if dry_run else ():
            click.echo(f"{name}: {file}")
        click.echo(f"{name}: {len(files)} files {what}")


@click.command(
    short_help="List files for engines without Delta.",
    epilog=taught("wv lake manifest sales_daily", ends=(7,)),
)
@options.lake_root
@click.argument("tables", nargs=-1)
def manifest(lake_root: Path, tables: tuple[str, ...]) -> None:
    """List the files of TABLES (all when none is named) for engines without Delta.

    Spark, Trino or Athena read the list as an external table of symlinks. It is of
    now: make it anew after each load that they shall see.
    """
    home = Lake(lake_root)
    for name in chosen(home, tables):
        click.echo(str(maintenance.manifest(home, name)))


@click.command(
    short_help="Set a damaged last commit aside.",
    epilog=taught("wv lake repair", ends=(7,), then="run the pipe again"),
)
@options.lake_root
@click.argument("tables", nargs=-1)
def repair(lake_root: Path, tables: tuple[str, ...]) -> None:
    """Set a damaged last commit of TABLES (all when none is named) aside.

    A power cut can leave the newest commit without its text or its files. Nothing is
    deleted: its log file gets the ending .damaged, and the table is what it was before.
    Run the pipe again then; a run that was cut off has passed no STATE for it.
    """
    home = Lake(lake_root)
    damaged = [name for name in chosen(home, tables) if _is_damaged(home, name)]
    for name in damaged:
        click.echo(f"{name}: now at version {repair_table(home, name)}")
        check(home.path(name))
    click.echo(f"{len(damaged)} of {len(every_name(home))} tables repaired")


def _is_damaged(home: Lake, name: TableName) -> bool:
    try:
        check(home.path(name))
    except LakeError:
        return True
    return False
