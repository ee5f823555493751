"""`wv build`: run the models and promote what passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from target_parquet_lake.errors import SettingsError
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import check_part
from wv import options
from wv.console import log_to_stderr, say
from wv.teaching import taught

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wv_transforms.runner import BuildResult


@click.command(
    epilog=taught(
        "wv build",
        "wv build --model climatology_daily",
        "wv build --tenant acme --force",
        ends=(5, 7),
        then="wv report; after exit code 5, what each line of a rule says",
    )
)
@options.lake_root
@options.tenant
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME",
    help="Build this model and all it rests on; repeat for more.  [default: all]",
)
@click.option("--force", is_flag=True, help="Build also what has not changed.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What runs the SQL; spark needs the extra [spark] and Java.",
)
@click.option(
    "--spark-master",
    default="local[*]",
    show_default=True,
    help="Where Spark runs: local, or a cluster's master URL.",
)
@options.log_format
@options.quiet
def build(  # noqa: PLR0913 - one argument an option, all by name.
    *,
    lake_root: Path,
    tenant: str,
    models: tuple[str, ...] = (),
    force: bool = False,
    engine: str = "duckdb",
    spark_master: str = "local[*]",
    quiet: bool,
) -> None:
    """Turn raw tables into facts and promote them.

    Each model is one SELECT. What has changed since the last build is computed
    anew; contracts and checks then decide. When all of them hold, the new versions
    are promoted at once, else the promoted ones stay as they were (exit code 5).

    The path of the promotion file, which names the version of each table, is the
    last line on stdout.
    """
    # Imported here: it brings the SQL parser, which no other command needs.
    from wv_transforms.runner import build as run_models  # noqa: PLC0415

    log_to_stderr(quiet=quiet)
    _check_tenant(lake_root, tenant)
    result = run_models(
        lake_root,
        tenant,
        models=models or None,
        force=force,
        engine=engine,
        spark_master=spark_master,
    )
    say("\n".join(_summary(result)), quiet=quiet)
    click.echo(result.promotion_path)


def _check_tenant(lake_root: Path, tenant: str) -> None:
    """Refuse a tenant nothing was ever loaded for: its tables would all be empty.

    Raises:
        SettingsError: There are raw tables, and none is the tenant's.
    """
    known = {name.tenant for name in Lake(lake_root).tables()}
    if known and check_part(tenant, "tenant") not in known:
        raise SettingsError(
            what=f"Nothing was loaded for tenant {tenant!r}.",
            where=str(lake_root),
            next_step=f"name one of {', '.join(sorted(known))}, or load its data first",
        )


def _summary(result: BuildResult) -> Iterator[str]:
    """Yield what the log has not said: what was missing, doubtful, and the end."""
    for source in result.empty_sources:
        yield f"{source}: no such table yet, read as empty"
    for finding in result.warnings:
        yield str(finding)
    built, unchanged = len(result.built), len(result.skipped)
    end = "promoted" if result.promoted else "what is promoted stays as it is"
    yield f"{built} tables built, {unchanged} unchanged: {end}."
