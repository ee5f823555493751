from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wv_sandbox import derived, normals
from wv_sandbox.climate import Cell, Climate
from wv_sandbox.hours import Truth, daily_curve, snow_of, spread

CLIMATE = Climate(7)
FIRST = int(np.datetime64("2015-01-01").astype(int))
cells = st.builds(Cell.at, st.floats(-90, 90), st.floats(-180, 180))
days = st.integers(-10_957, 29_000)
"""From 1940 to 2049."""


def month_of(first: int, count: int):
    dates = np.arange(first, first + count).astype("datetime64[D]")
    return dates.astype("datetime64[M]").astype(int) % 12 + 1


@pytest.mark.parametrize(
    ("point", "cell"),
    [
        ((40.78, -73.97), (40.75, -74.0)),
        ((59.91, 10.75), (60.0, 10.75)),
        ((60.39, 5.32), (60.5, 5.25)),
        ((78.22, 15.65), (78.25, 15.75)),
        ((0.125, -0.125), (0.25, -0.25)),
        ((-33.87, 179.9), (-33.75, -180.0)),
        ((0.0, 0.0), (0.0, 0.0)),
    ],
)
def test_a_point_lies_in_the_nearest_cell(point, cell):
    """The middle three are what the real archive answered."""
    assert Cell.at(*point) == cell


def test_zero_bears_no_sign():
    assert str(Cell.at(-0.01, -0.01).latitude) == "0.0"


def test_a_day_is_the_same_in_any_range():
    cell = Cell.at(52.52, 13.4)
    long = CLIMATE.days(cell, FIRST, 400)
    short = CLIMATE.days(cell, FIRST + 100, 5)
    for name in ("tmin_c", "tmax_c", "precip_mm", "cloud", "wind_ms"):
        assert np.allclose(
            getattr(long, name)[100:105], getattr(short, name), atol=1e-9
        )


def test_another_seed_has_other_weather():
    cell = Cell.at(52.52, 13.4)
    one, other = (Climate(seed).days(cell, FIRST, 400).tmax_c for seed in (7, 8))
    assert np.abs(one - other).max() > 5.0


def test_neighbours_share_their_weather_and_far_places_do_not():
    def departures(latitude: float, longitude: float):
        cell = Cell.at(latitude, longitude)
        found = CLIMATE.days(cell, FIRST, 3650)
        mean = (found.tmin_c + found.tmax_c) / 2
        usual = normals.of_place(
            *cell, cell.elevation_m, np.arange(FIRST, FIRST + 3650)
        )
        return mean - usual.mean_c

    berlin = departures(52.5, 13.4)
    assert np.corrcoef(berlin, departures(52.5, 14.2))[0, 1] > 0.75
    assert abs(np.corrcoef(berlin, departures(-33.9, 151.2))[0, 1]) < 0.1


def test_the_date_line_is_no_edge():
    west, east = (
        CLIMATE.days(Cell.at(10.0, lon), FIRST, 3000).tmax_c
        for lon in (179.75, -179.75)
    )
    assert np.corrcoef(np.diff(west), np.diff(east))[0, 1] > 0.6


@pytest.mark.parametrize(
    ("place", "january", "july"),
    [
        ((52.52, 13.4), (-3, 5), (16, 23)),
        ((51.5, -0.1), (2, 8), (15, 23)),
        ((43.7, -79.4), (-9, 1), (18, 27)),
        ((-33.9, 151.2), (19, 27), (8, 16)),
        ((33.45, -112.07), (8, 16), (30, 39)),
        ((1.3, 103.8), (23, 30), (23, 30)),
        ((78.2, 15.6), (-35, -12), (-2, 12)),
    ],
)
def test_places_have_plausible_seasons(place, january, july):
    """Mean temperatures [°C], wide bands around the real climate."""
    temperature = Truth(CLIMATE, Cell.at(*place), FIRST, 3650).temperature
    daily = temperature.reshape(-1, 24).mean(axis=1)
    month = month_of(FIRST, 3650)
    assert january[0] < daily[month == 1].mean() < january[1]
    assert july[0] < daily[month == 7].mean() < july[1]


def test_the_desert_is_dry_and_the_tropics_are_wet():
    def year_mm(place):
        return Truth(CLIMATE, Cell.at(*place), FIRST, 3650).precipitation.sum() / 10

    assert year_mm((33.45, -112.07)) < 300
    assert year_mm((1.3, 103.8)) > 1500


