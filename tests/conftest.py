"""The whole pipe as a user runs it: real commands and files, the sandbox as API."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tap_kit.testing import PII_KEY
from target_parquet_lake.lake import Lake
from wv_sandbox.testing import serve

BIN = Path(sys.executable).parent
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.testing import Served

AS_OF = "2026-11-15T09:00:00+00:00"
RUN_COLUMNS = ("_sdc_", "_lake_", "_wv_run_id", "_window_run_id")
"""Columns that tell runs apart; what they hold differs although the data is equal."""
FETCHED = {"openmeteo__weather_hourly_forecast": ("as_of",)}
"""A forecast is known when it is fetched, to the second."""

SMALL: dict[str, Any] = {
    "as_of": AS_OF,
    "start_date": "2026-10-20",
    "previous_run_days": [1],
    "history_start_date": "2020-01-01",
    "history_end_date": "2020-12-31",
    "cells": [
        {"name": "New York", "latitude": 40.78, "longitude": -73.97},
        {"name": "Berlin", "latitude": 52.52, "longitude": 13.41},
    ],
}
"""Two cells, four weeks of hours, a year of days: some thousand records."""


@dataclass
class Pipe:
    """A tap, the target and a lake of their own in one folder."""

    folder: Path
    api: str

    def __post_init__(self) -> None:
        """Write the two settings files."""
        self.write("tap.json", self.tap_settings)
        self.write("target.json", self.target_settings)

    @property
    def tap_settings(self) -> dict[str, Any]:
        """What the tap is told: read the sandbox as if it were the real API."""
        key = {
            "api_key": "sandbox-professional",
            "plan": "professional",
            "api_base_url": self.api,
        }
        return {**SMALL, **key, "state_dir": str(self.folder / "tap-state")}

    @property
    def target_settings(self) -> dict[str, Any]:
        """What the target is told."""
        return {"lake_root": str(self.lake), "source": "tap-openmeteo"}

    @property
    def lake(self) -> Path:
        """The lake's root."""
        return self.folder / "lake"

    def write(self, name: str, content: object) -> Path:
        """Put a JSON file into the folder."""
        path = self.folder / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def tap(self, state: object = None) -> list[str]:
        """The tap's command, starting at a state."""
        start = (
            [] if state is None else ["--state", str(self.write("start.json", state))]
        )
        return [
            str(BIN / "tap-openmeteo"),
            "--config",
            str(self.folder / "tap.json"),
            *start,
        ]

    @property
    def target(self) -> list[str]:
        """The target's command."""
        return [
            str(BIN / "target-parquet-lake"),
            "--config",
            str(self.folder / "target.json"),
        ]

    @property
    def said(self) -> bytes:
        """What the tap said in a run that was kept."""
        return (self.folder / "messages.jsonl").read_bytes()

    def messages(self, state: object = None) -> bytes:
        """All that the tap says."""
        return run(self.tap(state))

    def load(self, messages: bytes) -> list[Any]:
        """Give messages to the target; returns the states it gave back."""
        return states(run(self.target, messages))

    def sync(self, state: object = None) -> list[Any]:
        """One run of tap and target; returns the states that came out."""
        return self.load(self.messages(state))

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every table of the lake as it is read, without what tells runs apart."""
        with duckdb.connect() as con:
            names = Lake(self.lake).pin(tenant="default").register(con)
            return {
                name: table(con, name) for name in names if "connector_runs" not in name
            }


def table(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    """The sorted rows of one raw table."""
    relation = con.sql(f'select * from raw."{name}"')  # noqa: S608  # A name of our own lake.
    apart = (*RUN_COLUMNS, *FETCHED.get(name, ()))
    columns = [c for c in relation.columns if not c.startswith(apart)]
    return sorted(
        relation.project(", ".join(f'"{c}"' for c in columns)).fetchall(), key=repr
    )


def run(command: list[str], messages: bytes = b"") -> bytes:
    """Run a command to its end; what it says on stdout."""
    done = subprocess.run(command, input=messages, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-4000:]
    return done.stdout


def states(output: bytes) -> list[Any]:
    """The states in a target's output: one JSON object a line."""
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="module")
def box(served: Served) -> Iterator[Served]:
    """The sandbox, for pipes that reset it before each run; pseudonyms have a key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WV_PII_KEY", PII_KEY)
        yield served


@pytest.fixture(scope="session")
def api() -> Iterator[str]:
    """The address of a sandbox in which no time passes."""
    with serve(seed=7, now=datetime.fromisoformat(AS_OF)) as box:
        yield f"{box.url}/openmeteo"


@pytest.fixture
def pipe(tmp_path: Path, api: str) -> Pipe:
    """A pipe whose lake is empty."""
    return Pipe(tmp_path, api)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, api: str) -> Pipe:
    """A pipe that ran once, to its end; nobody writes to it again."""
    pipe = Pipe(tmp_path_factory.mktemp("undisturbed"), api)
    messages = pipe.messages()
    (pipe.folder / "messages.jsonl").write_bytes(messages)
    pipe.write("states.json", pipe.load(messages))
    return pipe
