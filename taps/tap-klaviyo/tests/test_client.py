"""What all streams share: parts, lookback, duplicates, and states that are safe."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tap_klaviyo.client import KlaviyoStream, included, related
from tap_klaviyo.streams import STREAM_TYPES
from wv_sandbox.klaviyo import rules
from wv_sandbox.klaviyo.filters import parse


def _endpoint(kind: type[KlaviyoStream]) -> dict:
    return rules.endpoints(kind.since_revision or rules.STABLE)[kind.endpoint]


WALKS = [kind for kind in STREAM_TYPES if _endpoint(kind)["method"] == "GET"]
INCREMENTAL = [kind for kind in WALKS if kind.changed]
each_walk = pytest.mark.parametrize("kind", WALKS, ids=lambda kind: kind.name)


@each_walk
def test_a_page_is_as_large_as_the_endpoint_allows(kind: type[KlaviyoStream]):
    page = _endpoint(kind).get("page")

    assert kind.page_size == (page["maximum"] if page else None)


@pytest.mark.parametrize("kind", STREAM_TYPES, ids=lambda kind: kind.name)
def test_the_pace_is_no_faster_than_the_endpoint_allows(kind: type[KlaviyoStream]):
    rate = _endpoint(kind)["rate"]

    assert kind.rate.burst <= rate["burst"]
    assert kind.rate.steady <= rate["steady"]


@pytest.mark.parametrize("kind", INCREMENTAL, ids=lambda kind: kind.name)
def test_changes_are_asked_for_as_the_endpoint_can(kind: type[KlaviyoStream]):
    endpoint = _endpoint(kind)

    assert {operator for operator in kind.operators if operator} <= set(
        endpoint["filters"][kind.changed]
    )
    assert kind.changed in endpoint["sort"]


def test_every_request_of_a_whole_run_is_legal(make_tap, sync, box):
    """Method, path, parameters, filter fields, page size, as the OpenAPI has them."""
    sync(make_tap())

    for request in box.requests:
        path = urlsplit(request.path).path.removeprefix("/klaviyo/a")
        endpoint = _rules(path)
        assert request.method == endpoint["method"]
        assert set(request.query) <= set(endpoint["parameters"]), path
        parse(request.query.get("filter", ""), endpoint.get("filters", {}))
        assert request.headers["revision"] == "2026-07-15"
        assert request.query.get("sort", "id") in {"id", *endpoint.get("sort", ())}
        if size := request.query.get("page[size]"):
            assert int(size) <= endpoint["page"]["maximum"]


def _rules(path: str) -> dict:
    for template, endpoint in rules.endpoints().items():
        ours, theirs = template.split("/"), path.split("/")
        if len(ours) == len(theirs) and all(
            a in {b, "{id}"} for a, b in zip(ours, theirs, strict=True)
        ):
            return endpoint
    raise AssertionError(path)


def test_a_whole_run_twice_reads_only_the_lookback_again(make_tap, sync, clock):
    first = sync(make_tap(start_date="2026-10-01"))
    clock.advance(3600)

    second = sync(make_tap(start_date="2026-10-01", state=first.state))

    for kind in INCREMENTAL:
        assert all(
            row[kind.changed] >= "2026-11-08" for row in second.records(kind.name)
        )
    assert len(second.records("events")) < len(first.records("events")) / 3


@pytest.mark.parametrize("stream", ["events", "profiles", "campaigns", "images"])
def test_every_emitted_state_is_a_safe_start(make_tap, sync, stream):
    """What a killed run has written and what the next one reads is everything."""
    whole = sync(make_tap(stream, start_date="2026-11-05"))
    expected = {row["id"] for row in whole.records(stream)}

    for index, state in enumerate(whole.states):
        written = _written_before(whole, stream, index)
        again = sync(make_tap(stream, start_date="2026-11-05", state=state))
        read = {row["id"] for row in again.records(stream)}
        assert written | read == expected


def _written_before(said, stream: str, index: int) -> set[str]:
    states, written = -1, set()
    for message in said.messages:
        if message["type"] == "STATE":
            states += 1
            if states == index:
                break
        elif message["type"] == "RECORD" and message["stream"] == stream:
            written.add(message["record"]["id"])
    return written


def test_a_time_that_has_not_come_is_not_asked_for(make_tap, sync, box):
    assert not sync(make_tap("images", start_date="2026-12-01")).records("images")
    assert not box.requests


def test_a_resource_that_two_pages_show_is_written_once(make_tap, sync, requests_mock):
    base = "http://127.0.0.1:9/klaviyo"
    image = {"id": "1", "attributes": {"updated_at": "2026-11-05T00:00:00+00:00"}}
    following = f"{base}/a/api/images?page%5Bcursor%5D=x"
    requests_mock.get(
        f"{base}/a/api/images",
        [
            {"json": {"data": [image], "links": {"next": following}}},
            {"json": {"data": [image]}},
        ],
    )

    assert len(sync(make_tap("images", api_base_url=base)).records("images")) == 1


def test_relations_may_be_missing():
    assert related({}, "tags") == []
    assert related({"relationships": {"tags": {"data": None}}}, "tags") == []
    assert included({}) == {}
