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
from wv_sandbox.openmeteo.faults import KINDS

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
        Faults(KINDS).add(kind, **options)


def test_what_is_planned_can_be_listed():
    faults = Faults(KINDS)
    faults.add("spike", path_prefix="/openmeteo/api", index=3)
    faults.add("reset")
    faults.take("/openmeteo/archive-api")
    assert faults.as_json() == [
        {
            "kind": "spike",
            "path_prefix": "/openmeteo/api",
            "body_contains": "",
            "times": 1,
            "after": 0,
            "options": {"index": 3},
        }
    ]
