"""Payouts."""

from __future__ import annotations

from decimal import Decimal

STREAM = "payouts"


def test_thirty_days_are_read_again_because_a_status_changes_silently(
    make_tap, sync, asked, box
):
    state = sync(make_tap(STREAM)).state
    box.box.requests.clear()
    rows = sync(make_tap(STREAM, state=state)).records(STREAM)

    (search,) = {given["query"] for _, given in asked("payouts(")}
    assert "issued_at:>='2026-10-16T08:58:00Z'" in search
    assert rows
    assert min(row["issued_at"] for row in rows) >= "2026-10-16"


def test_a_payout_is_told_with_what_it_is_made_of(read):
    rows = read(STREAM)

    assert all(row["net_currency"] == "USD" for row in rows)
    assert [row for row in rows if Decimal(row["charges_gross"])]


def test_payouts_come_in_the_order_of_their_issue(read, asked):
    instants = [row["issued_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert asked("sortKey: ISSUED_AT")
