"""Pages."""

from __future__ import annotations

STREAM = "pages"


def test_pages_come_in_the_order_of_their_change(read, asked):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants
    assert instants == sorted(instants)
    assert asked("sortKey: UPDATED_AT")


def test_drafts_are_told_from_what_is_published(read):
    for row in read(STREAM):
        assert row["is_published"] == bool(row["published_at"])
