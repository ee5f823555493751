"""Every request: paced, checked, retried within limits, and never longer than asked."""

from __future__ import annotations

import contextlib
import json
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from singer_sdk import typing as th
from singer_sdk.pagination import OffsetPaginator
from singer_sdk.streams.rest import HTTPRequest

from tap_kit.clock import ManualClock
from tap_kit.columns import columns
from tap_kit.errors import (
    Action,
    AuthError,
    BudgetExhaustedError,
    CircuitOpenError,
    DataError,
    ErrorRule,
    ExitCode,
    FatalError,
    RetryError,
    ShrinkError,
    SkipError,
    SplitError,
    TapError,
)
from tap_kit.pacing import TokenBucket
from tap_kit.settings import settings
from tap_kit.stream import MAX_RETRIES, KitStream
from tap_kit.tap import KitTap
from tap_kit.testing import listen

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


def says(word: str) -> Any:
    return lambda response: word in response.text


class Toys(KitStream):
    name = "toys"
    path = "/toys"
    primary_keys = ("id",)
    schema = columns(th.Property("id", th.IntegerType))
    error_rules = (
        ErrorRule(
            name="wide", matches=says("wide"), action=Action.SPLIT, advice="halve"
        ),
        ErrorRule(
            name="heavy", matches=says("heavy"), action=Action.SHRINK, advice="less"
        ),
        ErrorRule(name="gone", matches=says("gone"), action=Action.SKIP, advice="see"),
        ErrorRule(
            name="busy", matches=says("busy"), action=Action.WAIT, advice="later"
        ),
    )
    heard: ClassVar[list[int]] = []

    @property
    def url_base(self) -> str:
        return self.tap.base_url or "https://toys.test"

    def get_new_paginator(self):
        return OffsetPaginator(start_value=0, page_size=2)

    def get_url_params(self, context, next_page_token):  # noqa: ARG002 - the SDK's.
        return {"offset": next_page_token}

    def after_response(self, response):
        super().after_response(response)
        self.heard.append(response.status_code)


class TapToys(KitTap):
    name = "tap-toys"
    source = "toys"
    stream_types = (Toys,)
    config_jsonschema = settings(th.Property("api_key", th.StringType, secret=True))


class Api:
    """A server on loopback that gives scripted answers, then empty pages."""

    def __init__(self) -> None:
        self.script: list[tuple[int, Any, dict[str, str]]] = []
        self.asked: list[str] = []
        self.agents: list[str] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                api.asked.append(self.path)
                api.agents.append(self.headers["User-Agent"])
                status, body, headers = (
                    api.script.pop(0) if api.script else (200, [], {})
                )
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_GET  # noqa: N815 - http.server's name.

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def answers(
        self, status: int, body: Any = b"", times: int = 1, **headers: str
    ) -> None:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.script += [(status, body, names)] * times

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def api():
    server = Api()
    yield server
    server.close()


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def tap(api, clock, tmp_path, monkeypatch):
    monkeypatch.setattr(Toys, "heard", [])
    config = {"api_base_url": api.url, "state_dir": str(tmp_path)}
    with_clock = TapToys(config=config, clock=clock)
    yield with_clock
    with_clock.close()


def read(tap: TapToys) -> list[Any]:
    with listen() as said:
        tap.sync_all()
    return said.records("toys")


def test_pages_are_read_until_one_is_empty(api, tap):
    api.answers(200, [{"id": 1}, {"id": 2}])
    api.answers(200, [{"id": 3}])

    records = read(tap)

    assert [record["id"] for record in records] == [1, 2, 3]
    assert api.asked == ["/toys?offset=0", "/toys?offset=2", "/toys?offset=4"]
    report = tap.report.record()
    assert (report["requests"], report["retries"], report["calls"]) == (3, 0, 3.0)


def test_all_streams_share_the_session_and_its_name(tap):
    stream = tap.streams["toys"]

    assert stream.requests_session is tap.session
    assert tap.session.headers["User-Agent"].startswith("tap-toys/")
    assert stream.timeout == 60


@pytest.mark.parametrize("status", [500, 502, 503, 408])
def test_a_server_in_trouble_is_asked_again_after_a_growing_random_wait(
    api, tap, clock, status
):
    api.answers(status, times=MAX_RETRIES)
    api.answers(200, [{"id": 1}])

    assert len(read(tap)) == 1

    caps = [2, 4, 8]
    assert len(clock.slept) == len(caps)
    assert all(0 <= wait <= cap for wait, cap in zip(clock.slept, caps, strict=True))
    assert tap.report.record()["retries"] == MAX_RETRIES


def test_after_three_retries_the_failure_is_seen(api, tap, clock):
    api.answers(503, times=9)

    with pytest.raises(RetryError, match="HTTP 503") as caught:
        read(tap)

    assert len(api.asked) == 1 + MAX_RETRIES
    assert len(clock.slept) == MAX_RETRIES
    assert caught.value.exit_code is ExitCode.GAVE_UP


def test_a_retry_waits_at_least_as_long_as_the_server_asks(api, tap, clock):
    api.answers(503, Retry_After="30")
    api.answers(200, [])

    read(tap)

    assert clock.slept == [30]


def test_a_retry_does_not_wait_longer_than_allowed(api, tap, clock):
    api.answers(503, times=9, Retry_After="2000")

    with pytest.raises(BudgetExhaustedError, match="4,000 s in all"):
        read(tap)

    assert clock.slept == [2000]


def test_a_connection_that_breaks_is_tried_again(api, tap):
    """A body shorter than promised is no body."""
    api.answers(200, b"[", Content_Encoding="gzip")
    api.answers(200, [{"id": 1}])

    assert len(read(tap)) == 1


