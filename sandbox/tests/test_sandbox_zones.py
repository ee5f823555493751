from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wv_sandbox.openmeteo import gazetteer, zones

BERLIN = {"latitude": "52.52", "longitude": "13.41"}
NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


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
