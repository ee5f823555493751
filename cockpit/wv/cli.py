"""The `wv` command: what a person does with the lake once the data is in it."""

from __future__ import annotations

import sys

import click

from wv.build import build
from wv.console import EXIT_CODES, run
from wv.geocoding import geocoding
from wv.lake import lake
from wv.report.command import report

CODES = "\n".join(f"{code:>4}  {meaning}" for code, meaning in EXIT_CODES)

EPILOG = f"""\b
From data to a page:
  tap-openmeteo | target-parquet-lake > state.json
  wv build
  wv report

\b
Exit codes:
{CODES}

Results go to stdout, everything else to stderr. NO_COLOR switches colours off.
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="weathervane-cockpit", prog_name="wv")
def cli() -> None:
    """Turn the lake into facts, show them, and look after the lake.

    Every command reads the lake folder named by --lake-root (storage/lake if not given)
    and the data of one --tenant.
    """


cli.add_command(build)
cli.add_command(report)
cli.add_command(geocoding)
cli.add_command(lake)


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(cli))
