"""Requests: signed, paced, followed page by page, never astray."""

from __future__ import annotations

import logging

import pytest

from tap_kit.errors import AuthError, DataError, ExitCode, FatalError, TapError
from tap_klaviyo.api import Api
from tap_klaviyo.rates import L
from wv_sandbox.klaviyo.library import TEMPLATES
from wv_sandbox.klaviyo.service import KEY

BASE = "http://127.0.0.1:9/klaviyo"


def test_every_request_names_key_and_revision_and_opts_out(read, box):
    """Without the opt-out a dead revision is answered by another one, silently."""
    read("tags")

    (request,) = box.requests
    assert request.headers["authorization"] == f"Klaviyo-API-Key {KEY}"
    assert request.headers["revision"] == "2026-07-15"
    assert request.headers["x-klaviyo-revision-fall-forward-opt-out"] == "1"
    assert request.headers["accept"] == "application/vnd.api+json"


def test_pages_are_followed_to_the_last(read, asked):
    assert len(read("templates", start_date="2024-01-01")) == TEMPLATES

    cursors = [query.get("page[cursor]") for query in asked("/api/templates")]
    assert cursors[0] is None
    assert len(set(cursors)) == 3


def test_a_last_page_may_write_null(read, box):
    box.faults.add("null_link", path_prefix="/klaviyo/a/api/tags")

    assert len(read("tags")) == 4


def test_a_link_to_another_host_is_not_followed(make_tap, fail, box):
    box.faults.add("foreign_link", path_prefix="/klaviyo/a/api/tags")

    error, said = fail(make_tap("tags"), DataError, "leads elsewhere")

    assert error.exit_code is ExitCode.DATA
    assert len(box.requests) == 1
    assert len(said.records("tags")) == 4, "what was read has been written"


def test_a_link_to_another_path_is_not_followed(make_tap, fail, requests_mock):
    link = {"next": f"{BASE}/a/api/profiles?page%5Bcursor%5D=x"}
    requests_mock.get(f"{BASE}/a/api/tags", json={"data": [], "links": link})

    fail(make_tap("tags", api_base_url=BASE), DataError, "leads elsewhere")


def test_pages_in_a_circle_are_left(make_tap, fail, box):
    box.faults.add("circle", path_prefix="/klaviyo/a/api/tags", times=None)

    fail(make_tap("tags"), DataError, "circle")


def test_pages_without_end_are_left(make_tap, fail, monkeypatch):
    monkeypatch.setattr("tap_klaviyo.api.MOST_PAGES", 2)

    fail(make_tap("templates", start_date="2024-01-01"), DataError, "more than 2 pages")


def test_no_link_is_logged(read, caplog):
    with caplog.at_level(logging.INFO):
        read("templates", start_date="2024-01-01")

    said = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    assert not [line for line in said if "page%5Bcursor%5D" in line]
    assert KEY not in caplog.text


def test_a_throttled_request_waits_and_goes_on(read, box, clock):
    box.faults.add("status", path_prefix="/klaviyo/a/api/tags", seconds=30)
    before = clock.now()

    assert len(read("tags")) == 4
    assert (clock.now() - before).total_seconds() >= 30


def test_the_pace_leaves_nothing_to_throttle(make_tap, sync):
    """Three a second and sixty a minute, as the server counts them."""
    said = sync(make_tap("flow_messages", "flow_actions"))

    assert said.report["throttles"] == 0
    assert said.report["waits"] > 0


def test_a_server_that_says_nothing_is_left_is_believed(make_tap):
    tap = make_tap("templates")
    api = Api(tap=tap)
    api._endpoint, api._rate = "/api/x", L

    class Full:
        headers = {"RateLimit-Remaining": "0"}

    api.after_response(Full())

    assert tap.windows("/api/x", L).wait_for(1) > 0


def test_a_server_error_is_tried_again(read, box):
    box.faults.add("status", status=503, path_prefix="/klaviyo/a/api/tags", times=2)

    assert len(read("tags")) == 4


def test_a_wrong_key_ends_the_run_and_is_not_told(make_tap, fail):
    error, _ = fail(make_tap("tags", api_key="pk_wrong_but_secret"), AuthError)

    assert error.exit_code is ExitCode.AUTH
    assert "pk_wrong" not in str(error)


def test_a_dead_revision_ends_the_run(make_tap, fail, box):
    box.faults.add("status", status=410, path_prefix="/klaviyo/a/api/tags")

    error, _ = fail(make_tap("tags"), FatalError, "revision")

    assert error.exit_code is ExitCode.USAGE


def test_a_missing_scope_leaves_the_stream_out_loudly(make_tap, fail, box, caplog):
    box.faults.add("status", status=403, path_prefix="/klaviyo/a/api/tags")

    with caplog.at_level(logging.WARNING):
        error, said = fail(make_tap("tags", "coupons"), TapError)

    assert error.exit_code is ExitCode.PARTIAL
    assert len(said.records("coupons")) == 3
    assert "tags: left out" in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        "oops",
        "[]",
        '{"data": {}}',
        '{"data": [{}]}',
        '{"data": [{"id": "1", "attributes": 7}]}',
    ],
)
def test_a_strange_answer_is_refused(make_tap, fail, requests_mock, body):
    requests_mock.get(f"{BASE}/a/api/tags", text=body)

    fail(make_tap("tags", api_base_url=BASE), DataError)


def test_a_report_that_is_none_is_refused(make_tap, fail, requests_mock):
    account = {"timezone": "UTC", "preferred_currency": "USD"}
    requests_mock.get(
        f"{BASE}/a/api/accounts", json={"data": [{"id": "A", "attributes": account}]}
    )
    requests_mock.post(f"{BASE}/a/api/flow-values-reports", json={"data": []})
    tap = make_tap("flow_values_reports", api_base_url=BASE, conversion_metric_id="M")

    fail(tap, DataError, "no report")


def test_a_value_of_another_type_is_refused_unquoted(make_tap, fail, requests_mock):
    tag = {"id": "1", "attributes": {"name": {"mail": "ada@mail.example"}}}
    requests_mock.get(f"{BASE}/a/api/tags", json={"data": [tag]})

    error, _ = fail(make_tap("tags", api_base_url=BASE), DataError, "column name")

    assert "ada@" not in str(error)
