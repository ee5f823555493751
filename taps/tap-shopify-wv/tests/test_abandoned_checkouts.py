"""Checkouts that were left."""

from __future__ import annotations

STREAM = "abandoned_checkouts"


def test_recovered_checkouts_stay(read):
    rows = read(STREAM)

    assert [row for row in rows if row["completed_at"]]
    assert [row for row in rows if not row["completed_at"]]


def test_the_page_that_recovers_a_checkout_stays_at_home(read):
    """Whoever has it sees the buyer's address."""
    assert {row["recovery_url"] for row in read(STREAM)} == {None}


def test_they_are_filtered_by_change_and_put_in_order_here(read, asked):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert any("updated_at:>=" in v["query"] for _, v in asked("abandonedCheckouts("))


def test_a_checkout_says_where_it_would_have_gone(read):
    assert [row for row in read(STREAM) if row["ship_geohash"]]
