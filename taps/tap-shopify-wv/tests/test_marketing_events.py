"""Marketing events."""

from __future__ import annotations

STREAM = "marketing_events"


def test_all_are_read_each_run(make_tap, sync, asked):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))

    assert first.records(STREAM)
    assert [row["id"] for row in second.records(STREAM)] == [
        row["id"] for row in first.records(STREAM)
    ]
    assert not [given for _, given in asked("marketingEvents(") if given.get("query")]


def test_an_event_carries_what_links_it_to_visits(read):
    assert [row for row in read(STREAM) if row["utm_campaign"]]
