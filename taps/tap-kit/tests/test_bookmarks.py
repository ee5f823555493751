"""A bookmark moves as the SDK's does, and never beyond what was read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from singer_sdk import typing as th
from tap_kit_tests_events import NOW, Events, Loose, Places, TapEvents, run, states

from tap_kit.clock import ManualClock
from tap_kit.columns import columns
from tap_kit.errors import DataError
from tap_kit.testing import listen


def test_partitions_may_share_one_bookmark(monkeypatch):
    """With fewer state keys than context keys, only the SDK's rule decides."""
    monkeypatch.setattr(Places, "state_partitioning_keys", ())

    messages = run(Places)

    records = [m["record"] for m in messages if m["type"] == "RECORD"]
    assert len(records) == 600
    assert not any("place" in record for record in records)
    assert "partitions" not in states(messages)[-1]["bookmarks"]["places"]


def test_an_unsorted_stream_keeps_its_bookmark_until_the_end(monkeypatch):
    rows = [{"id": i, "at": f"{(i * 7) % 300:05}"} for i in range(300)]
    monkeypatch.setattr(Events, "rows", rows)

    first, *_, last = states(run(Loose))

    assert first["bookmarks"]["loose"]["progress_markers"]["replication_key_value"]
    assert "replication_key_value" not in first["bookmarks"]["loose"]
    assert last["bookmarks"]["loose"] == {
        "replication_key": "at",
        "replication_key_value": "00299",
    }


@pytest.mark.parametrize(
    "values",
    [
        ["b", "a", "c", None, "b"],
        [2, 1, 3, 3],
        [1, 1.5, 2],
        [datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)],
    ],
    ids=["texts", "integers", "mixed numbers", "datetimes"],
)
def test_the_bookmark_is_the_sdks(monkeypatch, values):
    """Our shortcut and the SDK's `increment_state` end at the same value."""
    monkeypatch.setattr(
        Events, "rows", [{"id": i, "at": v} for i, v in enumerate(values)]
    )
    monkeypatch.setattr(
        Loose, "get_records", lambda self, _context: [dict(row) for row in self.rows]
    )
    tap = TapEvents(clock=ManualClock(NOW))
    stream = tap.streams["loose"]
    with listen():
        ours = states(run(Loose))[-1]["bookmarks"]["loose"]
    for row in Events.rows:
        stream._increment_stream_state(row)
    stream._finalize_state(stream.stream_state)

    assert ours == stream.stream_state


def test_a_stream_that_takes_any_order_follows_the_last_record(monkeypatch):
    """`check_sorted = False` is the SDK's way to say: believe the source."""
    monkeypatch.setattr(Events, "rows", [{"id": 1, "at": "b"}, {"id": 2, "at": "a"}])
    monkeypatch.setattr(Events, "check_sorted", False)

    last = states(run(Events))[-1]

    assert last["bookmarks"]["events"]["replication_key_value"] == "a"


def test_records_out_of_order_end_a_stream_that_promises_order(monkeypatch):
    monkeypatch.setattr(Events, "rows", [{"id": 1, "at": "b"}, {"id": 2, "at": "a"}])

    with pytest.raises(DataError, match=r"Unsorted data.*stream unsorted"):
        run(Events)


def test_a_record_without_its_replication_key_is_named(monkeypatch):
    monkeypatch.setattr(Events, "get_records", lambda _self, _context: [{"id": 1}])

    with pytest.raises(DataError, match="without its replication key at"):
        run(Events)


def test_full_table_keeps_no_bookmark(monkeypatch):
    monkeypatch.setattr(Events, "rows", [{"id": 1, "at": "a"}])
    monkeypatch.setattr(
        Events, "forced_replication_method", "FULL_TABLE", raising=False
    )
    tap = TapEvents(clock=ManualClock(NOW))
    tap.streams["events"].forced_replication_method = "FULL_TABLE"

    with listen() as said:
        tap.sync_all()

    assert said.states[-1]["bookmarks"]["events"] == {}


def test_no_bookmark_lies_beyond_the_start_of_the_run(monkeypatch):
    """A record changed while we read may have siblings that we have not seen."""
    monkeypatch.setattr(
        Events,
        "schema",
        columns(th.Property("id", th.IntegerType), th.Property("at", th.DateTimeType)),
    )
    monkeypatch.setattr(Events, "rows", [{"id": 1, "at": "2031-01-01T00:00:00+00:00"}])

    last = states(run(Loose))[-1]

    mark = last["bookmarks"]["loose"]["replication_key_value"]
    assert mark == "2026-11-15T06:00:00.000000+00:00"


def test_a_stream_that_keeps_its_own_state_is_left_alone(monkeypatch):
    """No starting marker, signpost or progress: only what the stream itself writes."""
    monkeypatch.setattr(Events, "is_timestamp_replication_key", True)
    monkeypatch.setattr(Events, "rows", [{"id": i, "at": f"{i:05}"} for i in range(3)])
    monkeypatch.setattr(Events, "keeps_own_state", True)

    messages = run(Events)

    assert {
        str(state["bookmarks"].get("events", {})) for state in states(messages)
    } == {"{}"}
