"""Payments of orders."""

from __future__ import annotations

from decimal import Decimal

STREAM = "transactions"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_successful_payments_add_up_to_what_the_order_received(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    received = {row["id"]: row["total_received"] for row in said.records("orders")}
    found = dict.fromkeys(received, Decimal(0))
    for row in said.records(STREAM):
        if row["status"] == "SUCCESS" and row["kind"] in {"SALE", "CAPTURE"}:
            found[row["order_id"]] += Decimal(row["amount"])

    assert all(Decimal(received[order]) == amount for order, amount in found.items())


def test_a_capture_names_what_it_captures(read):
    rows = {row["id"]: row for row in read(STREAM, shop="plain-500")}
    followers = [r for r in rows.values() if r["kind"] in {"CAPTURE", "REFUND"}]
    parents = {row["parent_transaction_id"] for row in followers} - {None}

    assert parents
    assert parents <= rows.keys()


def test_receipts_and_account_numbers_stay_at_home(read):
    rows = read(STREAM)

    assert {row["receipt"] for row in rows} == {None}
    assert all((row["account_number"] or "h1:").startswith("h1:") for row in rows)


def test_lists_of_transactions_ride_along_with_orders(read, asked):
    assert read(STREAM)
    assert not asked("nodes(ids")
