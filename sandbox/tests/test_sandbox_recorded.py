"""Our answers beside real ones: same keys in the same order, same units, same types."""

from __future__ import annotations

import json

import pytest

from wv_sandbox.openmeteo import recordings
from wv_sandbox.openmeteo.limits import LIMIT_REASONS

ARCHIVES = [name for name in recordings.names() if name.startswith("archive_")]


def shape(value: object) -> object:
    """Reduce a body to what must be equal: keys, units and kinds of values."""
    if isinstance(value, dict):
        return [
            (key, value[key] if key == "timezone" else shape(value[key]))
            for key in value
        ]
    if isinstance(value, list):
        return [shape(element) for element in value]
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def sections(body: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in body.items() if key.endswith("_units")}


def request_of(body: dict, latitude: float, longitude: float) -> dict[str, object]:
    names = [name for name in body["daily"] if name != "time"]
    unit = body.get("daily_units", {}).get(names[0], "°C")
    return {
        "latitude": latitude,
        "longitude": longitude,
        "daily": ",".join(names),
        "start_date": body["daily"]["time"][0],
        "end_date": body["daily"]["time"][-1],
        "models": "era5",
        "temperature_unit": "fahrenheit" if unit == "°F" else "celsius",
    }


@pytest.mark.parametrize("name", [n for n in ARCHIVES if n != "archive_null_day"])
def test_an_archive_answer_looks_like_the_recorded_one(shared, name):
    real = json.loads(recordings.body(name))
    ours = shared.archive(**request_of(real, real["latitude"], real["longitude"]))
    assert shape(ours) == shape(real)
    assert sections(ours) == sections(real)
    assert ours["daily"]["time"] == real["daily"]["time"]


@pytest.mark.parametrize(
    "name",
    [n for n in ARCHIVES if n not in {"archive_null_day", "archive_berlin_mean"}],
)
def test_the_archives_grid_is_the_recorded_one(shared, shared_data, name):
    """The last of them, from a finer model, has another grid."""
    text = (shared_data / "openmeteo_recorded_responses.json").read_text("utf-8")
    recorded = json.loads(text)[name]
    real, asked = recorded["body"], recorded["query"]
    ours = shared.archive(**request_of(real, asked["latitude"], asked["longitude"]))
    for axis in ("latitude", "longitude"):
        # Not equal: the server steps aside to a cell on land (Tromsø, Longyearbyen).
        assert abs(ours[axis] - real[axis]) <= 0.25


def test_a_list_answer_looks_like_the_recorded_one(shared):
    real = json.loads(recordings.body("forecast_multi"))
    ours = shared.json(
        "api",
        latitude="47.1528,47.1771",
        longitude="6.9969,6.905",
        daily="temperature_2m_max,temperature_2m_min",
        timezone="Europe/Berlin",
        forecast_days=1,
    )
    assert shape(ours) == shape(real)
    assert [sections(item) for item in ours] == [sections(item) for item in real]
    assert [item["timezone_abbreviation"] for item in ours] == ["GMT+1", "GMT+1"]


def test_a_null_day_looks_like_the_recorded_one(client):
    real = json.loads(recordings.body("archive_null_day"))
    client.box.faults.add("null_day")
    ours = client.archive(**request_of(real, 48.0, 11.0))
    assert ours["daily"] == real["daily"]


def test_refusals_have_the_recorded_words(shared_data):
    text = (shared_data / "openmeteo_recorded_responses.json").read_text("utf-8")
    reasons = [body["reason"] for body in json.loads(text)["error_429"]["bodies"]]
    assert reasons == list(LIMIT_REASONS.values())


def test_the_shipped_recordings_are_the_real_ones(shared_data):
    text = (shared_data / "openmeteo_recorded_responses.json").read_text("utf-8")
    real = {
        name: entry["body"]
        for name, entry in json.loads(text).items()
        if isinstance(entry, dict) and "body" in entry
    }
    assert {
        name: json.loads(recordings.body(name)) for name in recordings.names()
    } == real


def test_a_recorded_body_can_be_served(client):
    client.box.faults.add("recorded", name="archive_bergen_c")
    client.box.faults.add("recorded")
    answers = [client.get("archive-api", "/v1/archive") for _ in range(2)]
    assert answers[0].json() == json.loads(recordings.body("archive_bergen_c"))
    assert answers[1].json() == json.loads(recordings.body("archive_oslo_c"))
