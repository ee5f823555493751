"""`wv backfill` and `wv demo`: whole pipes, with programs as a user has them."""

from __future__ import annotations

import json

import duckdb
import pytest
from cockpit_tests_project import PROJECT

from target_parquet_lake.lake import Lake

WINDOW = ("--from", "2026-10-01", "--to", "2026-10-03")


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = PROJECT.replace("model_runs.*", "weather_hourly_observed.*")
    (tmp_path / "meltano.yml").write_text(text)
    return tmp_path


def days(lake_root):
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        Lake(lake_root).pin().register(connection)
        rows = connection.table("raw.openmeteo__weather_hourly_observed")
        found = rows.select("time::DATE::VARCHAR").distinct().fetchall()
    return sorted(day for (day,) in found)


def test_the_days_asked_for_are_in_the_lake(wv, project):
    code, out, err = wv("backfill", "tap-openmeteo", *WINDOW)

    assert (code, out.strip()) == (0, str(project / "storage/lake"))
    assert days(project / "storage/lake") == ["2026-10-01", "2026-10-02", "2026-10-03"]
    assert "METRIC" not in err
    heads, *shown = err[err.rindex("stream   ") :].splitlines()
    assert "requests  retries  throttled  waits  waited [s]  calls  table" in heads
    rows = {line.split()[0]: line.split()[1:] for line in shown}
    hours = "raw/default__openmeteo__weather_hourly_observed"
    assert rows["weather_hourly_observed"][:6] == ["432", "432", "0", "0", "0", "1"]
    assert rows["weather_hourly_observed"][-1] == hours


def test_the_state_is_left_alone(wv, project):
    home = project / ".state/meltano/dev:tap-openmeteo-to-target-parquet-lake"
    home.mkdir(parents=True)
    kept = json.dumps({"completed": {"singer_state": {"bookmarks": {}}}})
    (home / "state.json").write_text(kept)

    assert wv("backfill", "tap-openmeteo", *WINDOW, "--quiet")[0] == 0

    assert (home / "state.json").read_text() == kept


def test_tap_and_target_log_as_json_when_asked(wv):
    _, _, err = wv("backfill", "tap-openmeteo", *WINDOW, "--log-format", "json")

    logged = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    names = {one["logger_name"] for one in logged}
    assert {"tap-openmeteo", "target-parquet-lake"} <= names


def test_quiet_leaves_only_what_is_wrong(wv):
    _, _, err = wv("backfill", "tap-openmeteo", *WINDOW, "--quiet")

    assert [line for line in err.splitlines() if "NO CREDENTIALS" in line]
    assert "INFO" not in err


def test_days_in_the_wrong_order_are_exit_2(wv):
    code, _, err = wv(
        "backfill", "tap-openmeteo", "--from", "2026-10-03", "--to", "2026-10-01"
    )

    assert (code, "exchange them" in err) == (2, True)


def test_the_taps_failure_is_the_exit_code(wv):
    """Without credentials, where the sandbox is forbidden."""
    code, out, _ = wv("backfill", "tap-openmeteo", *WINDOW, "--environment", "prod")

    assert (code, out) == (2, "")


def test_a_demo_needs_the_projects_folder(wv, project):
    (project / "meltano.yml").unlink()

    code, _, err = wv("demo")

    assert (code, "the project's folder" in err) == (2, True)


def test_a_demo_goes_from_nothing_to_the_page(wv, project):
    text = (project / "meltano.yml").read_text().replace("- name: prod", "- name: demo")
    text = text.replace("{allow_stub: false}", "{start_date: '2026-10-01'}")
    (project / "meltano.yml").write_text(text.replace("connector_runs.*", "'*.*'"))

    code, out, _ = wv("demo", "--out", project / "page.html", "--quiet")

    assert (code, out.splitlines()[-1]) == (0, str(project / "page.html"))
    assert (project / "page.html").read_text().startswith("<!doctype html>")
