"""Examples of the pages do what the pages say, line by line, in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml

from target_parquet_lake.lake import Lake
from tests.conftest import BIN, SMALL
from tests.pages import Page
from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LAKE = "lake"
SETTINGS: dict[str, Any] = {
    **SMALL,
    "cells": SMALL["cells"][:1],
    "start_date": "2026-11-08",
    "previous_runs_start_date": "2026-11-08",
}
"""A place, a week of hours: from the sandbox that is within the tap."""
PLUGINS = {
    "extractors": [
        {"name": "tap-openmeteo", "config": SETTINGS, "select": ["cells.*"]}
    ],
    "loaders": [{"name": "target-parquet-lake", "config": {"lake_root": LAKE}}],
}
PROJECT = {
    "default_environment": "dev",
    "environments": [{"name": "dev"}],
    "plugins": PLUGINS,
}


def example(page: str, part: str) -> str:
    """The first block of a shell that tells of something, for the free weather."""
    blocks = Page(ROOT / page).blocks("sh")
    block = next(block for block in blocks if part in block)
    return block.replace("tap-klaviyo", "tap-openmeteo").replace("klaviyo", "weather")


def run(folder: Path, commands: str) -> subprocess.CompletedProcess[str]:
    """Run an example as a reader would; any command of a pipe that fails counts."""
    environment = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "WV_LAKE_ROOT": str(folder / LAKE),
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],  # noqa: S607  # The reader's own shell.
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the two lines of "By hand" were run."""
    folder = tmp_path_factory.mktemp("reader")
    target = {"lake_root": LAKE, "source": "tap-openmeteo"}
    (folder / "weather.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    (folder / "target.json").write_text(json.dumps(target), encoding="utf-8")
    done = run(folder, example("docs/incremental.md", "> next.json"))
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def last(file: Path) -> dict[str, Any]:
    """The bookmarks of the last state in a target's output."""
    state = json.loads(file.read_text(encoding="utf-8").splitlines()[-1])
    bookmarks: dict[str, Any] = state["bookmarks"]
    return bookmarks


def test_two_runs_by_hand_read_on_and_double_nothing(folder: Path):
    stream = "weather_hourly_observed"
    assert last(folder / "state.json").keys() == last(folder / "next.json").keys()
    assert last(folder / "next.json")[stream]

    with duckdb.connect() as con:
        Lake(folder / LAKE).pin(tenant="default").register(con)
        keys = "count(*), count(DISTINCT (cell_id, time))"
        rows = con.sql(f"SELECT {keys} FROM raw.openmeteo__{stream}").fetchall()  # noqa: S608  # A name of our own.

    [(count, distinct)] = rows
    assert count == distinct > 24


@pytest.fixture(scope="module")
def project(folder: Path) -> Path:
    """The folder as a project in which `meltano run` ended with that state."""
    (folder / "meltano.yml").write_text(yaml.safe_dump(PROJECT), encoding="utf-8")
    kept = folder / ".state/meltano/dev:tap-openmeteo-to-target-parquet-lake"
    kept.mkdir(parents=True)
    state = {"bookmarks": last(folder / "next.json")}
    text = json.dumps({"completed": {"singer_state": state}, "partial": {}})
    (kept / "state.json").write_text(text, encoding="utf-8")
    return folder


def test_state_and_plan_show_where_the_next_run_begins(project: Path):
    done = run(project, example("docs/incremental.md", "wv plan"))

    assert done.returncode == 0, done.stderr[-3000:]
    explained, _, planned = done.stdout.partition("requests")
    assert "goes on behind it" in explained
    assert "cells" in planned
    assert "It goes on from" in done.stderr


def test_a_backfill_leaves_the_state_alone(project: Path):
    command = example("docs/incremental.md", "wv backfill")
    states = {path: path.read_bytes() for path in project.rglob("state.json")}

    command = command.replace("tap-shopify-wv", "tap-openmeteo")
    done = run(project, command.replace("2026-01", "2026-11").replace("-31", "-03"))

    assert done.returncode == 0, done.stderr[-3000:]
    assert states == {path: path.read_bytes() for path in project.rglob("state.json")}


def test_a_lake_without_dead_letters_lists_none(folder: Path):
    done = run(folder, example("docs/dead-letters.md", "wv dlq list"))

    assert done.returncode == 0, done.stderr[-3000:]
    assert not [line for line in done.stdout.splitlines() if line.startswith("{")]
