from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

BERLIN = {"latitude": 52.52, "longitude": 13.41}
LATE = {"start_date": "2026-11-08", "end_date": "2026-11-12"}
YEAR = {"start_date": "2019-01-01", "end_date": "2019-12-31"}


def test_units_are_converted_and_named(shared):
    ask = {
        **BERLIN,
        **YEAR,
        "hourly": "temperature_2m,precipitation,snowfall,wind_speed_10m",
        "daily": "temperature_2m_mean",
    }
    ours = shared.archive(**ask, wind_speed_unit="ms")
    theirs = shared.archive(
        **ask,
        temperature_unit="fahrenheit",
        wind_speed_unit="mph",
        precipitation_unit="inch",
    )
    assert ours["hourly_units"] == {
        "time": "iso8601",
        "temperature_2m": "°C",
        "precipitation": "mm",
        "snowfall": "cm",
        "wind_speed_10m": "m/s",
    }
    assert list(theirs["hourly_units"].values()) == [
        "iso8601",
        "°F",
        "inch",
        "inch",
        "mp/h",
    ]
    for name, factor, offset, within in (
        ("temperature_2m", 1.8, 32, 0.051),
        ("precipitation", 1 / 25.4, 0, 0.0051),
        ("snowfall", 1 / 2.54, 0, 0.0051),
        ("wind_speed_10m", 2.23694, 0, 0.2),
    ):
        expected = np.array(ours["hourly"][name]) * factor + offset
        assert np.abs(expected - theirs["hourly"][name]).max() < within
    celsius, fahrenheit = (
        body["daily"]["temperature_2m_mean"] for body in (ours, theirs)
    )
    assert np.abs(np.array(celsius) * 1.8 + 32 - fahrenheit).max() < 0.2


@pytest.mark.parametrize(
    ("unit", "name"), [("kmh", "km/h"), ("kn", "kn"), (None, "km/h")]
)
def test_wind_is_in_kmh_unless_told_otherwise(shared, unit, name):
    ask = {} if unit is None else {"windspeed_unit": unit}
    body = shared.archive(**BERLIN, **LATE, hourly="wind_speed_10m", **ask)
    assert body["hourly_units"]["wind_speed_10m"] == name


def test_times_may_be_seconds(shared):
    body = shared.archive(
        **BERLIN, **LATE, hourly="rain", daily="rain_sum", timeformat="unixtime"
    )
    assert body["hourly_units"]["time"] == "unixtime"
    start = int(datetime(2026, 11, 8, tzinfo=UTC).timestamp())
    assert body["hourly"]["time"][:2] == [start, start + 3600]
    assert body["daily"]["time"][:2] == [start, start + 86_400]


def test_hours_may_be_asked_for_alone(shared):
    body = shared.archive(
        **BERLIN,
        hourly="rain",
        start_hour="2026-01-01T05:00",
        end_hour="2026-01-01T07:00",
    )
    assert body["hourly"]["time"] == [
        "2026-01-01T05:00",
        "2026-01-01T06:00",
        "2026-01-01T07:00",
    ]
    assert len(body["hourly"]["rain"]) == 3


def test_codes_and_shares_are_whole_numbers(shared):
    body = shared.archive(
        **BERLIN,
        **YEAR,
        hourly="weather_code,relative_humidity_2m",
        daily="weather_code",
    )
    values = body["hourly"]["weather_code"] + body["hourly"]["relative_humidity_2m"]
    assert {type(value) for value in values + body["daily"]["weather_code"]} == {int}
