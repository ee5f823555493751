from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import pytest
import requests

from wv_sandbox import central_park
from wv_sandbox.openmeteo import columns
from wv_sandbox.testing import serve

NEW_YORK = {"latitude": 40.78, "longitude": -73.97}
BERLIN = {"latitude": 52.52, "longitude": 13.41}
ERA5 = {"models": "era5_seamless"}
LATE = {"start_date": "2026-11-08", "end_date": "2026-11-12"}
YEAR = {"start_date": "2019-01-01", "end_date": "2019-12-31"}


def test_one_location_is_an_object_with_the_servers_keys(shared):
    body = shared.archive(**BERLIN, **YEAR, **ERA5, daily="temperature_2m_mean")
    assert list(body) == [
        "latitude",
        "longitude",
        "generationtime_ms",
        "utc_offset_seconds",
        "timezone",
        "timezone_abbreviation",
        "elevation",
        "daily_units",
        "daily",
    ]
    assert (body["latitude"], body["longitude"]) == (52.5, 13.5)
    assert body["timezone"] == body["timezone_abbreviation"] == "GMT"
    assert body["daily_units"] == {"time": "iso8601", "temperature_2m_mean": "°C"}
    assert len(body["daily"]["time"]) == 365


def test_several_locations_are_an_array_numbered_from_the_second_on(shared):
    body = shared.archive(
        latitude="40.78,52.52,-33.9",
        longitude="-73.97,13.41,151.2",
        **YEAR,
        daily="precipitation_sum",
    )
    assert [item.get("location_id", "none") for item in body] == ["none", 1, 2]
    assert [item["latitude"] for item in body] == [40.75, 52.5, -34.0]


def test_location_ids_are_echoed(shared):
    body = shared.archive(
        latitude="40.78,52.52",
        longitude="-73.97,13.41",
        location_id="17,4",
        **YEAR,
        daily="rain_sum",
    )
    assert [item["location_id"] for item in body] == [17, 4]


def test_each_location_may_have_its_own_dates(shared):
    body = shared.archive(
        latitude="40.78,52.52",
        longitude="-73.97,13.41",
        start_date="2020-01-01,2021-01-01",
        end_date="2020-01-02,2021-01-03",
        daily="rain_sum",
    )
    assert [item["daily"]["time"] for item in body] == [
        ["2020-01-01", "2020-01-02"],
        ["2021-01-01", "2021-01-02", "2021-01-03"],
    ]


def test_one_location_may_have_several_ranges(shared):
    body = shared.archive(
        **BERLIN,
        start_date="2020-01-01,2021-01-01",
        end_date="2020-01-01,2021-01-01",
        daily="rain_sum",
    )
    assert [item["daily"]["time"] for item in body] == [["2020-01-01"], ["2021-01-01"]]


def test_hours_of_gmt_give_the_days(shared):
    """What our transforms do with hours must end where the API's days are."""
    body = shared.archive(
        **BERLIN,
        **YEAR,
        **ERA5,
        hourly="temperature_2m,precipitation,snowfall,wind_gusts_10m",
        daily="temperature_2m_max,temperature_2m_min,temperature_2m_mean,"
        "precipitation_sum,snowfall_sum,wind_gusts_10m_max,precipitation_hours",
        wind_speed_unit="ms",
    )
    hours = {
        name: np.array(values).reshape(-1, 24)
        for name, values in body["hourly"].items()
        if name != "time"
    }
    days = body["daily"]
    warmth, rain = hours["temperature_2m"], hours["precipitation"]
    assert warmth.max(axis=1).tolist() == days["temperature_2m_max"]
    assert warmth.min(axis=1).tolist() == days["temperature_2m_min"]
    assert np.abs(warmth.mean(axis=1) - days["temperature_2m_mean"]).max() <= 0.0501
    assert np.round(rain.sum(axis=1), 2).tolist() == days["precipitation_sum"]
    assert np.round(hours["snowfall"].sum(axis=1), 2).tolist() == days["snowfall_sum"]
    assert hours["wind_gusts_10m"].max(axis=1).tolist() == days["wind_gusts_10m_max"]
    assert (rain > 0).sum(axis=1).tolist() == days["precipitation_hours"]


def test_new_york_is_real(shared):
    body = shared.archive(
        **NEW_YORK,
        **ERA5,
        start_date="1991-01-01",
        end_date="2020-12-31",
        daily="temperature_2m_max,temperature_2m_min,precipitation_sum,snowfall_sum",
    )["daily"]
    real = central_park.series()
    assert body["temperature_2m_max"] == np.round(real.tmax_c, 1).tolist()
    assert body["temperature_2m_min"] == np.round(real.tmin_c, 1).tolist()
    assert body["precipitation_sum"] == np.round(real.precip_mm, 2).tolist()
    assert body["snowfall_sum"] == np.round(real.snow_cm, 2).tolist()


def test_reanalysis_is_null_from_five_days_ago_on(shared):
    """It is 15 November 06:00: the 9th is the last whole day older than five days."""
    body = shared.archive(
        **BERLIN, **LATE, **ERA5, hourly="temperature_2m", daily="rain_sum"
    )
    hours = body["hourly"]["temperature_2m"]
    assert None not in hours[:48]
    assert hours[48:] == [None] * 72
    assert [value is None for value in body["daily"]["rain_sum"]] == [False] * 2 + [
        True
    ] * 3


