"""Tender transactions."""

from __future__ import annotations

from decimal import Decimal

STREAM = "tender_transactions"


def test_they_are_put_in_order_here_because_the_api_cannot(read, asked):
    instants = [row["processed_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert not asked("sortKey")
    assert any("processed_at:>=" in v["query"] for _, v in asked("tenderTransactions("))


def test_a_refund_is_negative(read):
    assert [row for row in read(STREAM) if Decimal(row["amount"]) < 0]


def test_numbers_of_cards_are_pseudonyms(read):
    rows = read(STREAM)

    assert all((row["card_number"] or "h1:").startswith("h1:") for row in rows)
