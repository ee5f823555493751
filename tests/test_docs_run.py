"""Examples of the pages do what the pages say, line by line, in an empty folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml

from target_parquet_lake.lake import Lake
from tests.conftest import SMALL
from tests.reader import LAKE, calls, example, note_calls, run

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: dict[str, Any] = {
    **SMALL,
    "cells": SMALL["cells"][:1],
    "start_date": "2026-11-08",
    "previous_runs_start_date": "2026-11-08",
}
"""A place, a week of hours: from the sandbox that is within the tap."""
PLUGINS = {
    "extractors": [
        {
            "name": "tap-openmeteo",
            "config": SETTINGS,
            "select": ["cells.*", "connector_runs.*"],
        }
    ],
    "loaders": [{"name": "target-parquet-lake", "config": {"lake_root": LAKE}}],
}
PROJECT = {
    "default_environment": "dev",
    "environments": [{"name": "dev"}],
    "plugins": PLUGINS,
}


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
    before = {*(project / LAKE / "_control/runs").iterdir()}
    done = run(project, command.replace("2026-01", "2026-11").replace("-31", "-03"))

    assert done.returncode == 0, done.stderr[-3000:]
    [summary] = {*(project / LAKE / "_control/runs").iterdir()} - before
    order = json.loads(summary.read_text(encoding="utf-8"))["correlation_id"]
    [row] = asked(project, f"WHERE correlation_id = '{order}'")
    assert row["exit_code"] == 0
    assert states == {path: path.read_bytes() for path in project.rglob("state.json")}


def asked(project: Path, condition: str) -> list[dict[str, Any]]:
    """The taps' runs in the lake that fulfil a condition."""
    query = f"FROM raw.openmeteo__connector_runs {condition}"
    done = run(project, f'wv lake sql --json "{query}"')
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_stream_is_begun_anew(project: Path):
    notes = note_calls(project, "meltano")
    command = example("docs/incremental.md", "wv state diff before.json")

    done = run(project, command.replace("profiles", "model_runs"))

    [call] = calls(notes)
    state = json.loads((project / "state.json").read_text(encoding="utf-8"))
    (project / "bin/meltano").unlink()
    assert done.returncode == 0, done.stderr[-3000:]
    assert "GONE" in done.stdout
    assert "model_runs" not in state["singer_state"]["bookmarks"]
    assert call["command"][:3] == ["meltano", "state", "set"]


def test_a_lake_without_dead_letters_lists_none(folder: Path):
    done = run(folder, example("docs/dead-letters.md", "wv dlq list"))

    assert done.returncode == 0, done.stderr[-3000:]
    assert not [line for line in done.stdout.splitlines() if line.startswith("{")]
