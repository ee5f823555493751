from __future__ import annotations

import gzip
import http.client
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests

from wv_sandbox.faults import Faults
from wv_sandbox.openmeteo.damage import damage

PLACES = {"latitude": "52.52,40.78", "longitude": "13.41,-73.97"}
BERLIN = {"latitude": 52.52, "longitude": 13.41}
DAYS = {"start_date": "2026-10-01", "end_date": "2026-10-05"}
ASK = {**DAYS, "hourly": "temperature_2m,precipitation", "daily": "precipitation_sum"}


def ask(client, places=BERLIN, **more: object):
    return client.get("archive-api", "/v1/archive", **places, **ASK | more)


@pytest.mark.parametrize(
    ("options", "status", "reason"),
    [
        (
            {},
            429,
            "Minutely API request limit exceeded. Please try again in one minute.",
        ),
        (
            {"limit": "hourly"},
            429,
            "Hourly API request limit exceeded. Please try again in the next hour.",
        ),
        (
            {"limit": "daily"},
            429,
            "Daily API request limit exceeded. Please try again tomorrow.",
        ),
        ({"limit": "concurrent"}, 429, "Too many concurrent requests"),
        ({"status": 500}, 500, "Something went wrong."),
        ({"status": 503}, 503, "The service is overloaded"),
        ({"status": 401}, 401, "API key required. Please add &apikey= to the URL."),
        (
            {"status": 403},
            403,
            "This API endpoint requires the API Professional or Enterprise plan",
        ),
        ({"status": 400, "reason": "Because."}, 400, "Because."),
        (
            {"status": 200, "reason": "An error with status 200."},
            200,
            "An error with status 200.",
        ),
    ],
)
def test_refusals_are_in_the_servers_words(client, options, status, reason):
    client.box.faults.add("status", **options)
    answer = ask(client)
    assert answer.status_code == status
    assert answer.json() == {"error": True, "reason": reason}
    assert ask(client).status_code == 200


def test_a_bad_gateway_is_a_page(client):
    client.box.faults.add("status", status=502)
    answer = ask(client)
    assert answer.status_code == 502
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("status", [200, 503])
def test_a_page_may_come_instead_of_json(client, status):
    client.box.faults.add("html", status=status)
    answer = ask(client)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("<html>")


def test_json_may_be_none(client):
    client.box.faults.add("not_json")
    answer = ask(client)
    assert answer.headers["content-type"].startswith("application/json")
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_stream_may_fail_after_status_200(client):
    client.box.faults.add("stream_failure")
    client.box.faults.add("stream_failure", share=0.0, words="allEndpointsUnavailable")
    half, nothing = ask(client), ask(client)
    assert half.status_code == nothing.status_code == 200
    assert half.text.startswith('{"latitude":')
    assert half.text.endswith("Unexpected error while streaming data: timeoutReached")
    assert (
        nothing.text == "Unexpected error while streaming data: allEndpointsUnavailable"
    )


def test_a_connection_may_be_reset(client):
    client.box.faults.add("reset")
    with pytest.raises(requests.ConnectionError):
        ask(client)
    assert ask(client).status_code == 200


def test_an_address_beyond_64k_is_reset(client):
    with pytest.raises(requests.ConnectionError):
        ask(client, note="x" * 65_000)
    assert ask(client, note="x" * 60_000).status_code == 200


