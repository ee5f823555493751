"""STATE each 250 records, resumable wherever it stands, and never ahead of a record."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from singer_sdk import typing as th

from tap_kit.clock import ManualClock
from tap_kit.columns import columns
from tap_kit.errors import DataError
from tap_kit.loop import STATE_EVERY, RecordStream
from tap_kit.tap import KitTap
from tap_kit.testing import listen

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


class Events(RecordStream):
    """A source with its rows in order of change, read from the bookmark with >=."""

    name = "events"
    primary_keys = ("id",)
    replication_key = "at"
    is_sorted = True
    rows: ClassVar[list[dict[str, Any]]] = []
    schema = columns(
        th.Property("id", th.IntegerType), th.Property("at", th.StringType)
    )

    def get_records(self, context):
        since = self.get_starting_replication_key_value(context) or ""
        return [dict(row) for row in self.rows if row["at"] >= since]


class Loose(Events):
    """The same, in no order: its bookmark may only move at the end."""

    name = "loose"
    is_sorted = False


class Days(RecordStream):
    """A source read day by day and place by place; it keeps its own state."""

    name = "days"
    primary_keys = ("day", "place", "hour")
    rows_a_unit: ClassVar[int] = 1
    schema = columns(
        th.Property("day", th.IntegerType),
        th.Property("place", th.StringType),
        th.Property("hour", th.IntegerType),
    )

    def get_records(self, context):  # noqa: ARG002 - the SDK's.
        done = self.stream_state.setdefault("through", {})
        for day in range(4):
            for place in "abc":
                if done.get(place, -1) >= day:
                    continue
                for hour in range(self.rows_a_unit):
                    yield {"day": day, "place": place, "hour": hour}
                done[place] = day


class Places(RecordStream):
    """One partition a place."""

    name = "places"
    primary_keys = ("place", "id")
    replication_key = "id"
    is_sorted = True
    partitions: ClassVar[list[dict[str, str]]] = [{"place": "a"}, {"place": "b"}]
    schema = columns(
        th.Property("place", th.StringType), th.Property("id", th.IntegerType)
    )

    def get_records(self, context):
        since = self.get_starting_replication_key_value(context) or 0
        return ({"id": number} for number in range(since, 300))


class TapEvents(KitTap):
    name = "tap-events"
    source = "events"
    stream_types = (Events, Loose, Days, Places)


def run(stream: type[RecordStream], state: dict[str, Any] | None = None) -> list[Any]:
    """The messages of a run that reads one stream."""
    tap = TapEvents(state=json.loads(json.dumps(state or {})), clock=ManualClock(NOW))
    for other in tap.streams.values():
        other.selected = other.name == stream.name
    with listen() as said:
        tap.sync_all()
    return said.messages


def keys(messages: list[Any], stream: type[RecordStream]) -> set[tuple[Any, ...]]:
    return {
        tuple(message["record"][key] for key in stream.primary_keys)
        for message in messages
        if message["type"] == "RECORD"
    }


def assert_every_state_is_a_good_start(stream: type[RecordStream]) -> list[Any]:
    """records[0..i) and what a run from state i reads, together, are everything."""
    messages = run(stream)
    whole = keys(messages, stream)
    for index, message in enumerate(messages):
        if message["type"] == "STATE":
            before = keys(messages[:index], stream)
            after = keys(run(stream, message["value"]), stream)
            assert before | after == whole, message["value"]
    return messages


def states(messages: list[Any]) -> list[Any]:
    return [message["value"] for message in messages if message["type"] == "STATE"]


ties = st.lists(st.integers(0, 6), min_size=1, max_size=40).map(sorted)


@settings(max_examples=60, deadline=None)
@given(values=ties, every=st.integers(1, 7))
@pytest.mark.parametrize("kind", [Events, Loose])
def test_every_state_is_a_good_start_also_amid_ties(kind, values, every):
    """With > instead of >=, records that share the bookmark's value would be lost."""
    with pytest.MonkeyPatch.context() as patch:
        rows = [{"id": i, "at": f"2026-01-0{at + 1}"} for i, at in enumerate(values)]
        patch.setattr(Events, "rows", rows)
        patch.setattr(RecordStream, "STATE_MSG_FREQUENCY", every)

        assert_every_state_is_a_good_start(kind)


@settings(max_examples=30, deadline=None)
@given(rows=st.integers(0, 5), every=st.integers(1, 7))
def test_a_streams_own_state_never_runs_ahead_of_its_records(rows, every):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Days, "rows_a_unit", rows)
        patch.setattr(RecordStream, "STATE_MSG_FREQUENCY", every)

        messages = assert_every_state_is_a_good_start(Days)

    assert states(messages)[-1]["bookmarks"]["days"]["through"] == dict.fromkeys(
        "abc", 3
    )


def test_a_state_comes_each_250_records_and_at_the_end(monkeypatch):
    rows = [{"id": i, "at": f"{i:05}"} for i in range(2 * STATE_EVERY + 100)]
    monkeypatch.setattr(Events, "rows", rows)

    messages = run(Events)

    kinds = [m["type"] for m in messages]
    places = [i for i, kind in enumerate(kinds) if kind == "STATE"]
    seen = [kinds[:place].count("RECORD") for place in places]
    assert seen == [250, 500, 600]
    bookmarks = [
        s["bookmarks"]["events"]["replication_key_value"] for s in states(messages)
    ]
    assert bookmarks == ["00249", "00499", "00599"]


def test_a_second_run_reads_only_what_shares_the_last_value(monkeypatch):
    rows = [{"id": i, "at": f"{i // 2}"} for i in range(10)]
    monkeypatch.setattr(Events, "rows", rows)

    last = states(run(Events))[-1]

    assert keys(run(Events, last), Events) == {(8,), (9,)}


def test_partitions_have_a_bookmark_each_and_their_keys_in_the_records():
    messages = run(Places)

    assert keys(messages, Places) == {(p, i) for p in "ab" for i in range(300)}
    (last,) = states(messages)[-1:]
    marks = last["bookmarks"]["places"]["partitions"]
    assert [(m["context"]["place"], m["replication_key_value"]) for m in marks] == [
        ("a", 299),
        ("b", 299),
    ]


def test_every_state_of_a_partitioned_stream_is_a_good_start():
    """The 250 count over all partitions, as the SDK counts them."""
    messages = assert_every_state_is_a_good_start(Places)

    assert len(states(messages)) >= 3


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


def test_after_a_failure_the_last_state_covers_what_was_written(monkeypatch):
    rows = [{"id": i, "at": f"{i:05}"} for i in range(300)]
    broken = DataError("the source broke")

    def get_records(_self, _context):
        yield from (dict(row) for row in rows)
        raise broken

    monkeypatch.setattr(Events, "get_records", get_records)
    tap = TapEvents(clock=ManualClock(NOW))
    with listen() as said, pytest.raises(DataError):
        tap.sync_all()

    written = said.records("events")
    assert len(written) == 300
    assert said.messages[-1]["type"] == "STATE"
    assert said.states[-1]["bookmarks"]["events"]["replication_key_value"] == "00299"


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


def test_the_sdks_metrics_count_every_record(monkeypatch, caplog):
    caplog.set_level("INFO", logger="singer_sdk.metrics")
    monkeypatch.setattr(Events, "rows", [{"id": i, "at": "a"} for i in range(7)])

    run(Events)

    points = [r.args[0] for r in caplog.records if r.name == "singer_sdk.metrics"]
    counted = Counter(
        {p.tags["stream"]: p.value for p in points if p.metric_type == "counter"}
    )
    assert counted["events"] == 7
