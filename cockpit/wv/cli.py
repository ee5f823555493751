"""The `wv` command: what a person does with the lake once the data is in it."""

from __future__ import annotations

import sys

import click

from wv.console import EXIT_CODES, run
from wv.lazy import LazyGroup, Place

COMMANDS = {
    "demo": Place(
        "wv.demo:demo", "Fill a lake from the sandbox, build it, write the page."
    ),
    "doctor": Place(
        "wv.doctor:doctor",
        "Look for whatever would spoil the next run, before it is run.",
    ),
    "plan": Place(
        "wv.plan:plan", "Say what a run of TAP would read, before a single record is."
    ),
    "backfill": Place(
        "wv.backfill:backfill",
        "Read the days from one to another with TAP into the lake.",
    ),
    "replay": Place("wv.replay:replay", "Do the run in RECORDING again, into a lake."),
    "state": Place("wv.state:state", "Look into a STATE: how far it is, what changed."),
    "dlq": Place("wv.dlq:dlq", "Look at records that were refused, and replay them."),
    "lake": Place(
        "wv.lake:lake", "Look into the lake, ask it by SQL, and look after it."
    ),
    "build": Place("wv.build:build", "Turn raw tables into facts and promote them."),
    "gate": Place(
        "wv.gate:gate", "Hold what is promoted against all its rules once more."
    ),
    "smoke": Place("wv.gate:smoke", "Replay 48 hours twice, and compare every row."),
    "report": Place(
        "wv.report.command:report", "Write one HTML page: shop, weather and connectors."
    ),
    "geocoding": Place(
        "wv.geocoding:geocoding", "Tell how many shipped orders have a place."
    ),
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
