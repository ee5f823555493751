"""Webhook subscriptions."""

from __future__ import annotations

STREAM = "webhooks"


def test_all_are_read_each_run(make_tap, sync, asked):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))

    assert first.records(STREAM)
    assert [row["id"] for row in second.records(STREAM)] == [
        row["id"] for row in first.records(STREAM)
    ]
    assert not [
        given for _, given in asked("webhookSubscriptions(") if given.get("query")
    ]


def test_where_they_are_sent_stays_at_home(read):
    """The address may hold a secret."""
    rows = read(STREAM)

    assert {row["uri"] for row in rows} == {None}
    assert all(row["topic"] for row in rows)
