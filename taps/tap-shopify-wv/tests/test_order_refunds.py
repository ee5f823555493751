"""Refunds of orders."""

from __future__ import annotations

from decimal import Decimal

STREAM = "order_refunds"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_headers_of_refunds_cost_no_question_of_their_own(read, asked):
    assert read(STREAM)
    assert not asked("nodes(ids")


def test_refunds_add_up_to_what_their_orders_say(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    total = {row["id"]: row["total_refunded"] for row in said.records("orders")}
    found: dict[str, Decimal] = {}
    for row in said.records(STREAM):
        order = row["order_id"]
        found[order] = found.get(order, Decimal(0)) + Decimal(row["total_refunded"])

    assert found
    assert all(Decimal(total[order]) == amount for order, amount in found.items())


def test_a_note_on_a_refund_stays_at_home(read):
    assert {row["note"] for row in read(STREAM)} == {None}
