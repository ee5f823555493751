from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from wv_sandbox.climate import Cell, Climate
from wv_sandbox.forecast import HORIZON_HOURS, Forecast
from wv_sandbox.hours import Truth
from wv_sandbox.openmeteo import models
from wv_sandbox.weather import Weather

BERLIN = {"latitude": 52.52, "longitude": 13.41}
RUN = datetime(2026, 11, 15, 0, tzinfo=UTC)
"""The newest run that can be had at 06:00."""
CORE = (
    "temperature_2m,precipitation,wind_gusts_10m,cloud_cover,precipitation_probability"
)


def by_time(section):
    names = [name for name in section if name != "time"]
    rows = zip(*(section[name] for name in names), strict=True)
    return dict(zip(section["time"], rows, strict=True))


def test_a_forecast_covers_seven_days_from_today_on(shared):
    body = shared.json("api", **BERLIN, hourly="temperature_2m", daily="uv_index_max")
    assert body["hourly"]["time"][0] == "2026-11-15T00:00"
    assert len(body["hourly"]["time"]) == 168
    assert body["daily"]["time"][-1] == "2026-11-21"
    assert None not in body["daily"]["uv_index_max"]
    assert body["daily_units"]["uv_index_max"] == ""


def test_forecasts_lie_on_a_finer_grid(shared):
    body = shared.json("api", **BERLIN, hourly="rain")
    assert (body["latitude"], body["longitude"]) == (52.52, 13.4)


def test_chances_are_shares(shared):
    body = shared.json(
        "api", **BERLIN, hourly="precipitation_probability", forecast_days=16
    )
    values = body["hourly"]["precipitation_probability"]
    assert all(0 <= value <= 100 for value in values if value is not None)
    assert body["hourly_units"]["precipitation_probability"] == "%"


def test_a_run_reaches_sixteen_days(shared):
    """Its last hour lies 16 days after its start; later hours are null."""
    hours = shared.json("api", **BERLIN, hourly="temperature_2m", forecast_days=16)
    values = hours["hourly"]["temperature_2m"]
    assert len(values) == HORIZON_HOURS
    assert None not in values
    older = shared.json(
        "previous-runs-api",
        **BERLIN,
        hourly="temperature_2m_previous_day1",
        forecast_days=16,
    )["hourly"]["temperature_2m_previous_day1"]
    assert None not in older[: HORIZON_HOURS - 24]
    assert set(older[HORIZON_HOURS - 24 :]) == {None}


def test_the_forecast_is_that_of_the_newest_run(shared):
    forecast = shared.json("api", **BERLIN, hourly=CORE)
    run = shared.json("single-runs-api", **BERLIN, hourly=CORE, run="2026-11-15T00:00")
    assert by_time(forecast["hourly"]) == by_time(run["hourly"])


@pytest.mark.parametrize("days_before", range(8))
def test_previous_days_are_what_the_runs_said_then(shared, days_before):
    """previous_dayN equals the run 24N hours before, called up from single-runs."""
    name = f"temperature_2m_previous_day{days_before}"
    previous = shared.json("previous-runs-api", **BERLIN, hourly=name, past_days=1)
    run = RUN - timedelta(days=days_before)
    single = shared.json(
        "single-runs-api",
        **BERLIN,
        hourly="temperature_2m",
        run=run.strftime("%Y-%m-%dT%H:%M"),
        forecast_days=16,
    )
    said, then = by_time(previous["hourly"]), by_time(single["hourly"])
    for time in ("2026-11-15T00:00", "2026-11-15T23:00", "2026-11-19T12:00"):
        assert said[time] == then[time]


