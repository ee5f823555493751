"""Campaigns of all channels, archived or not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tap_klaviyo.streams.campaigns import CHANNELS
from wv_sandbox.klaviyo.campaigns import campaigns

STREAM = "campaigns"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)


def test_every_campaign_of_every_channel_is_read(read):
    """Sms, push and archived ones are the ones that others lose."""
    rows = read(STREAM, start_date="2024-01-01")

    assert {row["id"] for row in rows} == {c.id for c in campaigns(7, NOW)}
    assert {row["channel"] for row in rows} == set(CHANNELS)
    assert {row["archived"] for row in rows} == {True, False}


def test_no_campaign_is_written_twice(read):
    ids = [row["id"] for row in read(STREAM, start_date="2024-01-01")]

    assert len(ids) == len(set(ids))


def test_the_filter_bounds_both_ends_without_quotes(read, asked):
    read(STREAM)

    assert asked("/api/campaigns")[0]["filter"] == (
        'equals(messages.channel,"email"),equals(archived,false),'
        "greater-or-equal(updated_at,2026-11-01T00:00:00Z),"
        "less-or-equal(updated_at,2026-11-15T08:59:00Z)"
    )


def test_each_channel_and_shelf_has_its_own_bookmark(make_tap, sync):
    through = sync(make_tap(STREAM)).state["bookmarks"][STREAM]["through"]

    assert set(through) == {f"{c}/{s}" for c in CHANNELS for s in ("live", "archived")}
    assert set(through.values()) == {"2026-11-15T08:59:00Z"}


def test_the_next_run_reads_the_lookback_again(make_tap, sync, asked, clock):
    state = sync(make_tap(STREAM)).state
    before = len(asked("/api/campaigns"))
    clock.advance(86_400)

    sync(make_tap(STREAM, state=state))

    queries = asked("/api/campaigns")[before:]
    assert queries
    assert all("updated_at,2026-11-08T08:59:00Z" in q["filter"] for q in queries)


def test_end_date_bounds_what_is_read(read, asked):
    rows = read(STREAM, end_date="2026-11-05")

    assert rows
    assert all(row["updated_at"] <= "2026-11-05T00:00:00+00:00" for row in rows)
    (bound,) = {q["filter"].rpartition("),")[2] for q in asked("/api/campaigns")}
    assert bound == "less-or-equal(updated_at,2026-11-05T00:00:00Z)"


def test_a_state_within_a_channel_is_not_ahead_of_it(make_tap, sync):
    """Archived campaigns come out of order: a channel is done when it is done."""
    states = sync(make_tap(STREAM, start_date="2024-01-01")).states

    for state in states[:-1]:
        through = state["bookmarks"].get(STREAM, {}).get("through", {})
        assert set(through.values()) <= {"2026-11-15T08:59:00Z"}


def test_a_sent_campaign_has_its_time(read):
    rows = read(STREAM, start_date="2024-01-01")

    assert all(row["send_time"] for row in rows if row["status"] == "Sent")
    assert not any(row["send_time"] for row in rows if row["status"] == "Draft")


@pytest.mark.parametrize("column", ["updated_at", "created_at", "send_method", "name"])
def test_a_campaign_has_its(read, column):
    assert all(row[column] for row in read(STREAM))
