"""Runs of the models."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tap_kit.errors import DataError
from tap_openmeteo.model_run import parse_run

STREAM = "model_runs"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
META = {
    "last_run_initialisation_time": 1794700800,
    "last_run_modification_time": 1794715562,
    "last_run_availability_time": 1794715982,
    "update_interval_seconds": 21600,
    "temporal_resolution_seconds": 3600,
}


def test_every_model_tells_its_newest_run(make_tap, sync):
    rows = sync(make_tap(STREAM)).records(STREAM)

    assert [row["model"] for row in rows] == ["ecmwf_ifs025", "ncep_gfs013", "dwd_icon"]
    assert rows[0]["issued_at"] == "2026-11-15T00:00:00Z"
    assert rows[0]["issued_at"] < rows[0]["modified_at"] < rows[0]["available_at"]
    assert rows[0]["update_interval_seconds"] == 21_600


def test_a_run_is_told_once(make_tap, sync):
    state = sync(make_tap(STREAM)).state

    assert not sync(make_tap(STREAM, state=state)).records(STREAM)


def test_a_newer_run_is_told_beside_the_older(make_tap, sync, clock):
    state = sync(make_tap(STREAM)).state
    clock.advance(6 * 3600)

    rows = sync(make_tap(STREAM, state=state)).records(STREAM)

    assert {row["issued_at"] for row in rows} == {"2026-11-15T06:00:00Z"}


def test_the_forecast_does_not_ask_for_the_run_a_second_time(make_tap, sync, box):
    sync(make_tap(STREAM, "weather_hourly_forecast"))

    assert len([r for r in box.requests if r.path.endswith("meta.json")]) == 3


def test_metadata_cost_no_weight(make_tap, sync):
    """They are static files, outside the server's rate limiter."""
    assert sync(make_tap(STREAM)).report["calls"] == 0


BROKEN = {
    "a list": [],
    "nothing": None,
    "no time": {},
    "a text": META | {"last_run_availability_time": "2026-11-15"},
    "a truth": META | {"last_run_modification_time": True},
    "no interval": META | {"update_interval_seconds": None},
    "tomorrow": META | {"last_run_initialisation_time": 1794700800 + 86_400},
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_broken_metadata_are_refused_by_model(body):
    with pytest.raises(DataError) as caught:
        parse_run("ecmwf_ifs025", body, NOW)

    assert caught.value.where == "metadata of model ecmwf_ifs025"


def test_a_clock_that_is_minutes_wrong_is_forgiven():
    run = parse_run("m", META | {"last_run_initialisation_time": 1794733320}, NOW)

    assert run.issued_at > NOW
