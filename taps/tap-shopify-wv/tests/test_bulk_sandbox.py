"""By bulk, a whole tap brings what it brings by pages, whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.errors import DataError, RetryError

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = "bulkOperationRunQuery"
BULK = {"bulk_mode": "always", "bulk_window_days": 900, "shop": "plain-100"}
LEDGER = "order_sales"
STREAMS = (
    "orders",
    "order_line_items",
    "order_shipping_lines",
    "order_discount_applications",
    "order_refunds",
    "order_refund_line_items",
    "order_sales",
    "transactions",
    "fulfillments",
    "fulfillment_orders",
    "customers",
    "products",
    "product_variants",
    "collections",
    "collection_products",
)


UNORDERED = "collection_products"
"""Read whole each run; its order says nothing."""


def bare(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in record.items() if k[:4] != "_wv_"} for record in records]


def rows(said: Any, stream: str) -> list[Any]:
    records = bare(said.records(stream))
    return sorted(records, key=str) if stream == UNORDERED else records


@pytest.fixture(autouse=True)
def no_jobs(box: Any) -> None:
    """Jobs of the test before would hold the app's places."""
    box.reset()


@pytest.fixture
def both(make_tap: Any, sync: Any) -> Callable[..., tuple[Any, Any]]:
    """Read streams by pages and by bulk."""

    def run(*streams: str, **config: Any) -> tuple[Any, Any]:
        pages = sync(make_tap(*streams, bulk_mode="never", shop="plain-100"))
        return pages, sync(make_tap(*streams, **BULK, **config))

    return run


def test_bulk_brings_what_pages_bring(both: Any, asked: Any):
    pages, bulk = both(*STREAMS)

    for stream in STREAMS:
        assert rows(pages, stream), stream
        assert rows(bulk, stream) == rows(pages, stream), stream
    assert pages.state == bulk.state
    assert len(asked(RUN)) >= len(STREAMS)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "bulk", "error": "TIMEOUT"},
        {"kind": "bulk", "error": "INTERNAL_SERVER_ERROR"},
        {"kind": "bulk", "end": "CANCELED"},
        {"kind": "bulk", "end": "EXPIRED"},
        {"kind": "bulk_busy", "jobs": 5},
        {"kind": "bulk_stall"},
        {"kind": "reset"},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
def test_no_trouble_of_a_job_loses_a_row(both: Any, box: Any, fault: dict[str, Any]):
    box.faults.add(**fault, body_contains=RUN)

    pages, bulk = both(LEDGER, bulk_timeout_seconds=60)

    assert bare(bulk.records(LEDGER)) == bare(pages.records(LEDGER))


def test_children_that_were_cut_are_read_by_pages(
    both: Any, box: Any, asked: Any, monkeypatch: pytest.MonkeyPatch
):
    """No shop of the sandbox has lists of more than 100, so the cut is put at 5."""
    monkeypatch.setattr("tap_shopify_wv.spool.CUTS", frozenset({5}))
    box.faults.add("bulk_file", children=5, body_contains=RUN)

    pages, bulk = both(UNORDERED)

    assert rows(bulk, UNORDERED) == rows(pages, UNORDERED)
    assert len(asked("$id: ID!")) > len(asked(RUN))


@pytest.mark.parametrize("wrong", [{"lines": 1}, {"objects": 1}, {"roots": 1}])
def test_a_file_with_other_counts_is_never_used(
    make_tap: Any, fail: Any, box: Any, wrong: dict[str, int]
):
    box.faults.add("bulk_file", **wrong, body_contains=RUN, times=None)

    _, said = fail(make_tap(LEDGER, **BULK), DataError, "announced|parent")

    assert said.records(LEDGER) == []
    assert "replication_key_value" not in str(said.state)


def test_denied_access_leaves_the_stream_out(make_tap: Any, fail: Any, box: Any):
    box.faults.add("bulk", error="ACCESS_DENIED", body_contains=RUN)

    _, said = fail(make_tap(LEDGER, **BULK), Exception, "left out")

    assert said.records(LEDGER) == []
    assert said.report["quarantines"] == 1
    assert "replication_key_value" not in str(said.state)


def test_an_interrupted_run_goes_on_with_its_jobs(
    make_tap: Any, sync: Any, fail: Any, box: Any
):
    settings = {**BULK, "bulk_window_days": 300}
    whole = sync(make_tap(LEDGER, **settings))
    box.faults.add("status", status=503, path_prefix="/shopify/storage", times=4)

    _, first = fail(make_tap(LEDGER, **settings), RetryError)
    jobs = first.state["bookmarks"][LEDGER]["bulk_jobs"]
    second = sync(make_tap(LEDGER, state=first.state, **settings))

    assert first.records(LEDGER) == []
    assert bare(second.records(LEDGER)) == bare(whole.records(LEDGER))
    fetched = [r.path for r in box.requests if "/storage/" in r.path]
    for job in jobs:
        number = job["id"].rpartition("/")[2]
        assert sum(number in path for path in fetched) >= 1
    assert "bulk_jobs" not in str(second.state)


def test_results_are_fetched_without_the_token_and_out_of_the_log(
    make_tap: Any, sync: Any, box: Any, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG", "tap_shopify_wv")
    sync(make_tap(UNORDERED, **BULK))

    fetched = [r for r in box.requests if r.path.startswith("/shopify/storage")]
    assert fetched
    for request in fetched:
        assert "x-shopify-access-token" not in {
            name.lower() for name in request.headers
        }


def test_the_second_run_reads_the_lookback_by_pages(
    make_tap: Any, sync: Any, clock: Any, asked: Any
):
    settings = {"bulk_mode": "auto", "page_size_max": 5, "shop": "plain-100"}
    first = sync(make_tap("orders", **settings, bulk_window_days=900))
    begun = len(asked(RUN))
    clock.advance(86_400)

    second = sync(make_tap("orders", **settings, state=first.state))

    assert begun == 1
    assert len(asked(RUN)) == 1
    assert len(second.records("orders")) < len(first.records("orders")) / 5


def test_every_state_of_a_bulk_run_is_a_safe_start(
    make_tap: Any, sync: Any, monkeypatch: pytest.MonkeyPatch
):
    """What was out before a STATE, and what comes after it, are all there is."""
    monkeypatch.setattr("tap_kit.loop.RecordStream.STATE_MSG_FREQUENCY", 60)
    settings = {**BULK, "bulk_window_days": 300, "lookback_days": 0}
    whole = sync(make_tap("orders", **settings))
    places = [n for n, one in enumerate(whole.messages) if one["type"] == "STATE"]

    for place in places[:-1]:
        state = whole.messages[place]["value"]
        before = type(whole)(whole.messages[:place]).records("orders")
        after = sync(make_tap("orders", state=state, **settings)).records("orders")
        found = {record["id"]: record for record in bare([*before, *after])}
        assert list(found.values()) == bare(whole.records("orders")), place

    assert len(places) > 3
