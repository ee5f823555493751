"""Every exit code that help names is met, and no other."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import types

import pyarrow as pa
import pytest
from cockpit_tests_endings import LEAVES, endings

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from wv.__main__ import main
from wv.teaching import PIPE
from wv_transforms.promotion import Promoted, write_promoted
from wv_transforms.smoke.replay import SmokeError

TAP = """
import json, os, sys
if "--discover" in sys.argv:
    print(json.dumps({{"streams": []}}))
elif "--about" in sys.argv:
    print(json.dumps({{"settings": {{"properties": {{}}}}}}))
elif "--plan" in sys.argv:
    print(json.dumps({{
        "reads": [], "quotas": [], "is_least": False, "source": "api",
        "requests": 0, "cost": 0.0, "cost_unit": "requests", "seconds": 0.0,
    }}))
elif any(word.startswith("--doctor") for word in sys.argv):
    found = {{"check": "clock", "status": {status!r}, "what": "w", "next_step": "n"}}
    print(json.dumps({{"findings": [found]}}))
else:
    {end}
"""
PROJECT = """
default_environment: demo
environments: [{name: demo}]
plugins:
  extractors: [{name: tap-klaviyo}]
  loaders: [{name: target-parquet-lake}]
"""
DAYS = ("--from", "2026-01-01", "--to", "2026-01-02")
WORD = {"show": "log", "history": "log", "sql": "SELECT 1"}
"""What a command must be given besides."""
ELSEWHERE = {
    ("demo",): {0},
    ("build",): {0, 5},
    ("gate",): {0, 5},
    ("smoke",): {0},
    ("geocoding",): {0, 5},
    ("dlq", "show"): {0},
    ("lake", "sql"): {5},
}
"""Codes that tests of that command meet, with the data that it takes."""


def program(folder, kind, name, text):
    home = folder / ".meltano" / kind / name / "venv" / "bin"
    home.mkdir(parents=True)
    (home / name).write_text(f"#!{sys.executable}\n{text}")
    (home / name).chmod(0o755)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose tap ends as is asked."""

    def make(code=0, status="ok", end="sys.exit({code})"):
        text = TAP.format(end=end.format(code=code), status=status)
        program(tmp_path, "extractors", "tap-klaviyo", text)
        program(tmp_path, "loaders", "target-parquet-lake", "import sys; sys.exit(0)")
        (tmp_path / "meltano.yml").write_text(PROJECT)
        recorded = {
            "wv_recording": 1, "tap": "tap-klaviyo", "streams": [], "state": None,
            "settings": {}, "started_at": "2026-11-21T12:00:00+00:00",
        }  # fmt: skip
        (tmp_path / "run.jsonl").write_text(json.dumps(recorded) + "\n")
        (tmp_path / "state.json").write_text('{"bookmarks": {}}')
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return make


LOADS = {
    ("backfill",): ("backfill", "tap-klaviyo", *DAYS),
    ("replay",): ("replay", "run.jsonl"),
    ("demo",): ("demo",),
}


@pytest.mark.parametrize("code", [*PIPE, 130])
@pytest.mark.parametrize("path", LOADS, ids=" ".join)
def test_a_pipe_ends_as_its_tap(wv, project, path, code):
    project(code)

    assert wv(*LOADS[path])[0] == code
    assert code in endings(path)


@pytest.mark.parametrize("path", [("backfill",), ("replay",)], ids=" ".join)
def test_a_pipe_that_went_well_is_exit_0(wv, project, path):
    project()

    assert wv(*LOADS[path])[0] == 0


def test_a_tap_that_was_killed_is_exit_1_and_says_why_that_may_be(wv, project):
    project(end="os.kill(os.getpid(), 9)")

    code, _, err = wv(*LOADS["backfill",])

    assert (code, "killed by signal 9" in err) == (1, True)
    assert "commit_bytes" in err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("doctor", "--offline"), 0),
        (("plan", "tap-klaviyo"), 0),
        (("state", "show", "state.json"), 0),
        (("state", "explain", "state.json"), 0),
        (("state", "diff", "state.json", "state.json"), 0),
        (("plan", "tap-nobody"), 2),
        (("backfill", "tap-nobody", *DAYS), 2),
        (("backfill", "target-parquet-lake", *DAYS), 2),
        (("state", "show", "nowhere"), 2),
    ],
    ids=str,
)
def test_commands_of_a_project(wv, project, line, code):
    project()

    assert wv(*line)[0] == code