@settings(max_examples=60, deadline=None)
@given(cell=cells, day=days)
def test_weather_is_physically_sane_everywhere(cell, day):
    truth = Truth(CLIMATE, cell, day, 30)
    assert truth.temperature.min() >= -90
    assert truth.temperature.max() <= 57
    assert truth.precipitation.min() >= 0.0
    assert truth.precipitation.reshape(-1, 24).sum(axis=1).max() <= 400.5
    assert truth.snowfall.min() >= 0.0
    assert truth.humidity.min() >= 5
    assert truth.humidity.max() <= 100
    assert truth.cloud_cover.min() >= 0
    assert truth.cloud_cover.max() <= 100
    assert (truth.wind_gusts >= truth.wind_speed).all()
    assert truth.wind_gusts.max() <= 90
    assert derived.uv_index(truth).min() >= 0
    assert derived.uv_index(truth).max() <= 13
    assert (derived.dew_point(truth) <= truth.temperature).all()
    assert derived.sunshine_duration(truth).max() <= 3600
    assert (derived.rain(truth) <= truth.precipitation).all()


@settings(max_examples=60, deadline=None)
@given(cell=cells, day=days)
def test_hours_give_back_their_day(cell, day):
    """Extremes and sum exactly; the mean halfway, as far as 0.1 °C can show it."""
    given_days = CLIMATE.days(cell, day, 20)
    truth = Truth(CLIMATE, cell, day, 20)
    temperature = truth.temperature.reshape(-1, 24)
    assert np.abs(temperature.max(axis=1) - given_days.tmax_c).max() <= 0.0501
    assert np.abs(temperature.min(axis=1) - given_days.tmin_c).max() <= 0.0501
    middle = (given_days.tmin_c + given_days.tmax_c) / 2
    assert np.abs(temperature.mean(axis=1) - middle).max() <= 0.0501
    sums = truth.precipitation.reshape(-1, 24).sum(axis=1)
    assert np.abs(sums - given_days.precip_mm).max() < 1e-9


def test_midnight_is_no_cliff():
    """Two days meet; only where they do not overlap at all the temperature jumps."""
    truth = Truth(CLIMATE, Cell.at(52.5, 13.4), FIRST, 3650)
    steps = np.abs(np.diff(truth.temperature))
    at_midnight = steps[23::24]
    assert np.median(at_midnight) < 1.5
    assert np.percentile(at_midnight, 90) < 3.5


@pytest.mark.parametrize("longitude", np.arange(-180.0, 180.0, 15.0).tolist())
def test_afternoons_are_warm_and_dawns_cold(longitude):
    curve, first, last = daily_curve(longitude)
    solar = (np.array([curve.argmax(), curve.argmin()]) + longitude / 15) % 24
    assert abs(solar[0] - 15) <= 1
    assert abs(solar[1] - 6) <= 1
    assert abs(curve.mean() - 0.5) < 1e-12
    assert {first, last} == {int(curve.argmax()), int(curve.argmin())}


def test_spreading_keeps_whole_hundredths():
    shares = np.cumsum(np.full((2, 24), 1 / 24), axis=1)
    hours = spread(np.array([0.25, 33.33]), shares)
    assert np.abs(hours.sum(axis=1) - [0.25, 33.33]).max() < 1e-12
    assert np.allclose(np.round(hours, 2), hours)


def test_snow_falls_below_one_degree_only():
    water, air = np.array([1.0, 1.0, np.nan, 0.0]), np.array([0.9, 1.0, 5.0, -5.0])
    snow = snow_of(water, air)
    assert snow[:2].tolist() == [0.7, 0.0]
    assert np.isnan(snow[2])
    assert snow[3] == 0.0


def test_codes_follow_the_weather():
    truth = Truth(CLIMATE, Cell.at(47.4, 8.5), FIRST, 9000)
    code = derived.weather_code(truth)
    assert set(code.tolist()) == {0, 1, 2, 3, 51, 53, 55, 61, 63, 65, 71, 73, 75, 95}
    assert (truth.snowfall[code >= 71][code[code >= 71] < 90] > 0).all()
    assert (truth.precipitation[code <= 3] == 0).all()
    assert (truth.precipitation[code == 95] >= 10).all()


def test_nights_are_dark():
    truth = Truth(CLIMATE, Cell.at(40.75, -74.0), FIRST, 10)
    midnight_in_new_york = derived.shortwave_radiation(truth)[5::24]
    assert midnight_in_new_york.max() == 0.0
    assert set(derived.is_day(truth).reshape(-1, 24).sum(axis=1)) <= {9.0, 10.0}


def test_steam_makes_heat_worse_and_wind_relieves_it():
    class Hot:
        temperature = np.array([30.0, 30.0, 30.0])
        humidity = np.array([40.0, 90.0, 40.0])
        wind_speed = np.array([1.0, 1.0, 10.0])

    dry, damp, windy = derived.apparent_temperature(Hot())
    assert windy < dry < damp
