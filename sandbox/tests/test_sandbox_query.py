from __future__ import annotations

from datetime import UTC, datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from wv_sandbox.openmeteo import query
from wv_sandbox.openmeteo.errors import ApiError

BERLIN = {"latitude": "52.52", "longitude": "13.41"}
NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
RAIN = {"hourly": "rain"}
NAMES = (
    *("latitude", "longitude", "location_id", "elevation", "timezone", "hourly"),
    *("start_date", "end_date", "start_hour", "end_hour", "past_days", "run"),
    "timeformat",
)


def malformed(word: str, kind: str, name: str = "") -> str:
    initialize = f"Cannot initialize {kind} from invalid String value {word}."
    return f"Data corrupted at path '{name}'. {initialize}"


COUNTS = "must have the same number of elements"
EXCLUSIVE = "is mutually exclusive with 'start_date' and 'end_date'"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({}, "Value of type 'String' required for key 'latitude'."),
        ({"latitude": 1}, "Value of type 'String' required for key 'longitude'."),
        (
            {"latitude": 91, "longitude": 1},
            "Latitude must be in range of -90 to 90°. Given: 91.0.",
        ),
        (
            {"latitude": 1, "longitude": -180.5},
            "Longitude must be in range of -180 to 180°. Given: -180.5.",
        ),
        (
            {"latitude": "nan", "longitude": 1},
            "Latitude must be in range of -90 to 90°. Given: nan.",
        ),
        (
            {"latitude": "1,2", "longitude": 1},
            f"Parameter 'latitude' and 'longitude' {COUNTS}",
        ),
        (
            {"latitude": "north", "longitude": 1},
            malformed("north", "Float", "latitude"),
        ),
        (
            {**BERLIN, "location_id": "1,2"},
            f"Parameter 'location_id' and 'coordinates' {COUNTS}",
        ),
        (
            {**BERLIN, "location_id": "one"},
            malformed("one", "Int", "location_id"),
        ),
        (
            {**BERLIN, "elevation": "1,2"},
            f"Parameter 'elevation' {COUNTS} as coordinates",
        ),
        (
            {**BERLIN, "timezone": "GMT,GMT"},
            f"Parameter 'latitude' and 'longitude' {COUNTS}",
        ),
        ({**BERLIN, "timezone": "Mars/Olympus"}, "Invalid timezone"),
        ({**BERLIN, "timezone": "../etc"}, "Invalid timezone"),
        (
            {**BERLIN, "start_date": "2026-01-01"},
            "Both 'start_date' and 'end_date' must be set in the url",
        ),
        (
            {**BERLIN, "start_date": "2026-01-02", "end_date": "2026-01-01"},
            "End-date must be larger or equals than start-date",
        ),
        (
            {**BERLIN, "start_date": "2026-01-02,2026-01-02", "end_date": "2026-01-03"},
            f"Parameter 'start_date' and 'end_date' {COUNTS}",
        ),
        (
            {
                "latitude": "1,2,3",
                "longitude": "1,2,3",
                "start_date": "2026-11-02,2026-11-02",
                "end_date": "2026-11-03,2026-11-03",
            },
            f"Parameter 'start_date' and 'end_date' {COUNTS} as coordinates",
        ),
        (
            {**BERLIN, "start_date": "2026-02-30", "end_date": "2026-03-01"},
            "Invalid date format. Make sure to use 'YYYY-MM-DD'. Given: 2026-02-30",
        ),
        (
            {**BERLIN, "start_date": "yesterday", "end_date": "today"},
            "Invalid date format. Make sure to use 'YYYY-MM-DD'. Given: yesterday",
        ),
        (
            {
                **BERLIN,
                "start_date": "2026-11-01",
                "end_date": "2026-11-02",
                "past_days": 1,
            },
            f"Parameter 'past_days' {EXCLUSIVE}",
        ),
        (
            {
                **BERLIN,
                "start_date": "2026-11-01",
                "end_date": "2026-11-02",
                "forecast_days": 1,
            },
            f"Parameter 'forecast_days' {EXCLUSIVE}",
        ),
        (
            {**BERLIN, "past_days": 93},
            "Past days is invalid. Allowed range 0 to 92. Given 93.",
        ),
        (
            {**BERLIN, "forecast_days": 17},
            "Forecast days is invalid. Allowed range 0 to 16. Given 17.",
        ),
        (
            {**BERLIN, "past_days": -1},
            "Past days is invalid. Allowed range 0 to 92. Given -1.",
        ),
        (
            {**BERLIN, "past_days": "many"},
            malformed("many", "Int", "past_days"),
        ),
        (
            {**BERLIN, "wind_speed_unit": "bft"},
            malformed("bft", "WindspeedUnit", "wind_speed_unit"),
        ),
        (
            {**BERLIN, "timeformat": "rfc822"},
            malformed("rfc822", "Timeformat", "timeformat"),
        ),
        (
            {**BERLIN, "hourly": "rainfall"},
            malformed("rainfall", "ForecastVariable"),
        ),
        (
            {**BERLIN, "hourly": "rain_previous_day8"},
            malformed("rain_previous_day8", "ForecastVariable"),
        ),
        (
            {**BERLIN, "daily": "temperature_2m_max_previous_day1"},
            malformed("temperature_2m_max_previous_day1", "ForecastVariableDaily"),
        ),
    ],
)
def test_nonsense_is_refused_in_the_servers_words(shared, parameters, reason):
    assert shared.reason("api", **RAIN | parameters) == reason


