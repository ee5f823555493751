"""`wv report`: write the page."""

from __future__ import annotations

from pathlib import Path

import click

from target_parquet_lake.files import write_atomic
from wv import options
from wv.console import say
from wv.promoted import promoted
from wv.report import page
from wv.report.lead import USUAL, with_lead
from wv.report.read import read

PAGE = Path("site/report.html")


@click.command(
    epilog="""\b
Examples:
  wv report
  wv report --cell Berlin --out site/berlin.html
  wv report -q | xargs xdg-open
"""
)
@options.lake_root
@options.tenant
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PAGE,
    show_default=True,
    help="The file to write; it is replaced at once or not at all.",
)
@click.option(
    "--cell",
    help=f"Name or id of the place that leads.  [default: {USUAL}, else by name]",
)
@options.quiet
def report(
    lake_root: Path, tenant: str, out: Path, cell: str | None, *, quiet: bool
) -> None:
    """Write one HTML page about the weather of every place.

    The page holds the normal range of each day of the year with the last year
    drawn over it, precipitation by month, the coming days, and the health of the
    connectors. It is one file without scripts: it can be mailed, archived and read
    offline. It shows what the last `wv build` promoted.

    The page's path is the last line on stdout.
    """
    with promoted(lake_root, tenant) as tables:
        edition = with_lead(read(tables), cell)
    text = page.write(edition)
    write_atomic(out, text)
    size = len(text.encode()) / 1000
    say(f"Wrote {len(edition.cells)} places, {size:.0f} kB.", quiet=quiet)
    click.echo(out)
