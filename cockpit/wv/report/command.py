"""`wv report`: write the page."""

from __future__ import annotations

from pathlib import Path

import click

from target_parquet_lake.errors import SettingsError
from target_parquet_lake.files import write_atomic
from wv import options
from wv.console import say
from wv.promoted import promoted
from wv.report import page
from wv.report.lead import USUAL, with_lead
from wv.report.read import read
from wv.teaching import taught

PAGE = Path("site/report.html")


@click.command(
    epilog=taught(
        "wv report",
        "wv report --cell Berlin --out site/berlin.html",
        "wv report -q | xargs xdg-open",
        ends=(5, 7),
    )
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
@options.log_format
@options.quiet
def report(
    lake_root: Path, tenant: str, out: Path, cell: str | None, *, quiet: bool
) -> None:
    """Write one HTML page: shop, weather and connectors.

    The page holds sales against the weather, advertising, products and customers
    where a shop was read; of each place the normal range of every day of the year
    with the last year drawn over it; and how the data got here. It is one file
    without scripts: it can be mailed, archived and read offline. It shows what the
    last `wv build` promoted.

    The page's path is the last line on stdout.
    """
    with promoted(lake_root, tenant) as tables:
        edition = with_lead(read(tables), cell)
    text = page.write(edition)
    if out.exists() and not out.is_file():
        raise SettingsError(
            what="This is no file that could be replaced.",
            where=str(out),
            next_step="name a file; `wv report -q` prints its path",
        )
    write_atomic(out, text)
    size = len(text.encode()) / 1000
    say(f"Wrote {len(edition.cells)} places, {size:.0f} kB.", quiet=quiet)
    click.echo(out)
