"""What an answer must be before it becomes records."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tap_kit.errors import DataError, ExitCode
from tap_openmeteo.answers import Asked, series
from tap_openmeteo.batches import Batch
from tap_openmeteo.places import Place

BERLIN = Place("u33dc", 52.52, 13.41)
BERGEN = Place("u4ewk", 60.39, 5.32)
DAY = date(2026, 1, 1)
START = 1767225600
ASKED = Asked(
    "weather_hourly_observed",
    "hourly",
    {"temperature_2m": "°C", "snowfall": "cm"},
    3600,
)


def answer(place: Place, **changes) -> dict:
    return {
        "latitude": place.latitude + 0.1,
        "longitude": place.longitude,
        "utc_offset_seconds": 0,
        "elevation": 38.0,
        "hourly_units": {"time": "unixtime", "temperature_2m": "°C", "snowfall": "cm"},
        "hourly": {
            "time": [START + 3600 * hour for hour in range(24)],
            "temperature_2m": [hour / 2 for hour in range(24)],
            "snowfall": [None] * 24,
        },
    } | changes


def check(body: object, *places: Place):
    return series(body, Batch(places or (BERLIN,), DAY, DAY), ASKED)


def test_one_place_answers_with_an_object():
    (found,) = check(answer(BERLIN))

    assert found.place == BERLIN
    assert found.grid_latitude == pytest.approx(52.62)
    assert found.elevation == 38.0
    assert list(found.rows())[:2] == [(0.0, None), (0.5, None)]


def test_several_places_answer_with_an_array_in_order():
    found = check([answer(BERLIN), answer(BERGEN, location_id=1)], BERLIN, BERGEN)

    assert [one.place for one in found] == [BERLIN, BERGEN]


def test_a_place_may_answer_as_an_array_of_one():
    assert len(check([answer(BERLIN)])) == 1


def test_columns_keep_the_order_asked_for():
    """The server sends them in an order of its own."""
    shuffled = answer(BERLIN)
    shuffled["hourly"] = dict(reversed(shuffled["hourly"].items()))

    (found,) = check(shuffled)

    assert list(found.columns) == ["temperature_2m", "snowfall"]


def test_real_outliers_pass():
    """Raw is raw: both are judged where a row can be kept and marked."""
    body = answer(BERLIN)
    body["hourly"]["snowfall"][:2] = [-3276.8, -4.5e-05]

    (found,) = check(body)

    assert found.columns["snowfall"][:2] == [-3276.8, -4.5e-05]


def broken(path: str, value: object) -> dict:
    """Replace, or with ... remove, one member of a good answer."""
    body = copy.deepcopy(answer(BERLIN))
    *way, last = path.split("/")
    inner = body
    for name in way:
        inner = inner[name]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return body


HOURS = [START + 3600 * hour for hour in range(24)]
BROKEN = {
    "Fahrenheit": (
        "hourly_units/temperature_2m",
        "°F",
        "unit: expected '°C', got '°F'",
    ),
    "inches": ("hourly_units/snowfall", "inch", "unit: expected 'cm', got 'inch'"),
    "no unit": ("hourly_units/snowfall", ..., "unit: expected 'cm', got None"),
    "no units": (
        "hourly_units",
        ...,
        "hourly_units: expected 'an object', got 'NoneType'",
    ),
    "text times": (
        "hourly_units/time",
        "iso8601",
        "expected 'unixtime', got 'iso8601'",
    ),
    "daylight saving": (
        "utc_offset_seconds",
        3600,
        "utc_offset_seconds: expected 0, got 3600",
    ),
    "no offset": (
        "utc_offset_seconds",
        ...,
        "utc_offset_seconds: expected 0, got None",
    ),
    "another place": ("location_id", 4, "location_id: expected 0, got 4"),
    "no section": ("hourly", ..., "hourly: expected 'an object', got 'NoneType'"),
    "a list as section": ("hourly", [], "hourly: expected 'an object', got 'list'"),
    "a missing column": ("hourly/snowfall", ..., "columns: expected"),
    "a strange column": ("hourly/rain", [0] * 24, "columns: expected"),
    "a short column": (
        "hourly/snowfall",
        [0] * 23,
        "number of values: expected 24, got 23",
    ),
    "a text column": (
        "hourly/snowfall",
        "none",
        "column: expected 'a list', got 'str'",
    ),
    "a text value": (
        "hourly/snowfall",
        ["0"] * 24,
        "expected 'a number or null', got 'str'",
    ),
    "a truth value": ("hourly/snowfall", [True] * 24, "got 'bool'"),
    "a list value": ("hourly/snowfall", [[]] * 24, "got 'list'"),
    "no times": ("hourly/time", None, "time: expected 'a list', got 'NoneType'"),
    "no time at all": ("hourly/time", [], "number of times: expected 24, got 0"),
    "23 hours": ("hourly/time", HOURS[:23], "number of times: expected 24, got 23"),
    "25 hours": ("hourly/time", [*HOURS, START + 86400], "expected 24, got 25"),
    "an hour twice": (
        "hourly/time",
        [START, *HOURS[:23]],
        f"expected {START + 3600}, got {START}",
    ),
    "backwards": ("hourly/time", HOURS[::-1], f"expected {START}, got {START + 82800}"),
    "a day late": ("hourly/time", [t + 86400 for t in HOURS], f"got {START + 86400}"),
    "a torn hour": ("hourly/time", [*HOURS[:5], None, *HOURS[6:]], "got None"),
    "no latitude": ("latitude", ..., "latitude: expected 'a number', got 'NoneType'"),
    "latitude as text": (
        "latitude",
        "52.5",
        "latitude: expected 'a number', got 'str'",
    ),
    "longitude as truth": (
        "longitude",
        False,
        "longitude: expected 'a number', got 'bool'",
    ),
    "another city": ("longitude", 2.35, "distance [km]: expected 75.0"),
}


@pytest.mark.parametrize(("path", "value", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_an_answer_that_breaks_a_promise_is_refused_by_name(path, value, words):
    with pytest.raises(DataError) as caught:
        check(broken(path, value))

    assert words in caught.value.what
    assert "weather_hourly_observed" in caught.value.where
    assert caught.value.exit_code is ExitCode.DATA


def test_a_wrong_unit_names_stream_and_variable():
    with pytest.raises(DataError) as caught:
        check(broken("hourly_units/temperature_2m", "°F"))

    assert caught.value.where == "weather_hourly_observed.temperature_2m"


@pytest.mark.parametrize("body", [None, "text", 7, [], [1]], ids=repr)
def test_what_is_no_answer_is_refused(body):
    with pytest.raises(DataError, match="expected"):
        check(body)


def test_a_missing_place_is_refused():
    with pytest.raises(DataError, match="locations: expected 2, got 1"):
        check([answer(BERLIN)], BERLIN, BERGEN)


def test_places_in_another_order_are_refused():
    """Values of one cell under the name of another would never be found again."""
    swapped = [answer(BERGEN, location_id=1), answer(BERLIN)]

    with pytest.raises(DataError, match="location_id"):
        check(swapped, BERLIN, BERGEN)


def test_places_swapped_without_a_word_are_found_by_distance():
    with pytest.raises(DataError, match="distance"):
        check([answer(BERGEN), answer(BERLIN, location_id=1)], BERLIN, BERGEN)


def test_daily_times_are_a_day_apart():
    asked = Asked("weather_daily_history", "daily", {}, 86_400)

    assert asked.times(Batch((BERLIN,), DAY, date(2026, 1, 3))) == [
        START,
        START + 86_400,
        START + 172_800,
    ]


@pytest.fixture(scope="module")
def recorded():
    """Bodies of the real API, with the times as it sends them for unixtime."""
    folder = Path(__file__).parent / "fixtures"
    bodies = json.loads((folder / "recorded_answers.json").read_text("utf-8"))
    for body in bodies.values():
        for item in body if isinstance(body, list) else [body]:
            if isinstance(item, dict):
                item["daily"]["time"] = [seconds(t) for t in item["daily"]["time"]]
                item["daily_units"]["time"] = "unixtime"
    return bodies


def seconds(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp())


def daily(**units: str) -> Asked:
    return Asked("weather_daily_history", "daily", units, 86_400)


MEAN = {"temperature_2m_mean": "°C"}
EXTREMES = {"temperature_2m_max": "°C", "temperature_2m_min": "°C"}


def test_a_real_answer_passes(recorded):
    """Our spelling of units, and of everything else, is the server's."""
    batch = Batch((BERGEN,), date(2025, 1, 15), date(2025, 1, 17))
    asked = daily(**EXTREMES, precipitation_sum="mm")

    (found,) = series(recorded["archive_bergen"], batch, asked)

    assert list(found.rows()) == [(8.3, 6.9, 13.2), (8.2, 7.6, 5.6), (8.9, 6.4, 4.0)]
    assert (found.grid_latitude, found.grid_longitude) == (60.5, 5.25)


def test_a_real_answer_in_fahrenheit_is_refused(recorded):
    batch = Batch((BERGEN,), date(2025, 1, 15), date(2025, 1, 17))

    with pytest.raises(DataError, match="expected '°C', got '°F'"):
        series(recorded["archive_bergen_fahrenheit"], batch, daily(**MEAN))


def test_a_real_answer_in_local_time_is_refused(recorded):
    """Its days are today's offset, not the days of the place."""
    places = (Place("biel", 47.1528, 6.9969), Place("chaux", 47.1771, 6.905))
    batch = Batch(places, date(2025, 1, 28), date(2025, 1, 28))

    with pytest.raises(DataError, match="utc_offset_seconds: expected 0, got 3600"):
        series(recorded["forecast_multi"], batch, daily(**EXTREMES))


def test_a_variable_that_the_model_lacks_is_null_throughout():
    """The server then says that its unit is "undefined"."""
    body = broken("hourly_units/snowfall", "undefined")

    (found,) = check(body)

    assert set(found.columns["snowfall"]) == {None}


def test_values_without_a_unit_are_refused():
    body = broken("hourly_units/temperature_2m", "undefined")

    with pytest.raises(DataError, match="unit: expected '°C', got 'undefined'"):
        check(body)
