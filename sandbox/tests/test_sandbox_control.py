from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import requests

from wv_sandbox.clock import SandboxClock
from wv_sandbox.faults import Faults
from wv_sandbox.recorder import Recorder
from wv_sandbox.testing import serve

BERLIN = {"latitude": 52.52, "longitude": 13.41, "hourly": "rain"}


def control(client, method: str, what: str, **more: object):
    return requests.request(
        method, f"{client.box.url}/_sandbox/{what}", timeout=30, **more
    )


def test_faults_are_planned_over_http(client):
    plan = {"kind": "status", "status": 503, "times": 1, "path_prefix": "/openmeteo"}
    planned = control(client, "POST", "faults", json=plan)
    assert planned.status_code == 201
    assert planned.json()[0]["options"] == {"status": 503}
    assert control(client, "GET", "faults").json() == planned.json()
    assert client.get("api", **BERLIN).status_code == 503
    assert control(client, "GET", "faults").json() == []


def test_faults_are_forgotten_over_http(client):
    control(client, "POST", "faults", json={"kind": "reset", "times": None})
    assert control(client, "DELETE", "faults").status_code == 204
    assert client.get("api", **BERLIN).ok


@pytest.mark.parametrize(
    "plan",
    [
        '{"kind": "earthquake"}',
        '{"kind": "spike", "times": "many"}',
        "[]",
        "{",
        '{"after": 1}',
    ],
)
def test_a_bad_plan_is_refused_with_a_reason(client, plan):
    answer = control(client, "POST", "faults", data=plan)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_requests_are_listed_as_they_came(client):
    client.get("api", **BERLIN, apikey="other")
    requests.post(client.url("api"), data={"latitude": 1}, timeout=30)
    got, posted = control(client, "GET", "requests").json()
    assert got["method"] == "GET"
    assert got["path"] == "/openmeteo/customer-api/v1/forecast"
    assert got["query"]["latitude"] == "52.52"
    assert got["headers"]["x-api-key"] == "sandbox"
    assert (posted["method"], posted["body"]) == ("POST", "latitude=1")
    assert [request.path for request in client.box.requests] == [
        got["path"],
        posted["path"],
    ]
    assert control(client, "DELETE", "requests").status_code == 204
    assert client.box.requests == []


def test_refused_requests_are_recorded_too(client):
    client.box.faults.add("status")
    client.get("api", **BERLIN)
    assert len(client.box.requests) == 1


def test_time_is_told_set_and_moved_over_http(client):
    assert control(client, "GET", "now").json() == {"now": "2026-11-15T06:00:00+00:00"}
    moved = control(client, "POST", "now", json={"now": "2027-01-01T02:00:00+02:00"})
    assert moved.json() == {"now": "2027-01-01T00:00:00+00:00"}
    moved = control(client, "POST", "now", json={"advance_seconds": 90})
    assert moved.json() == {"now": "2027-01-01T00:01:30+00:00"}
    assert client.json("api", **BERLIN)["hourly"]["time"][0] == "2027-01-01T00:00"


@pytest.mark.parametrize("body", ['{"now": "2027-01-01"}', '{"now": 5}', "[1]", "x"])
def test_a_strange_time_is_refused(client, body):
    assert control(client, "POST", "now", data=body).status_code == 400


def test_held_answers_are_released_over_http(client):
    assert control(client, "POST", "release").status_code == 204


def test_waiting_for_requests_gives_up():
    with pytest.raises(TimeoutError, match="0 of 1 requests"):
        Recorder().wait_for(1, 0.01)


def test_waiting_for_held_answers_gives_up():
    with pytest.raises(TimeoutError, match="0 of 1 answers held"):
        Faults().wait_for_held(1, 0.01)


def test_the_recorder_keeps_the_last_ten_thousand():
    recorder = Recorder()
    for number in range(10_003):
        recorder.add("GET", f"/{number}", "", {}, b"")
    kept = recorder.all()
    assert (len(kept), kept[0].path) == (10_000, "/3")


def test_a_clock_goes_on_from_where_it_is_set(monkeypatch):
    passed = [100.0]
    monkeypatch.setattr("wv_sandbox.clock.time.monotonic", lambda: passed[0])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moving, frozen = SandboxClock(start), SandboxClock(start, frozen=True)
    passed[0] += 5
    assert moving.now() == start + timedelta(seconds=5)
    assert frozen.now() == start
    frozen.advance(60)
    assert frozen.now() == start + timedelta(minutes=1)


def test_a_clock_without_a_start_tells_the_real_time():
    before = datetime.now(UTC)
    assert before <= SandboxClock().now() <= datetime.now(UTC) + timedelta(seconds=60)


def test_a_clock_tells_utc():
    clock = SandboxClock(
        datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1))), frozen=True
    )
    assert clock.now().isoformat() == "2025-12-31T23:00:00+00:00"


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        SandboxClock(datetime.fromisoformat("2026-01-01"))


def test_two_sandboxes_serve_side_by_side():
    with serve(seed=1) as one, serve(seed=2) as other:
        assert one.url != other.url
        for box in (one, other):
            assert requests.get(f"{box.url}/_sandbox/now", timeout=30).ok


def test_other_paths_are_not_found(shared):
    assert requests.get(f"{shared.box.url}/nothing", timeout=30).status_code == 404