def test_the_archive_goes_on_with_time(client):
    client.box.clock.advance(86_400)
    body = client.archive(**BERLIN, **LATE, **ERA5, daily="rain_sum")
    assert [value is None for value in body["daily"]["rain_sum"]] == [False] * 3 + [
        True
    ] * 2


def test_the_best_match_goes_on_with_forecasts(shared):
    ask = {**BERLIN, **LATE, "hourly": "temperature_2m,uv_index"}
    best, era5 = (
        shared.archive(**ask)["hourly"],
        shared.archive(**ask, **ERA5)["hourly"],
    )
    assert None not in best["temperature_2m"]
    assert best["temperature_2m"][:48] == era5["temperature_2m"][:48]
    assert set(best["uv_index"]) == {None}


def test_uv_is_known_by_the_hour_but_has_no_data(shared):
    """Facts: a known variable without data is a column of nulls."""
    body = shared.archive(
        **BERLIN, **YEAR, hourly="uv_index,precipitation_probability,cape"
    )
    for name in ("uv_index", "precipitation_probability", "cape"):
        assert set(body["hourly"][name]) == {None}
        assert body["hourly_units"][name] == "undefined"


@pytest.mark.parametrize(
    "name", ["uv_index_max", "precipitation_probability_max", "nonsense"]
)
def test_uv_is_not_known_by_the_day(shared, name):
    reason = shared.reason("archive-api", "/v1/archive", **BERLIN, **YEAR, daily=name)
    assert reason == (
        "Data corrupted at path ''. Cannot initialize ForecastVariableDaily"
        f" from invalid String value {name}."
    )


def test_several_models_have_suffixes(shared):
    body = shared.archive(
        **BERLIN, **LATE, models="era5,best_match", daily="rain_sum,weather_code"
    )
    assert list(body["daily"]) == [
        "time",
        "rain_sum_era5",
        "weather_code_era5",
        "rain_sum_best_match",
        "weather_code_best_match",
    ]


def test_the_elevation_may_be_given_or_refused(shared):
    ask = {**BERLIN, **LATE, "daily": "rain_sum"}
    assert shared.archive(**ask, elevation=120)["elevation"] == 120.0
    assert "elevation" not in shared.archive(**ask, elevation="nan")


def test_a_post_says_the_same_as_a_get(shared):
    ask = {"latitude": 52.52, "longitude": 13.41, **LATE, "hourly": "rain,snowfall"}
    url = shared.url("customer-archive-api", "/v1/archive")
    key = {"X-Api-Key": "sandbox"}
    form = requests.post(url, data=ask, headers=key, timeout=30).json()
    lists = {**ask, "hourly": ["rain", "snowfall"], "latitude": [52.52]}
    as_json = requests.post(url, json=lists, headers=key, timeout=30).json()
    got = shared.archive(**ask)
    for body in (form, as_json):
        assert {**body, "generationtime_ms": 0} == {**got, "generationtime_ms": 0}


def test_a_repeated_parameter_is_a_list(shared):
    body = shared.archive(**BERLIN, **LATE, hourly=["rain", "snowfall"])
    assert list(body["hourly"]) == ["time", "rain", "snowfall"]


def test_answers_are_compressed_for_who_takes_it(shared):
    url = shared.url("archive-api", "/v1/archive")
    ask = {**BERLIN, **LATE, "hourly": "rain"}
    zipped = requests.get(
        url, params=ask, headers={"Accept-Encoding": "gzip"}, timeout=30
    )
    plain = requests.get(
        url, params=ask, headers={"Accept-Encoding": "identity"}, timeout=30
    )
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(plain.content)["hourly"] == zipped.json()["hourly"]


def test_equal_seed_time_and_request_give_equal_answers():
    """In processes of their own; only generationtime_ms may differ."""
    now = datetime(2026, 11, 15, 6, tzinfo=UTC)
    bodies = []
    for seed in (3, 3, 4):
        with serve(seed=seed, now=now) as box:
            answer = requests.get(
                f"{box.url}/openmeteo/api/v1/forecast",
                params={**BERLIN, "hourly": "temperature_2m,precipitation,uv_index"},
                timeout=30,
            )
            bodies.append({**answer.json(), "generationtime_ms": 0})
    assert bodies[0] == bodies[1] != bodies[2]


def test_a_day_that_lacks_its_first_hours_looks_whole():
    """As the server does it: the extremes restart after a gap, sums do not."""
    hours = np.arange(24.0)
    early, late = hours.copy(), hours.copy()
    early[:3], late[20:] = np.nan, np.nan
    days = np.stack([hours, early, late])
    made = {
        how: columns._AGGREGATES[how](days)
        for how in ("max", "min", "sum", "mean", "hours")
    }
    assert made["max"][:2].tolist() == [23.0, 23.0]
    assert made["min"][:2].tolist() == [0.0, 3.0]
    assert np.isnan(made["max"][2])
    assert np.isnan(made["min"][2])
    for how in ("sum", "mean", "hours"):
        assert np.isnan(made[how]).tolist() == [False, True, True]
