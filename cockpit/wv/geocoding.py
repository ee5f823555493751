"""`wv geocoding`: how many shipped orders have a place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wv import options
from wv.console import say
from wv.teaching import taught

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_transforms.geocoding import Coverage


@click.command(
    short_help="Tell how many shipped orders have a place.",
    epilog=taught(
        "wv geocoding",
        "wv geocoding --tenant acme --threshold 0.9 --fail-on-warning",
        ends=(5, 7),
    ),
)
@options.lake_root
@click.option(
    "--tenant",
    "tenants",
    multiple=True,
    metavar="NAME",
    help="Whose orders; repeat for more.  [default: all that were built]",
)
@click.option(
    "--summary-root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("storage/summaries"),
    show_default=True,
    help="Folder of the JSON files, one a tenant.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    help="Least share of shipped orders with a place.",
)
@click.option(
    "--fail-on-warning",
    is_flag=True,
    help="End with exit code 5 when a tenant lies below the threshold.",
)
@options.log_format
@options.quiet
def geocoding(  # noqa: PLR0913 - one argument an option, all by name.
    *,
    lake_root: Path,
    tenants: tuple[str, ...],
    summary_root: Path,
    threshold: float,
    fail_on_warning: bool,
    quiet: bool,
) -> None:
    """Tell how many shipped orders have a place, by tenant, day and country.

    Weather can be joined only to orders whose place is known. The denominator are
    orders that are shipped: downloads and counter sales need no place. The last 90 days
    that were built are judged.

    The paths of the files are written to stdout, one a line.
    """
    # Imported here: it brings pyarrow, which no other command needs.
    from wv_transforms.geocoding import write_coverage  # noqa: PLC0415

    found = write_coverage(lake_root, summary_root, tenants, threshold)
    for coverage in found:
        say(str(coverage), quiet=quiet)
        click.echo(coverage.path)
    if fail_on_warning:
        _refuse([coverage for coverage in found if coverage.is_below])


def _refuse(below: Sequence[Coverage]) -> None:
    from target_parquet_lake.errors import DataError  # noqa: PLC0415 - as above.

    if below:
        names = ", ".join(coverage.tenant for coverage in below)
        raise DataError(
            what=f"Too few shipped orders have a place: {names}.",
            where=", ".join(str(coverage.path) for coverage in below),
            next_step="look at `quarantine` and `countries` there, and give the "
            "shop's tap a geocoder",
        )
