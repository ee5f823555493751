"""Forecasts: every run kept beside the others."""

from __future__ import annotations

from datetime import timedelta

from tap_kit.clock import ManualClock
from tap_kit.errors import DataError

STREAM = "weather_hourly_forecast"
NEW_YORK = {"latitude": 40.78, "longitude": -73.97}
META = "/openmeteo/customer-api/data/ecmwf_ifs025/static/meta.json"


def test_sixteen_days_from_today_arrive_for_every_cell(make_tap, sync):
    rows = sync(make_tap(STREAM)).records(STREAM)

    assert len(rows) == 2 * 16 * 24
    assert min(row["time"] for row in rows) == "2026-11-15T00:00:00Z"
    assert max(row["time"] for row in rows) == "2026-11-30T23:00:00Z"


def test_a_row_knows_its_run_and_since_when_we_know_it(make_tap, sync):
    """`issued_at` is the model's; `as_of` is ours, and what a backtest must obey."""
    rows = sync(make_tap(STREAM)).records(STREAM)

    assert {row["issued_at"] for row in rows} == {"2026-11-15T00:00:00Z"}
    assert {row["as_of"] for row in rows} == {"2026-11-15T09:00:00Z"}


def test_the_same_run_is_not_read_again(make_tap, sync, box):
    state = sync(make_tap(STREAM)).state
    box.box.requests.clear()

    said = sync(make_tap(STREAM, state=state))

    assert not said.records(STREAM)
    assert [request.path for request in box.requests] == [META]
    assert said.state["bookmarks"][STREAM] == state["bookmarks"][STREAM]


def test_a_newer_run_stands_beside_the_older(make_tap, sync, clock):
    """Overwriting would let tomorrow's knowledge into yesterday's decision."""
    first = sync(make_tap(STREAM))
    clock.advance(6 * 3600)

    second = sync(make_tap(STREAM, state=first.state))

    keys = [
        (row["cell_id"], row["time"], row["model"], row["issued_at"])
        for row in first.records(STREAM) + second.records(STREAM)
    ]
    assert len(set(keys)) == len(keys) == 4 * 16 * 24
    assert {row["issued_at"] for row in second.records(STREAM)} == {
        "2026-11-15T06:00:00Z"
    }


def test_only_cells_that_lack_the_run_are_asked_for(make_tap, sync):
    state = sync(make_tap(STREAM, cells=[NEW_YORK])).state

    rows = sync(make_tap(STREAM, state=state)).records(STREAM)

    assert {row["cell_id"] for row in rows} == {"u33dc"}


def test_a_run_that_has_just_come_is_not_trusted_yet(make_tap, sync, clock):
    """Servers need ten minutes to agree; until then they all have the run before."""
    sync(make_tap("model_runs", run_models=["ecmwf_ifs025"]))
    run = sync(make_tap("model_runs")).records("model_runs")[0]
    came = clock.now().fromisoformat(run["available_at"])
    clock.set(came + timedelta(minutes=5))

    rows = sync(make_tap(STREAM)).records(STREAM)

    assert {row["issued_at"] for row in rows} == {"2026-11-14T18:00:00Z"}


def test_the_bookmark_is_never_in_the_future(make_tap, sync):
    """Not the forecast's own hours: those would hide all later runs."""
    state = sync(make_tap(STREAM)).state

    assert list(state["bookmarks"][STREAM]["through"]) == ["2026-11-15T00:00:00Z"]


def test_a_run_of_the_future_is_refused(make_tap, fail, clock):
    """Our clock is slow, or the server's is wrong: nobody can tell."""
    ManualClock.set(clock, clock.now() - timedelta(hours=12))

    _, said = fail(make_tap(STREAM), DataError, r"a run of .*, but now is")

    assert not said.records(STREAM)


def test_an_unknown_run_model_is_named(make_tap, fail):
    error, _ = fail(make_tap(STREAM, forecast_run_model="gfs"), Exception, "404")

    assert "data/gfs/static/meta.json" in str(error)


def test_fewer_days_can_be_asked_for(make_tap, sync):
    assert len(sync(make_tap(STREAM, forecast_days=1)).records(STREAM)) == 2 * 24