def test_a_wait_is_exact_and_no_retry(api, tap, clock):
    """429 is not the request's fault: it does not use up the three retries."""
    api.answers(429, times=MAX_RETRIES + 2, Retry_After="7")
    api.answers(200, [{"id": 1}])

    assert len(read(tap)) == 1

    assert clock.slept == [7.0] * (MAX_RETRIES + 2)
    report = tap.report.record()
    assert (report["retries"], report["throttles"]) == (0, MAX_RETRIES + 2)
    assert report["wait_seconds"] == 7.0 * (MAX_RETRIES + 2)


def test_waits_for_one_request_end_at_max_wait_seconds(api, tap, clock):
    api.answers(429, times=99, Retry_After="1000")

    with pytest.raises(BudgetExhaustedError, match="max_wait_seconds") as caught:
        read(tap)

    assert clock.slept == [1000] * 3
    assert caught.value.exit_code is ExitCode.GAVE_UP


def test_a_server_that_says_at_once_for_ever_does_not_hold_us_for_ever(api, tap, clock):
    api.answers(429, times=5, Retry_After="0")
    api.answers(200, [])

    read(tap)

    assert clock.slept == [1.0] * 5


def test_a_wait_nobody_can_name_is_a_retry(api, tap, clock):
    api.answers(200, b"busy", times=9)

    with pytest.raises(RetryError, match="busy"):
        read(tap)

    assert len(clock.slept) == MAX_RETRIES


@pytest.mark.parametrize(
    ("body", "error"), [(b"wide", SplitError), (b"heavy", ShrinkError)]
)
def test_shrink_and_split_are_the_streams_to_answer(api, tap, clock, body, error):
    api.answers(200, body)

    with pytest.raises(error):
        tap.streams["toys"].fetch(HTTPRequest(f"{api.url}/toys"))

    assert clock.slept == []


def test_what_is_skipped_is_counted_and_the_run_ends_as_partial(api, tap, caplog):
    api.answers(200, [{"id": 1}])
    api.answers(404, b"gone")

    with listen() as said, pytest.raises(TapError, match="left out") as caught:
        tap.sync_all()

    assert caught.value.exit_code is ExitCode.PARTIAL
    assert [r["id"] for r in said.records("toys")] == [1]
    (run,) = said.records("connector_runs")
    assert (run["quarantines"], run["exit_code"], run["success"]) == (1, 6, False)
    assert "HTTP 404 (gone)" in caplog.text


def test_a_refused_key_ends_the_run_with_its_own_code(api, tap, clock):
    api.answers(401)

    with pytest.raises(AuthError) as caught:
        read(tap)

    assert caught.value.exit_code is ExitCode.AUTH
    assert clock.slept == []


def test_any_other_refusal_is_final(api, tap):
    api.answers(400)

    with pytest.raises(FatalError):
        read(tap)


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


def test_failures_in_a_row_open_the_circuit_also_for_the_next_run(api, tap, tmp_path):
    api.answers(500, times=9)
    with pytest.raises(RetryError):
        read(tap)
    config = {"api_base_url": api.url, "state_dir": str(tmp_path)}

    second = TapToys(config=config, clock=ManualClock(NOW))
    with pytest.raises(CircuitOpenError) as caught:
        read(second)
    second.close()

    assert len(api.asked) == MAX_RETRIES + 2
    assert caught.value.exit_code is ExitCode.GAVE_UP


def test_a_source_that_refuses_is_alive(api, tap):
    """Errors in the question do not open the circuit."""
    api.answers(400, times=9)
    for _ in range(7):
        with pytest.raises(FatalError):
            tap.streams["toys"].fetch(HTTPRequest(f"{api.url}/toys"))

    assert tap.breaker.circuit.value == "closed"


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


def test_an_error_names_stream_and_step_but_no_query(api, tap):
    api.answers(403)

    with pytest.raises(AuthError) as caught:
        read(tap)

    assert "/toys" in str(caught.value)
    assert "offset" not in str(caught.value)
    assert "Next:" in str(caught.value)


def test_the_log_of_a_retry_holds_neither_header_nor_query(api, tap, caplog):
    """The SDK's own handler would print the arguments of the call."""
    api.answers(500)

    read(tap)

    lines = [r.getMessage() for r in caplog.records if "Trying again" in r.getMessage()]
    assert len(lines) == 1
    assert "offset" not in caplog.text


def test_an_answer_that_is_no_json_is_an_error_of_the_data(api, tap, monkeypatch):
    def parse(_stream, _response):
        what = "no JSON"
        raise DataError(what)

    monkeypatch.setattr(Toys, "parse_response", parse)
    api.answers(200, b"<html>")

    with pytest.raises(DataError):
        read(tap)


def test_skip_says_what_it_leaves_out(tap, caplog):
    error = SkipError("one day is missing", where="toys")

    tap.streams["toys"].skip(error)

    assert "one day is missing" in caplog.text
    assert tap.report.record()["quarantines"] == 1


def test_an_open_circuit_spends_no_budget(api, tap):
    """Nothing is sent, so nothing may be counted."""
    for _ in range(5):
        tap.breaker.failure()
    spent: list[float] = []
    tap.limiters = (SimpleNamespace(charged=spent.append),)

    with pytest.raises(CircuitOpenError):
        read(tap)

    assert not spent
    assert not api.asked


def test_a_server_learns_which_connector_asks(api, tap):
    read(tap)

    assert set(api.agents) == {f"{tap.name}/{tap.plugin_version}"}
