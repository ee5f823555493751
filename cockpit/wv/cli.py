"""The `wv` command: what a person does with the lake once the data is in it."""

from __future__ import annotations

import sys

import click

from wv.console import EXIT_CODES, run
from wv.lazy import LazyGroup

COMMANDS = {
    "demo": "wv.demo:demo",
    "doctor": "wv.doctor:doctor",
    "plan": "wv.plan:plan",
    "backfill": "wv.backfill:backfill",
    "replay": "wv.replay:replay",
    "state": "wv.state:state",
    "dlq": "wv.dlq:dlq",
    "lake": "wv.lake:lake",
    "build": "wv.build:build",
    "gate": "wv.gate:gate",
    "smoke": "wv.gate:smoke",
    "report": "wv.report.command:report",
    "geocoding": "wv.geocoding:geocoding",
}
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


@click.group(
    cls=LazyGroup,
    places=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="weathervane-cockpit", prog_name="wv")
def cli() -> None:
    """Turn the lake into facts, show them, and look after the lake.

    Every command reads the lake folder named by --lake-root (storage/lake if not given)
    and the data of one --tenant.
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(cli))
