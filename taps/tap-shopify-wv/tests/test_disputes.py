"""Disputes."""

from __future__ import annotations

STREAM = "disputes"


def test_open_disputes_are_read_again_until_they_end(make_tap, sync, asked):
    """Nothing tells when one changed, so all are read: they are few."""
    first = sync(make_tap(STREAM, shop="plain-1000"))
    second = sync(make_tap(STREAM, shop="plain-1000", state=first.state))

    assert first.records(STREAM)
    assert {row["id"] for row in second.records(STREAM)} == {
        row["id"] for row in first.records(STREAM)
    }
    assert not [given for _, given in asked("disputes(") if given.get("query")]


def test_a_dispute_names_its_order_and_its_reason(read):
    rows = read(STREAM, shop="plain-1000")

    assert all(row["order_id"] and row["reason"] for row in rows)
