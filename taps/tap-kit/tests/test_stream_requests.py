"""Every request: paced, counted, and sent as it was given."""

from __future__ import annotations

import contextlib
import sys

import pytest
from singer_sdk.streams.rest import HTTPRequest
from tap_kit_tests_toys import Toys, read

from tap_kit.errors import BudgetExhaustedError
from tap_kit.pacing import TokenBucket
from tap_kit.testing import listen


@pytest.fixture
def tap(tap_toys):
    return tap_toys


def test_pages_are_read_until_one_is_empty(api, tap):
    api.answers(200, [{"id": 1}, {"id": 2}])
    api.answers(200, [{"id": 3}])

    records = read(tap)

    assert [record["id"] for record in records] == [1, 2, 3]
    assert api.asked == ["/toys?offset=0", "/toys?offset=2", "/toys?offset=4"]
    report = tap.report.record()
    assert (report["requests"], report["retries"], report["calls"]) == (3, 0, 3.0)


def test_a_run_tells_requests_by_stream(api, tap):
    tap.report.add_request()  # As a plan, or a token, would before any stream.
    api.answers(200, [{"id": 1}])
    api.answers(500)

    with listen() as said:
        tap.sync_all()

    parts = said.records("connector_runs")[-1]["rows_by_stream"]
    told = {part["stream"]: (part["requests"], part["retries"]) for part in parts}
    assert told == {"": (1, 0), "toys": (3, 1)}


def test_all_streams_share_the_session_and_its_name(tap):
    stream = tap.streams["toys"]

    assert stream.requests_session is tap.session
    assert tap.session.headers["User-Agent"].startswith("tap-toys/")
    assert stream.timeout == 60


def test_every_answer_teaches_also_a_bad_one(api, tap):
    """Servers say what is left of a budget in headers of any answer."""
    api.answers(500)
    api.answers(200, [])

    read(tap)

    assert Toys.heard == [500, 200]


def test_requests_are_paced_by_the_taps_limiters(api, tap, clock):
    tap.limiters = (TokenBucket(0.5, 1, clock),)
    api.answers(200, [{"id": 1}, {"id": 2}])

    read(tap)

    assert clock.slept == [2.0]
    assert tap.report.record()["wait_seconds"] == 2.0


def test_a_budget_that_is_spent_ends_the_run_resumably(api, tap, clock, monkeypatch):
    tap.limiters = (TokenBucket(0.1, 5, clock, max_wait_seconds=1),)
    monkeypatch.setattr(Toys, "request_cost", lambda _self, _request: 5.0)
    api.answers(200, [{"id": 1}, {"id": 2}])

    with listen() as said, pytest.raises(BudgetExhaustedError):
        tap.sync_all()

    assert [r["id"] for r in said.records("toys")] == [1, 2]
    assert said.records("connector_runs")[0]["exit_code"] == 4


def test_what_a_page_gave_leaves_before_the_next_wait(api, tap, monkeypatch):
    """A target can work while we wait for a rate limit."""
    api.answers(200, [{"id": 1}])
    seen: list[int] = []

    with listen() as said:
        out = sys.stdout

        @contextlib.contextmanager
        def paced(*_):
            seen.append(out.getvalue().count("RECORD"))
            yield

        monkeypatch.setattr(Toys, "paced", paced)
        tap.sync_all()

    assert seen == [0, 1]
    assert said.records("toys")


def test_fetch_sends_what_it_is_given(api, tap, monkeypatch):
    api.answers(200, {"ok": True})
    stream = tap.streams["toys"]

    request = HTTPRequest(f"{api.url}/x", "POST", {"a": [1, 2]}, {"X-Y": "z"}, {"b": 3})
    response = stream.fetch(request)

    assert response.json() == {"ok": True}
    assert api.asked == ["/x?a=1&a=2"]
    assert response.request.body == b'{"b": 3}'
    monkeypatch.setattr(Toys, "payload_as_json", False)
    assert stream.fetch(request).request.body == "b=3"


def test_a_server_learns_which_connector_asks(api, tap):
    read(tap)

    assert set(api.agents) == {f"{tap.name}/{tap.plugin_version}"}
