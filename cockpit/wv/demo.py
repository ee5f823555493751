"""`wv demo`: from nothing to the page, with the sandbox and no account."""

from __future__ import annotations

from pathlib import Path

import click

from target_parquet_lake.errors import SettingsError
from wv import options
from wv.build import build
from wv.load import Lake, load
from wv.pipe import scratch
from wv.plugins import TAPS, find
from wv.project import FILE, open_project
from wv.report.command import PAGE, report
from wv.teaching import PIPE, taught

ENVIRONMENT = "demo"


@click.command(
    short_help="Fill a lake from the sandbox, build it, write the page.",
    epilog=taught(
        "wv demo",
        "wv demo --lake-root /tmp/lake --out /tmp/page.html --quiet",
        ends=PIPE,
        then="open the page; then set credentials in .env and `wv doctor`",
    ),
)
@options.lake_root
@options.tenant
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PAGE,
    show_default=True,
    help="The page.",
)
@options.log_format
@options.quiet
@click.pass_context
def demo(
    ctx: click.Context,
    *,
    lake_root: Path,
    tenant: str,
    out: Path,
    quiet: bool,
) -> None:
    """Fill a lake from the sandbox by every tap, build all tables, write the page.

    The same as `make demo`, with the programs that are installed beside wv instead of
    Meltano's own copies. Runs in the project's folder, whose environment `demo` says
    what is read. The path of the page is the last line on stdout.
    """
    project = open_project(Path.cwd(), ENVIRONMENT)
    if not project.content:
        raise SettingsError(
            what=f"There is no {FILE} here.",
            where=str(project.root),
            next_step="run it in the project's folder",
        )
    lake = Lake(lake_root, tenant, quiet)
    for name in (n for n in project.names("extractors") if n in TAPS):
        reader = find(project, name)
        with scratch(reader.catalog(), None) as given:
            load(project, reader, lake, given)
    shared = {"lake_root": lake_root, "tenant": tenant, "quiet": quiet}
    ctx.invoke(build, **shared)
    ctx.invoke(report, out=out, **shared)