def test_a_doctor_that_finds_a_failure_is_exit_2(wv, project):
    project(status="fail")

    assert wv("doctor", "--offline")[0] == 2


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_an_option_that_is_none_is_exit_2(wv, path):
    assert wv(*path, "--nonsense")[0] == 2


OF_A_LAKE = [path for path in LEAVES if 7 in endings(path) and path not in LOADS]


def line_of(path):
    return (*path, *([WORD[path[-1]]] if path[-1] in WORD else []))


@pytest.mark.parametrize("path", OF_A_LAKE, ids=" ".join)
def test_a_missing_lake_is_exit_7_and_names_the_next_step(wv, tmp_path, path):
    code, out, err = wv(*line_of(path), "--lake-root", tmp_path / "none")

    assert (code, out) == (7, "")
    assert "Where: " in err
    assert "Next:  " in err


@pytest.mark.parametrize(
    "path", [p for p in OF_A_LAKE if p[0] in {"lake", "dlq"} and p[-1] != "show"]
)
def test_a_lake_that_is_sound_is_exit_0(wv, tmp_path, path):
    Lake(tmp_path).write("raw", "default", "log", pa.table({"id": [1]}))

    assert wv(*line_of(path), "--lake-root", tmp_path)[0] == 0


def test_a_table_is_shown(wv, tmp_path):
    Lake(tmp_path).write("raw", "default", "log", pa.table({"id": [1]}))

    assert wv("lake", "show", "log", "--lake-root", tmp_path)[0] == 0


def test_a_page_is_exit_0_and_never_takes_the_place_of_a_device(
    wv, lake_root, tmp_path
):
    line = ("report", "-q", "--lake-root", lake_root, "--out")
    os.mkfifo(tmp_path / "pipe")

    assert wv(*line, tmp_path / "page.html")[0] == 0
    assert wv(*line, tmp_path / "pipe")[0] == 2
    assert (tmp_path / "pipe").is_fifo()


def test_a_smoke_that_finds_a_difference_is_exit_5(wv, monkeypatch):
    def differ():
        raise SmokeError(what="Two rows differ.", where="weather", next_step="look")

    monkeypatch.setattr("wv_transforms.smoke.replay.run_smoke", differ)

    assert wv("smoke")[0] == 5


def test_a_promoted_table_that_lacks_a_column_is_exit_5(wv, tmp_path):
    lake = Lake(tmp_path)
    name = TableName("weather", "default", "weather_daily")
    version = lake.write(name.layer, name.tenant, name.name, pa.table({"id": [1]}))
    now = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    write_promoted(lake, Promoted("default", "a-run", now, {name: version}))

    code, _, err = wv("report", "--lake-root", tmp_path, "--out", tmp_path / "page")

    assert (code, "wv build --force" in err) == (5, True)


def test_who_interrupts_before_anything_has_begun_sees_no_traceback(
    monkeypatch, capsys
):
    def interrupt(_name):
        raise KeyboardInterrupt

    loading = types.ModuleType("wv.cli")
    loading.__getattr__ = interrupt
    monkeypatch.setitem(sys.modules, "wv.cli", loading)

    with pytest.raises(SystemExit) as ended:
        main()

    assert (ended.value.code, capsys.readouterr().err) == (130, "Interrupted.\n")


def test_help_names_no_code_that_nothing_meets():
    """Unexpected faults and interruptions are tried for all commands at once."""
    for path in LEAVES:
        met = {0, 1, 2, 130} | ELSEWHERE.get(path, set())
        met |= {7} if path in OF_A_LAKE else set()
        met |= {5} if path in {("report",), ("smoke",)} else set()
        met |= set(PIPE) if path in LOADS else set()
        assert endings(path) == met, path
