"""`wv replay`: a run again, from its recorded traffic; no host is asked."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from target_parquet_lake.errors import SettingsError
from wv import options
from wv.load import Lake, load
from wv.pipe import scratch_of
from wv.plugins import Plugin, chosen, find
from wv.project import open_project
from wv.teaching import PIPE, taught

REPLAY, PII_KEY = "WV_REPLAY", "WV_PII_KEY"


@click.command(
    epilog=taught(
        "WV_RECORD=run.jsonl meltano run tap-klaviyo target-parquet-lake",
        "wv replay run.jsonl --lake-root scratch",
        ends=PIPE,
        then="wv lake list --lake-root scratch",
    )
)
@click.argument("recording", type=click.Path(exists=True, path_type=Path))
@options.lake_root
@options.tenant
@options.log_format
@options.quiet
def replay(
    *,
    recording: Path,
    lake_root: Path,
    tenant: str,
    quiet: bool,
) -> None:
    """Do the run in RECORDING again, into a lake.

    A tap that runs with WV_RECORD=FILE in its environment writes its traffic there,
    without secrets and with pseudonyms for people: to show a fault to somebody else,
    or to try other settings of the lake on real answers. The run has the settings, the
    state and the clock of the recorded one, and a `state_dir` of its own.
    """
    told = _header(recording)
    project = open_project(Path.cwd())
    with tempfile.TemporaryDirectory() as folder:
        reader = _reader(find(project, told["tap"]), told, recording, folder)
        catalog = chosen(reader.answer("--discover"), set(told["streams"]))
        with scratch_of(catalog, told["state"]) as given:
            load(project, reader, Lake(lake_root, tenant, quiet), given)
    click.echo(lake_root)


def _reader(
    plugin: Plugin, told: dict[str, Any], recording: Path, folder: str
) -> Plugin:
    variables = {**plugin.variables, REPLAY: str(recording.absolute())}
    # People are pseudonyms in the recording already: any key will do.
    variables.setdefault(PII_KEY, secrets.token_hex(32))
    started = dt.datetime.fromisoformat(told["started_at"])
    settings = {
        **told["settings"],
        "as_of": started.isoformat(),
        "state_dir": folder,
    }
    return replace(plugin, settings=settings, variables=variables, selection=[])


def _header(recording: Path) -> dict[str, Any]:
    try:
        with recording.open(encoding="utf-8") as file:
            told = json.loads(file.readline())
    except (OSError, ValueError):
        told = None
    if isinstance(told, dict) and told.get("wv_recording") == 1:
        return told
    raise SettingsError(
        what="The file is no recording of a run.",
        where=str(recording),
        next_step="make one: run the tap with WV_RECORD=<file> in its environment",
    )
