"""Good JSON that is wrong."""

from __future__ import annotations

import pytest

from wv_sandbox.openmeteo.damage import damage

PLACES = {"latitude": "52.52,40.78", "longitude": "13.41,-73.97"}
BERLIN = {"latitude": 52.52, "longitude": 13.41}
DAYS = {"start_date": "2026-10-01", "end_date": "2026-10-05"}
ASK = {
    **DAYS,
    "hourly": "temperature_2m,precipitation",
    "daily": "precipitation_sum",
}


def ask(client, places=BERLIN, **more: object):
    return client.get("archive-api", "/v1/archive", **places, **ASK | more)


def test_units_may_be_wrong(client):
    right = ask(client).json()
    client.box.faults.add("wrong_unit", variable="temperature_2m")
    wrong = ask(client).json()
    assert wrong["hourly_units"]["temperature_2m"] == "°F"
    first = right["hourly"]["temperature_2m"][0]
    assert wrong["hourly"]["temperature_2m"][0] == pytest.approx(
        first * 1.8 + 32, abs=0.01
    )


def test_a_wrong_unit_may_be_chosen(client):
    client.box.faults.add("wrong_unit", unit="K")
    assert ask(client).json()["hourly_units"]["temperature_2m"] == "K"


@pytest.mark.parametrize(("kind", "value"), [("spike", -3276.8), ("tiny", -4.5e-05)])
def test_real_outliers_can_be_met(client, kind, value):
    client.box.faults.add(kind)
    client.box.faults.add(kind, variable="precipitation_sum", index=2)
    hourly, daily = ask(client).json(), ask(client).json()
    assert hourly["hourly"]["precipitation"][0] == value
    assert daily["daily"]["precipitation_sum"][2] == value
    assert daily["hourly"]["precipitation"][0] != value


def test_an_outlier_of_ones_own_can_be_met(client):
    client.box.faults.add("spike", variable="temperature_2m", value=62.2, location=1)
    berlin, new_york = ask(client, PLACES).json()
    assert berlin["hourly"]["temperature_2m"][0] != 62.2
    assert new_york["hourly"]["temperature_2m"][0] == 62.2


def test_a_spike_hits_the_first_variable_where_there_is_no_rain(client):
    client.box.faults.add("spike")
    body = ask(client, hourly="temperature_2m", daily="").json()
    assert body["hourly"]["temperature_2m"][0] == -3276.8


def test_a_day_may_be_null(client):
    client.box.faults.add("null_day", day=1)
    body = ask(client).json()
    assert body["daily"]["precipitation_sum"][1] is None
    assert body["daily"]["time"][1] == "2026-10-02"
    for name in ("temperature_2m", "precipitation"):
        assert set(body["hourly"][name][24:48]) == {None}
        assert None not in body["hourly"][name][:24] + body["hourly"][name][48:]


def test_a_time_may_come_twice(client):
    client.box.faults.add("duplicate_time", index=3)
    body = ask(client).json()
    assert body["daily"]["time"][3] == body["daily"]["time"][2] == "2026-10-03"
    assert body["hourly"]["time"][3] == body["hourly"]["time"][2]
    assert len(body["daily"]["time"]) == 5


def test_a_time_that_is_not_there_is_left_alone(client):
    client.box.faults.add("duplicate_time", index=99)
    assert len(set(ask(client).json()["daily"]["time"])) == 5


def test_a_variable_may_lack(client):
    client.box.faults.add("missing_variable", variable="precipitation")
    body = ask(client).json()
    assert (
        list(body["hourly"]) == list(body["hourly_units"]) == ["time", "temperature_2m"]
    )


def test_an_array_may_be_short(client):
    client.box.faults.add("short_array", variable="precipitation", location=1)
    berlin, new_york = ask(client, PLACES).json()
    assert len(berlin["hourly"]["precipitation"]) == 120
    assert len(new_york["hourly"]["precipitation"]) == 119


@pytest.mark.parametrize(("by", "count"), [(-1, 1), (1, 3)])
def test_locations_may_be_miscounted(client, by, count):
    client.box.faults.add("location_count", by=by)
    assert len(ask(client, PLACES).json()) == count


def test_one_location_may_come_twice(client):
    client.box.faults.add("location_count", by=1)
    assert isinstance(ask(client).json(), list)


def test_locations_may_be_swapped(client):
    right = ask(client, PLACES).json()
    client.box.faults.add("swapped_locations")
    wrong = ask(client, PLACES).json()
    assert [item["hourly"] for item in wrong] == [
        item["hourly"] for item in right[::-1]
    ]


def test_an_error_is_not_damaged(client):
    client.box.faults.add("spike")
    assert ask(client, hourly="nonsense").status_code == 400


def test_a_body_of_one_location_stays_an_object():
    body = b'{"daily_units":{"time":"iso8601"},"daily":{"time":["2026-01-01"]}}'
    assert damage("swapped_locations", body, {}) == body
