from __future__ import annotations

from datetime import UTC, datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from wv_sandbox.openmeteo import gazetteer, query, zones
from wv_sandbox.openmeteo.errors import ApiError

BERLIN = {"latitude": "52.52", "longitude": "13.41"}
NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
RAIN = {"hourly": "rain"}


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
            "Parameter 'latitude' and 'longitude' must have the same number of elements",
        ),
        (
            {"latitude": "north", "longitude": 1},
            "Data corrupted at path 'latitude'. Cannot initialize Float from invalid String value"
            " north.",
        ),
        (
            {**BERLIN, "location_id": "1,2"},
            "Parameter 'location_id' and 'coordinates' must have the same number of elements",
        ),
        (
            {**BERLIN, "location_id": "one"},
            "Data corrupted at path 'location_id'. Cannot initialize Int from invalid String value"
            " one.",
        ),
        (
            {**BERLIN, "elevation": "1,2"},
            "Parameter 'elevation' must have the same number of elements as coordinates",
        ),
        (
            {**BERLIN, "timezone": "GMT,GMT"},
            "Parameter 'latitude' and 'longitude' must have the same number of elements",
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
            "Parameter 'start_date' and 'end_date' must have the same number of elements",
        ),
        (
            {
                "latitude": "1,2,3",
                "longitude": "1,2,3",
                "start_date": "2026-11-02,2026-11-02",
                "end_date": "2026-11-03,2026-11-03",
            },
            "Parameter 'start_date' and 'end_date' must have the same number of elements as"
            " coordinates",
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
            "Parameter 'past_days' is mutually exclusive with 'start_date' and 'end_date'",
        ),
        (
            {
                **BERLIN,
                "start_date": "2026-11-01",
                "end_date": "2026-11-02",
                "forecast_days": 1,
            },
            "Parameter 'forecast_days' is mutually exclusive with 'start_date' and 'end_date'",
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
            "Data corrupted at path 'past_days'. Cannot initialize Int from invalid String value"
            " many.",
        ),
        (
            {**BERLIN, "wind_speed_unit": "bft"},
            "Data corrupted at path 'wind_speed_unit'. Cannot initialize WindspeedUnit from"
            " invalid String value bft.",
        ),
        (
            {**BERLIN, "timeformat": "rfc822"},
            "Data corrupted at path 'timeformat'. Cannot initialize Timeformat from invalid String"
            " value rfc822.",
        ),
        (
            {**BERLIN, "hourly": "rainfall"},
            "Data corrupted at path ''. Cannot initialize ForecastVariable from invalid String"
            " value rainfall.",
        ),
        (
            {**BERLIN, "hourly": "rain_previous_day8"},
            "Data corrupted at path ''. Cannot initialize ForecastVariable from invalid String"
            " value rain_previous_day8.",
        ),
        (
            {**BERLIN, "daily": "temperature_2m_max_previous_day1"},
            "Data corrupted at path ''. Cannot initialize ForecastVariableDaily from invalid"
            " String value temperature_2m_max_previous_day1.",
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


def test_there_is_no_daylight_saving(client):
    """One offset for all days, the one in force when the question is asked."""
    ask = {
        **BERLIN,
        "daily": "temperature_2m_mean",
        "timezone": "Europe/Berlin",
        "start_date": "2026-06-01",
        "end_date": "2026-06-30",
        "models": "era5",
    }
    winter = client.archive(**ask)
    client.box.clock.set(datetime(2027, 7, 1, tzinfo=UTC))
    summer = client.archive(**ask)
    assert (winter["utc_offset_seconds"], summer["utc_offset_seconds"]) == (3600, 7200)
    assert (winter["timezone_abbreviation"], summer["timezone_abbreviation"]) == (
        "GMT+1",
        "GMT+2",
    )
    assert winter["daily"] != summer["daily"]
    assert winter["daily"]["time"] == summer["daily"]["time"]


def test_local_hours_are_shifted_gmt_hours(shared):
    ask = {**BERLIN, "hourly": "temperature_2m", "models": "era5"}
    gmt = shared.archive(**ask, start_date="2026-01-01", end_date="2026-01-02")[
        "hourly"
    ]
    local = shared.archive(
        **ask,
        start_date="2026-01-02",
        end_date="2026-01-02",
        timezone="America/New_York",
    )
    assert local["utc_offset_seconds"] == -18_000
    assert local["hourly"]["time"][0] == "2026-01-02T00:00"
    assert local["hourly"]["temperature_2m"][:19] == gmt["temperature_2m"][29:]


def test_half_hours_are_cut_off_for_reading(shared):
    """India is read at +5:00 and labelled +5:30, as the real server does."""
    ask = {**BERLIN, "hourly": "temperature_2m", "models": "era5"}
    gmt = shared.archive(**ask, start_date="2026-01-01", end_date="2026-01-02")[
        "hourly"
    ]
    india = shared.archive(
        **ask,
        start_date="2026-01-02",
        end_date="2026-01-02",
        timezone="Asia/Kolkata",
        timeformat="unixtime",
    )
    assert india["utc_offset_seconds"] == 19_800
    assert india["timezone_abbreviation"] == "GMT+5:30"
    midnight = int(datetime(2026, 1, 2, tzinfo=UTC).timestamp())
    assert india["hourly"]["time"][0] == midnight - 19_800
    assert india["hourly"]["temperature_2m"] == gmt["temperature_2m"][19:43]


def test_each_location_may_have_its_own_zone(shared):
    body = shared.json(
        "api",
        latitude="40.7,52.5",
        longitude="-74,13.4",
        timezone="auto,GMT",
        daily="rain_sum",
    )
    assert [item["timezone"] for item in body] == ["America/New_York", "GMT"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (40.7, -74.0, "America/New_York"),
        (-33.9, 151.2, "Australia/Sydney"),
        (0.0, -140.0, "Etc/GMT+9"),
        (-40.0, 80.0, "Etc/GMT-5"),
        (-40.0, 1.0, "GMT"),
        (-17.0, -178.5, "Etc/GMT+12"),
    ],
)
def test_the_zone_of_a_place_is_found(latitude, longitude, name):
    assert gazetteer.zone_name(latitude, longitude) == name
    assert zones.at(latitude, longitude, NOW).name == name


def test_zones_behind_gmt_are_cut_towards_it():
    newfoundland = zones.find("America/St_Johns", NOW)
    assert newfoundland == zones.Zone("America/St_Johns", "GMT-3:30", -12_600)
    assert newfoundland.whole_hours == -3


def test_gmt_under_another_name_is_gmt():
    assert zones.find("Europe/London", NOW).abbreviation == "GMT"


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
        st.sampled_from(
            [
                "latitude",
                "longitude",
                "start_date",
                "end_date",
                "timezone",
                "hourly",
                "past_days",
            ]
            + [
                "location_id",
                "elevation",
                "run",
                "start_hour",
                "end_hour",
                "timeformat",
            ]
        ),
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
    except ApiError as error:
        assert error.status == 400
        assert error.reason
