"""`wv replay`: a recorded run again, with programs as a user has them."""

from __future__ import annotations

import pytest
from cockpit_tests_project import PROJECT

from target_parquet_lake.lake import Lake


@pytest.fixture
def recorded(tmp_path, monkeypatch, wv):
    """Record a backfill; returns the file."""
    monkeypatch.chdir(tmp_path)
    text = PROJECT.replace("model_runs.*", "weather_hourly_observed.*")
    (tmp_path / "meltano.yml").write_text(text)
    tape = tmp_path / "run.jsonl"
    monkeypatch.setenv("WV_RECORD", str(tape))
    days = ("--from", "2026-10-01", "--to", "2026-10-02")
    assert wv("backfill", "tap-openmeteo", *days, "--lake-root", "first")[0] == 0
    monkeypatch.delenv("WV_RECORD")
    return tape


def rows(lake_root):
    home = Lake(lake_root)
    tables = home.pin(home.tables("raw")).tables
    return {name.name: table.rows for name, table in tables.items()}


def test_a_replay_fills_a_lake_alike(wv, recorded, tmp_path):
    code, _, err = wv("replay", recorded, "--lake-root", "second")

    assert code == 0
    assert rows(tmp_path / "second") == rows(tmp_path / "first")
    assert "weather_hourly_observed" in err


def test_what_is_no_recording_is_exit_2(wv, tmp_path):
    file = tmp_path / "x"
    file.write_text("{}")

    code, _, err = wv("replay", file)

    assert (code, "WV_RECORD" in err) == (2, True)
