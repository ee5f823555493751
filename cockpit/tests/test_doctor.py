"""`wv doctor` and `wv plan`: what would spoil the next run, and what it would cost."""

from __future__ import annotations

import json
import shutil
from typing import NamedTuple

import pytest
from cockpit_tests_project import PROJECT

from target_parquet_lake.lake import Lake
from wv import doctor


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "meltano.yml").write_text(PROJECT)
    return tmp_path


def findings(wv, *arguments):
    code, out, _ = wv("doctor", "--offline", "--json", *arguments)
    rows = [json.loads(line) for line in out.splitlines()]
    return code, {(row["subject"], row["check"]): row for row in rows}


def test_a_sound_project_passes(wv, lake_root):
    code, found = findings(wv, "--lake-root", lake_root)

    assert code == 0
    assert found["lake", "tables"]["status"] == "ok"
    assert found["tap-openmeteo", "credentials"]["status"] == "warn"
    assert found["target-parquet-lake", "installed"]["status"] == "ok"


def test_a_forbidden_sandbox_fails_with_the_next_step(wv):
    code, found = findings(wv, "--environment", "prod")

    credentials = found["tap-openmeteo", "credentials"]
    assert (code, credentials["status"]) == (2, "fail")
    assert "set the credentials" in credentials["next_step"]


def test_a_missing_tap_is_a_finding(wv):
    code, found = findings(wv, "--tap", "tap-nothing")

    assert (code, found["tap-nothing", "installed"]["status"]) == (2, "fail")


def test_a_project_whose_tap_is_missing_is_told(wv, project):
    text = PROJECT.replace("tap-openmeteo", "tap-googleads")
    (project / "meltano.yml").write_text(text)
    (project / "bin").mkdir()

    assert ("taps", "installed") in findings(wv)[1] or findings(wv)[0] == 0


def test_no_lake_yet_is_a_warning(wv):
    found = findings(wv)[1]

    assert found["lake", "tables"]["status"] == "warn"
    assert "run a pipe first" in found["lake", "tables"]["next_step"]


def test_a_damaged_table_fails(wv, lake_root, project):
    shutil.copytree(lake_root, project / "lake")
    home = Lake(project / "lake")
    name = home.tables("weather")[0]
    (home.path(name) / "_delta_log" / f"{0:020}.json").write_text("")

    code, found = findings(wv, "--lake-root", project / "lake")

    assert (code, found["lake", str(name)]["status"]) == (2, "fail")


def test_a_full_disk_is_a_warning(wv, monkeypatch):
    class Usage(NamedTuple):
        free: int = 1 << 20

    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage())

    assert findings(wv)[1]["lake", "disk"]["status"] == "warn"


def test_a_lake_that_cannot_be_written_fails(wv, monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)

    assert findings(wv)[1]["lake", "folder"]["status"] == "fail"


def test_people_see_a_table_and_the_next_steps(wv):
    code, out, err = wv("doctor", "--offline")

    assert code == 0
    assert "warn" in out
    lines = out.splitlines()
    (credentials,) = [n for n, line in enumerate(lines) if "embedded sandbox" in line]
    assert lines[credentials + 1].startswith("      next: set them")
    assert err.splitlines()[-1].endswith("checks are well.")


def test_quiet_shows_only_what_is_not_well(wv):
    _, out, _ = wv("doctor", "--offline", "--quiet")

    assert {line.split()[0] for line in out.splitlines()} == {"warn", "next:"}


# ---------- plan


def test_a_plan_shows_windows_requests_and_time(wv):
    code, out, err = wv("plan", "tap-openmeteo")

    heads, *rows = [line.split() for line in out.splitlines()]
    assert (code, heads[0]) == (0, "stream")
    assert [row[0] for row in rows[:2]] == ["cells", "model_runs"]
    assert "Together 3 requests, 3 weighted calls" in out
    assert "Nothing was read." in err


def test_a_plan_for_machines_is_the_taps_own(wv):
    _, out, _ = wv("plan", "tap-openmeteo", "--json")

    told = json.loads(out)
    assert (told["tap"], told["requests"]) == ("tap-openmeteo", 3)


def test_a_plan_goes_on_from_the_state_that_meltano_keeps(wv, project):
    home = project / ".state/meltano/dev:tap-openmeteo-to-target-parquet-lake"
    home.mkdir(parents=True)
    state = {"completed": {"singer_state": {"bookmarks": {"model_runs": {}}}}}
    (home / "state.json").write_text(json.dumps(state))

    code, _, err = wv("plan", "tap-openmeteo")

    assert (code, "It goes on from" in err) == (0, True)


def test_a_wrong_setting_is_told_with_the_taps_own_words(wv, project):
    config = project / "own.json"
    config.write_text(json.dumps({"plan": "golden"}))

    code, out, err = wv("plan", "tap-openmeteo", "--config", config)

    assert (code, out) == (2, "")
    assert "tap-openmeteo did not answer" in err
    assert "golden" in err