def test_past_hours_come_from_the_run_before_each(shared):
    historical = shared.json(
        "historical-forecast-api",
        **BERLIN,
        hourly=CORE,
        start_date="2026-10-01",
        end_date="2026-10-01",
    )
    stitched = by_time(historical["hourly"])
    for run in range(0, 24, 6):
        single = shared.json(
            "single-runs-api", **BERLIN, hourly=CORE, run=f"2026-10-01T{run:02}:00"
        )
        alone = by_time(single["hourly"])
        for hour in range(run, run + 6):
            time = f"2026-10-01T{hour:02}:00"
            assert stitched[time] == alone[time]


def test_all_forecast_apis_agree_on_the_past(shared):
    ask = {**BERLIN, "start_date": "2026-11-01", "end_date": "2026-11-10"}
    forecast = shared.json("api", **ask, hourly="temperature_2m")["hourly"]
    historical = shared.json("historical-forecast-api", **ask, hourly="temperature_2m")
    previous = shared.json(
        "previous-runs-api", **ask, hourly="temperature_2m_previous_day0"
    )
    assert forecast == historical["hourly"]
    assert (
        forecast["temperature_2m"] == previous["hourly"]["temperature_2m_previous_day0"]
    )


def test_a_new_run_says_something_else(client):
    ask = {
        **BERLIN,
        "hourly": "temperature_2m",
        "start_date": "2026-11-20",
        "end_date": "2026-11-20",
    }
    first = client.json("api", **ask)["hourly"]["temperature_2m"]
    assert client.json("api", **ask)["hourly"]["temperature_2m"] == first
    client.box.clock.advance(6 * 3600)
    assert client.json("api", **ask)["hourly"]["temperature_2m"] != first
    earlier = client.json(
        "previous-runs-api", **ask | {"hourly": "temperature_2m_previous_day1"}
    )
    assert earlier["hourly"]["temperature_2m_previous_day1"] != first


def test_models_differ_and_are_told_apart(shared):
    body = shared.json(
        "api", **BERLIN, hourly="temperature_2m", models="gfs_seamless,icon_seamless"
    )
    gfs = body["hourly"]["temperature_2m_gfs_seamless"]
    assert gfs != body["hourly"]["temperature_2m_icon_seamless"]


def test_an_unknown_model_is_refused(shared):
    assert shared.reason("api", **BERLIN, hourly="rain", models="era6") == (
        "Data corrupted at path ''."
        " Cannot initialize MultiDomains from invalid String value era6."
    )


def test_reanalysis_may_be_asked_for_among_forecasts(shared):
    """It has no leads: what was forecast a day before is null."""
    ask = {
        **BERLIN,
        "start_date": "2026-09-01",
        "end_date": "2026-09-01",
        "models": "era5",
    }
    body = shared.json(
        "api", **ask, hourly="temperature_2m,temperature_2m_previous_day1"
    )
    assert None not in body["hourly"]["temperature_2m"]
    assert set(body["hourly"]["temperature_2m_previous_day1"]) == {None}


def test_a_single_run_must_be_named(shared):
    reason = shared.reason("single-runs-api", **BERLIN, hourly="rain")
    assert reason == "Parameter 'run' is required"


def test_a_single_run_takes_no_dates(shared):
    reason = shared.reason(
        "single-runs-api",
        **BERLIN,
        hourly="rain",
        run="2026-11-01T00:00",
        start_date="2026-11-01",
        end_date="2026-11-02",
    )
    assert "'start_date' and 'end_date'" in reason


@pytest.mark.parametrize("run", ["2026-11-15T06:00", "2026-11-14T05:00"])
def test_a_run_that_is_not_there_fails_while_streaming(shared, run):
    """The real server has sent status 200 when it finds out; seen in the wild."""
    answer = shared.get("single-runs-api", **BERLIN, hourly="rain", run=run)
    assert answer.status_code == 200
    assert answer.text.startswith(
        "Unexpected error while streaming data: "
        "modelRunUnavailable(model: best_match, run: OmTime.Timestamp("
    )


