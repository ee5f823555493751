"""Segments."""

from __future__ import annotations

STREAM = "segments"


def test_all_are_read_each_run(make_tap, sync, asked):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))

    assert first.records(STREAM)
    assert [row["id"] for row in second.records(STREAM)] == [
        row["id"] for row in first.records(STREAM)
    ]
    assert not [given for _, given in asked("segments(") if given.get("query")]


def test_whom_a_segment_holds_stays_at_home_unless_it_is_kept(read):
    kept = read(STREAM, free_text_columns=["segments.query"])

    assert {row["query"] for row in read(STREAM)} == {None}
    assert [row for row in kept if row["query"]]
