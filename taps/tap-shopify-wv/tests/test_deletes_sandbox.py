"""A shop that deletes things is told of by tombstones: all of them, and only those."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
DAY = 86_400
WV = ("_wv_source", "_wv_connector", "_wv_connector_version", "_wv_run_id")
SHOP = "plain-1000"
STREAMS = ("orders", "customers")


def tombstones(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record for record in records if record.get("_sdc_deleted_at")]


def ids(records: list[dict[str, Any]]) -> set[str]:
    return {record["id"] for record in records if not record.get("_sdc_deleted_at")}


def test_all_that_is_gone_is_told_and_nothing_else(
    make_tap: Any, sync: Any, clock: Any, asked: Any
):

    settings = {"shop": SHOP, "include_deleted": True, "start_date": "2026-05-01"}
    clock.set(NOW - timedelta(days=100))
    first = sync(make_tap(*STREAMS, **settings))
    clock.set(NOW)
    second = sync(make_tap(*STREAMS, state=first.state, **settings))
    events = asked("deletions(")
    whole = sync(make_tap(*STREAMS, shop=SHOP, start_date="2026-05-01"))

    assert events
    found = {}
    for stream in STREAMS:
        there = ids(whole.records(stream))
        told = {record["id"] for record in tombstones(second.records(stream))}
        found[stream] = ids(first.records(stream)) - there
        assert found[stream] <= told, stream
        assert not told & there, stream
        assert not tombstones(first.records(stream)), stream
    assert all(found.values()), found
    for record in tombstones(second.records("orders")):
        assert set(record) == {"id", "_sdc_deleted_at", *WV}


def test_nobody_looks_when_nobody_wants_to_know(
    make_tap: Any, sync: Any, clock: Any, asked: Any
):
    first = sync(make_tap("orders", shop="plain-100"))
    clock.advance(60 * DAY)

    second = sync(make_tap("orders", shop="plain-100", state=first.state))

    assert not tombstones(second.records("orders"))
    assert not asked("deletions(")
    assert "deletes" not in second.state["bookmarks"]["orders"]
