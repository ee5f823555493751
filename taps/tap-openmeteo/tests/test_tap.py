"""The tap as a whole: settings, fallback, state, and real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

import pytest
from singer_sdk.testing import SuiteConfig, get_tap_test_class

from tap_kit.errors import ExitCode, SettingsError
from tap_kit.testing import assert_run_same_as_sdk
from tap_openmeteo.streams import STREAM_TYPES
from tap_openmeteo.tap import TapOpenMeteo

NEW_YORK = {"latitude": 40.78, "longitude": -73.97}
KEY = "sandbox-professional"
CANARY = "om-canary-7f3a9c"
OBSERVED = "weather_hourly_observed"
SMALL = {
    "as_of": "2026-11-15T09:00:00Z",
    "start_date": "2026-11-08",
    "cells": [NEW_YORK],
    "forecast_days": 2,
    "previous_run_days": [1, 2],
    "history_start_date": "2020-12-01",
    "geocode_queries": [{"country_code": "FR", "city": "Paris"}],
}
_FOLDER = tempfile.TemporaryDirectory()

TestSuiteOfTheSdk = get_tap_test_class(
    TapOpenMeteo,
    config=SMALL | {"state_dir": _FOLDER.name},
    suite_config=SuiteConfig(max_records_limit=100),
)


@pytest.fixture
def run(tmp_path):
    """Run the tap as a process of its own, in an empty folder."""

    def call(*arguments: str, config: dict | None = None, state: object = None, **env):
        if config is not None:
            (tmp_path / "config.json").write_text(json.dumps(config))
            arguments += ("--config", "config.json")
        if state is not None:
            (tmp_path / "state.json").write_text(json.dumps(state))
            arguments += ("--state", "state.json")
        clean = {k: v for k, v in os.environ.items() if not k.startswith("TAP_OPEN")}
        return subprocess.run(
            [sys.executable, "-m", "tap_openmeteo", *arguments],
            cwd=tmp_path,
            env=clean | env,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def messages(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def streams_of(out: str) -> set[str]:
    return {line["stream"] for line in messages(out) if line["type"] == "RECORD"}


# ---------- without an account


def test_without_credentials_the_sandbox_answers_and_says_so(run):
    done = run(config=SMALL)

    said = messages(done.stdout)
    records = [line["record"] for line in said if line["type"] == "RECORD"]
    assert done.returncode == 0
    assert "NO CREDENTIALS" in done.stderr
    assert {record["_wv_source"] for record in records} == {"stub"}
    assert streams_of(done.stdout) == {
        *(kind.name for kind in STREAM_TYPES),
        "connector_runs",
    }
    assert said[-1]["type"] == "STATE"


def test_production_refuses_the_sandbox(run):
    done = run(config=SMALL | {"allow_stub": False})

    assert done.returncode == ExitCode.USAGE
    assert "allow_stub" in done.stderr
    assert streams_of(done.stdout) <= {"connector_runs"}


def test_discovery_and_settings_need_no_network(run):
    """Nor any setting: that is where one learns what to set."""
    discovered = run("--discover", HTTPS_PROXY="http://127.0.0.1:9")

    catalog = json.loads(discovered.stdout)
    assert {entry["tap_stream_id"] for entry in catalog["streams"]} >= {
        OBSERVED,
        "cells",
    }


def test_about_names_every_setting(capsys):
    TapOpenMeteo.print_about("json")

    about = json.loads(capsys.readouterr().out)
    assert {"api_key", "plan", "cells", "start_date"} <= set(
        about["settings"]["properties"]
    )


# ---------- settings


@pytest.mark.parametrize(
    "config",
    [
        {"plan": "gold"},
        {"cells": [{"latitude": "north"}]},
        {"cells": [{"street": "Broadway 1"}]},
        {"forecast_days": 17},
        {"previous_run_days": [8]},
        {"lookback_days": -1},
        {"max_weight_per_request": 0},
        {"recent_source": "radar"},
    ],
)
def test_a_wrong_setting_is_named(make_tap, config):
    (name,) = config

    with pytest.raises(SettingsError) as caught:
        make_tap(**config)

    assert f"config['{name}']" in str(caught.value)
    assert caught.value.exit_code is ExitCode.USAGE


LATE = {
    "a paid plan without key": ({"api_key": None, "plan": "standard"}, "needs a key"),
    "a free plan with key": ({"plan": "free"}, "no key"),
    "the archive on the standard plan": ({"plan": "standard"}, "does not include"),
    "no cells": ({"cells": None}, "no cells are given"),
    "cells twice": ({"cells_file": "cells.csv"}, "given twice"),
    "an absent file": ({"cells": None, "cells_file": "no.csv"}, "cannot be read"),
    "an absent lake": (
        {"cells": None, "cells_lake": {"lake_root": "nowhere"}},
        "there is no table",
    ),
    "an unknown cell": ({"cells": [{"geohash": "ailo!"}]}, "unknown cell"),
    "a start in no year": ({"start_date": "soon"}, "no instant"),
    "a history in no year": ({"history_start_date": "1991"}, "no instant"),
    "an own start in no year": ({"previous_runs_start_date": "x"}, "no instant"),
}


@pytest.mark.parametrize(("config", "words"), LATE.values(), ids=LATE.keys())
def test_settings_that_do_not_fit_end_the_run_before_any_call(
    make_tap, fail, box, config, words
):
    error, said = fail(make_tap(**config), SettingsError, words)

    assert error.exit_code is ExitCode.USAGE
    assert error.next_step
    assert not box.requests
    assert not said.records("cells")


def test_streams_that_the_plan_includes_run_on_it(make_tap, sync, box):
    tap = make_tap("cells", "model_runs", plan="standard", api_key="sandbox-standard")

    assert sync(tap).report["success"]
    assert {request.path.split("/")[2] for request in box.requests} == {"customer-api"}


def test_the_free_plan_is_real_and_warned_of(make_tap, sync, caplog):
    """A shop is commercial: who takes the free plan must have read this."""
    said = sync(make_tap("cells", api_key=None, plan="free"))

    assert caplog.text.count("non-commercial use only") == 1
    assert said.records("cells")[0]["_wv_source"] == "api"


def test_what_is_left_of_a_plan_with_windows_is_known(make_tap):
    free = make_tap("cells", api_key=None, plan="free")

    assert free.quota_left == 1.0
    assert make_tap("cells").quota_left is None


def test_without_cells_the_sandbox_shows_six_cities(make_tap, sync):
    rows = sync(make_tap("cells", api_key=None, cells=None)).records("cells")

    assert [row["name"] for row in rows] == [
        "New York",
        "Berlin",
        "London",
        "Toronto",
        "Sydney",
        "Phoenix",
    ]


def test_cells_come_from_a_file(make_tap, sync, tmp_path):
    file = tmp_path / "cells.csv"
    file.write_text("latitude,longitude\n52.52,13.41\n")

    said = sync(make_tap("cells", cells=None, cells_file=str(file)))

    assert [row["cell_id"] for row in said.records("cells")] == ["u33dc"]


def test_who_approves_sees_where_how_much_and_the_price(make_tap, sync, tmp_path):
    """Thirty years of a place weigh hundreds of calls: better asked than spent."""
    seen = tmp_path / "plan.json"
    command = ["/bin/sh", "-c", f"cat > {seen}"]

    said = sync(make_tap(OBSERVED, approval_command=command, start_date="2026-01-01"))

    plan = json.loads(seen.read_text())
    assert (plan["plan"], plan["cells"], plan["grid_points"]) == ("professional", 2, 2)
    assert plan["cost"] == pytest.approx(said.report["calls"], abs=0.1)
    assert (plan["requests"], plan["is_least"]) == (said.report["requests"], False)


# ---------- records and secrets


def test_the_fast_road_says_what_the_sdk_says(make_tap):
    """On every record of every stream; and the fast road was really taken."""
    fast = assert_run_same_as_sdk(make_tap(**SMALL | {"as_of": None}))

    assert {name for name, count in fast.items() if count} == {
        *(kind.name for kind in STREAM_TYPES),
        "connector_runs",
    }


def test_the_key_appears_nowhere(run, box):
    """Not in records, state, logs or addresses, however loud the log is."""
    config = SMALL | {
        "api_base_url": f"{box.url}/openmeteo",
        "api_key": KEY,
    }

    good = run(config=config, LOGLEVEL="DEBUG", TAP_OPENMETEO_LOGLEVEL="DEBUG")
    bad = run(config=config | {"api_key": CANARY}, LOGLEVEL="DEBUG")

    assert (good.returncode, bad.returncode) == (0, ExitCode.AUTH)
    for text in (good.stdout, good.stderr, bad.stdout, bad.stderr):
        assert KEY not in text
        assert CANARY not in text
    assert {r.headers["x-api-key"] for r in box.requests} == {KEY, CANARY}
    assert not [r for r in box.requests if KEY in json.dumps([r.path, r.query, r.body])]


def test_stdout_is_singer_also_when_the_run_fails(run):
    done = run(config=SMALL, state={"bookmarks": []})

    assert done.returncode == ExitCode.USAGE
    assert messages(done.stdout) == []
    assert "Next:" in done.stderr
    assert "Traceback" not in done.stderr