def test_days_of_a_run_want_a_start_at_midnight(shared):
    ask = {**BERLIN, "daily": "rain_sum", "run": "2026-11-14T18:00"}
    assert "00:00" in shared.reason("single-runs-api", **ask)
    tokyo = shared.json("single-runs-api", **ask | {"run": "2026-11-14T00:00"})
    assert tokyo["daily"]["time"][0] == "2026-11-14"


def error_of(lead_hours: int) -> float:
    cell, count = Cell.at(52.5, 13.5), 4000
    truth = Truth(Climate(7), cell, 20_000, count)
    runs = truth.times // 6 * 6 - lead_hours
    forecast = Forecast(truth, runs, 7, "best_match")
    return float(np.std(forecast.temperature - truth.temperature))


def test_errors_grow_with_the_lead():
    errors = [error_of(24 * days) for days in (0, 1, 3, 7, 14)]
    assert errors == sorted(errors)
    assert errors[0] < 0.6
    assert 1.5 < errors[3] < 3.5


def test_a_forecast_is_sane():
    truth = Truth(Climate(7), Cell.at(47.4, 8.5), 20_000, 800)
    run = int(truth.times[0])
    forecast = Forecast(truth, np.full(truth.times.shape, run), 7, "gfs_seamless")
    inside = slice(0, HORIZON_HOURS)
    for name in ("temperature", "precipitation", "snowfall", "humidity", "cloud_cover"):
        values = getattr(forecast, name)
        assert not np.isnan(values[inside]).any()
        assert np.isnan(values[HORIZON_HOURS:]).all()
    assert forecast.precipitation[inside].min() >= 0.0
    assert (forecast.wind_gusts[inside] >= forecast.wind_speed[inside]).all()
    assert (
        5 <= forecast.humidity[inside].min() <= forecast.humidity[inside].max() <= 100
    )


def test_truth_and_forecast_are_both_weather():
    """Whatever is derived from one can be derived from the other."""
    truth = Truth(Climate(7), Cell.at(47.4, 8.5), 20_000, 2)
    forecast = Forecast(truth, truth.times, 7, "gfs_seamless")
    assert isinstance(truth, Weather)
    assert isinstance(forecast, Weather)


def test_no_run_knows_the_past():
    truth = Truth(Climate(7), Cell.at(47.4, 8.5), 20_000, 2)
    late = np.full(truth.times.shape, int(truth.times[24]))
    temperature = Forecast(truth, late, 7, "gfs_seamless").temperature
    assert np.isnan(temperature[:24]).all()
    assert not np.isnan(temperature[24:]).any()


def test_runs_can_be_had_four_to_six_hours_after_their_start():
    for hour in range(0, 6000, 6):
        run = models.run_at(hour)
        assert 4 * 3600 <= run.available - hour * 3600 <= 6 * 3600


def test_the_newest_run_is_the_newest_that_can_be_had():
    run = models.run_at(480_000)
    before = datetime.fromtimestamp(run.available - 1, UTC)
    after = datetime.fromtimestamp(run.available, UTC)
    assert models.latest_run(before).hour == 480_000 - 6
    assert models.latest_run(after) == run


def test_metadata_advance_every_six_hours(client):
    def meta():
        return client.json("api", "/data/ncep_gfs013/static/meta.json")

    first = meta()
    assert first["last_run_initialisation_time"] == int(RUN.timestamp())
    assert first["update_interval_seconds"] == 21_600
    assert (
        first["last_run_initialisation_time"]
        < first["last_run_modification_time"]
        < first["last_run_availability_time"]
        <= client.box.clock.now().timestamp()
    )
    client.box.clock.advance(6 * 3600)
    assert meta()["last_run_initialisation_time"] == int(RUN.timestamp()) + 21_600


def test_there_is_no_metadata_of_what_is_no_model(shared):
    answer = shared.get("api", "/data/best_match/static/meta.json")
    assert answer.status_code == 404
    assert answer.json() == {"error": True, "reason": "Not Found"}