@pytest.mark.parametrize(
    ("host", "path", "first", "last"),
    [
        ("api", "/v1/forecast", "2026-08-14", "2026-11-30"),
        ("archive-api", "/v1/archive", "1940-01-01", "2026-11-15"),
        ("historical-forecast-api", "/v1/forecast", "2016-01-01", "2026-11-30"),
        ("previous-runs-api", "/v1/forecast", "2016-01-01", "2026-11-30"),
    ],
)
def test_ranges_are_allowed_to_their_edges(shared, host, path, first, last):
    def ask(start: str, end: str):
        return shared.get(host, path, **BERLIN, **RAIN, start_date=start, end_date=end)

    assert ask(first, first).status_code == 200
    assert ask(last, last).status_code == 200
    early = ask("1939-12-31" if first < "2000" else "2015-12-31", last)
    assert early.json()["reason"] == (
        f"Parameter 'start_date' is out of allowed range from {first} to {last}"
    )
    late = ask(last, "2027-01-01")
    assert late.json()["reason"] == (
        f"Parameter 'end_date' is out of allowed range from {first} to {last}"
    )


def test_hours_have_their_range_too(shared):
    reason = shared.reason(
        "api",
        **BERLIN,
        **RAIN,
        start_hour="2026-01-01T00:00",
        end_hour="2026-01-01T05:00",
    )
    assert reason.startswith(
        "Parameter 'start_hour' is out of allowed range from 2026-08-14"
    )


@pytest.mark.parametrize(
    "parameters",
    [{"format": "csv"}, {"current": "rain"}, {"bounding_box": "1,2,3,4"}],
)
def test_what_the_sandbox_does_not_serve_is_said(shared, parameters):
    """Better a clear refusal than a wrong answer."""
    reason = shared.reason("api", **BERLIN, **RAIN, **parameters)
    assert (
        reason == f"The sandbox does not serve the parameter '{next(iter(parameters))}'"
    )


def test_the_default_format_may_be_named(shared):
    assert shared.json("api", **BERLIN, **RAIN, format="json")


def test_broken_json_is_refused(shared):
    for body in (b"{", b"[1]", b"\xff"):
        answer = requests.post(
            shared.url("archive-api", "/v1/archive"),
            data=body,
            headers={"Content-Type": "application/json"},
            timeout=30,
        )
        assert answer.status_code == 400
        assert "not valid JSON" in answer.json()["reason"]


def test_a_huge_body_is_refused(shared):
    body = {"latitude": "1," * 70_000}
    answer = requests.post(
        shared.url("archive-api", "/v1/archive"), json=body, timeout=30
    )
    assert answer.status_code == 413
    assert answer.json() == {"error": True, "reason": "Payload Too Large"}


@pytest.mark.parametrize(
    ("host", "path"),
    [("api", "/v1/archive"), ("nowhere-api", "/v1/forecast"), ("api", "/")],
)
def test_other_paths_are_not_found(shared, host, path):
    assert shared.free(host, path, **BERLIN).status_code == 404


@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.lists(
            st.text(max_size=12) | st.sampled_from(["1", "1,2", "2026-01-01"]),
            max_size=2,
        ),
    )
)
def test_no_parameter_breaks_the_reader(parameters):
    """Whatever is sent, it is read or refused with a reason."""
    try:
        query.parse(parameters, NOW)
    except ApiError as refusal:
        told = refusal
    else:
        return
    assert told.status == 400
    assert told.reason