def raw(client) -> tuple[dict[str, str], bytes]:
    """Read a body as it comes, without anybody's idea of its completeness."""
    connection = http.client.HTTPConnection(urlsplit(client.box.url).netloc, timeout=30)
    connection.request(
        "GET", "/openmeteo/api/v1/forecast?latitude=1&longitude=1&hourly=rain"
    )
    answer = connection.getresponse()
    try:
        body = answer.read()
    except http.client.IncompleteRead as cut:
        body = cut.partial
    connection.close()
    return {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.mark.parametrize("framing", ["complete", "short", "unframed"])
def test_a_zipped_body_may_be_cut(client, framing):
    client.box.faults.add("cut_gzip", framing=framing, share=0.5)
    headers, body = raw(client)
    assert headers["content-encoding"] == "gzip"
    announced = headers.get("content-length")
    if framing == "complete":
        assert announced == str(len(body))
    elif framing == "short":
        assert announced is not None
        assert int(announced) > len(body)
    else:
        assert announced is None
    with pytest.raises(EOFError):
        gzip.decompress(body)
    assert zlib.decompressobj(31).decompress(body).startswith(b'{"latitude":')


def test_a_slow_answer_waits_until_released(client):
    client.box.faults.add("slow", seconds=60)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(ask, client)
        client.box.wait_for_held(1)
        assert not call.done()
        client.box.faults.release()
        assert call.result().status_code == 200


def test_a_slow_answer_comes_in_the_end(client):
    client.box.faults.add("slow", seconds=0.01)
    assert ask(client).status_code == 200


def test_a_body_may_halt_half_way(client):
    """The head and half of the body are there while the rest is held back."""
    whole = ask(client).content
    client.box.faults.add("slow", seconds=60, where="body")
    with requests.get(
        client.url("customer-archive-api", "/v1/archive"),
        params={**BERLIN, **ASK},
        headers={"X-Api-Key": "sandbox", "Accept-Encoding": "identity"},
        stream=True,
        timeout=30,
    ) as answer:
        assert answer.status_code == 200
        first = next(answer.iter_content(10))
        assert first == whole[:10]
        client.box.wait_for_held(1)
        client.box.faults.release()
        rest = b"".join(answer.iter_content(1000))
    assert len(first + rest) == int(answer.headers["content-length"])
    assert json.loads(first + rest)["hourly"] == json.loads(whole)["hourly"]


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


def test_a_fault_waits_for_its_path_and_its_turn(client):
    client.box.faults.add(
        "status", path_prefix="/openmeteo/customer-api", after=1, times=2, status=500
    )
    assert ask(client).status_code == 200
    forecast = [
        client.get("api", **BERLIN, hourly="rain").status_code for _ in range(4)
    ]
    assert forecast == [200, 500, 500, 200]


def test_a_fault_may_hit_for_ever_until_it_is_forgotten(client):
    client.box.faults.add("status", times=None, status=500)
    assert [ask(client).status_code for _ in range(3)] == [500] * 3
    client.box.faults.clear()
    assert ask(client).status_code == 200


def test_faults_come_in_the_order_in_which_they_were_planned(client):
    client.box.faults.add("status", status=500)
    client.box.faults.add("status", status=503)
    assert [ask(client).status_code for _ in range(3)] == [500, 503, 200]


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("earthquake", {}, "there is no fault 'earthquake'; choose one of cut_gzip, "),
        (
            "spike",
            {"colour": 1},
            "fault 'spike' has no option 'colour'; its options: index, ",
        ),
        (
            "reset",
            {"seconds": 1},
            "fault 'reset' has no option 'seconds'; its options: none",
        ),
        ("status", {"times": 0}, "times must be at least 1"),
        ("status", {"after": -1}, "after at least 0"),
        ("status", {"status": 418}, "status must be one of 200, 400, "),
        ("status", {"limit": "yearly"}, "limit must be one of minutely, "),
        ("recorded", {"name": "nowhere"}, "name must be one of archive_oslo_c, "),
        ("slow", {"seconds": 61}, "seconds must be between 0 and 60"),
        ("cut_gzip", {"share": 1.5}, "share must be between 0 and 1"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_at_once(kind, options, told):
    with pytest.raises(ValueError, match=told):
        Faults().add(kind, **options)


def test_what_is_planned_can_be_listed():
    faults = Faults()
    faults.add("spike", path_prefix="/openmeteo/api", index=3)
    faults.add("reset")
    faults.take("/openmeteo/archive-api")
    assert faults.as_json() == [
        {
            "kind": "spike",
            "path_prefix": "/openmeteo/api",
            "times": 1,
            "after": 0,
            "options": {"index": 3},
        }
    ]
