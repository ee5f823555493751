"""STATE each 250 records, resumable wherever it stands, and never ahead of a record."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tap_kit_tests_events import (
    NOW,
    Days,
    Events,
    Loose,
    Places,
    TapEvents,
    keys,
    run,
    states,
)

from tap_kit.clock import ManualClock
from tap_kit.errors import DataError
from tap_kit.loop import STATE_EVERY, RecordStream
from tap_kit.testing import listen


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


def test_the_sdks_metrics_count_every_record(monkeypatch, caplog):
    caplog.set_level("INFO", logger="singer_sdk.metrics")
    monkeypatch.setattr(Events, "rows", [{"id": i, "at": "a"} for i in range(7)])

    run(Events)

    points = [r.args[0] for r in caplog.records if r.name == "singer_sdk.metrics"]
    counted = Counter(
        {p.tags["stream"]: p.value for p in points if p.metric_type == "counter"}
    )
    assert counted["events"] == 7
