"""Shipping that was refunded."""

from __future__ import annotations

STREAM = "order_refund_shipping_lines"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_only_orders_with_refunds_are_asked_for_theirs(make_tap, sync, asked):
    said = sync(make_tap("order_refunds", STREAM))
    refunds = {row["id"] for row in said.records("order_refunds")}
    ids = {gid for _, given in asked("nodes(ids") for gid in given["ids"]}

    assert ids == refunds


def test_a_window_without_refunds_asks_for_none(read, asked):
    read(STREAM, start_date="2026-11-15T08:00:00Z")

    assert not asked("nodes(ids")


def test_it_names_its_refund_and_the_day_that_counts(make_tap, sync):
    said = sync(make_tap("order_refunds", STREAM))
    days = {row["id"]: row["processed_at"] for row in said.records("order_refunds")}
    rows = said.records(STREAM)

    assert rows
    assert {row["refund_id"]: row["refund_processed_at"] for row in rows}.items() <= (
        days.items()
    )


def test_refunded_shipping_names_its_shipping_line(make_tap, sync):
    said = sync(make_tap("order_shipping_lines", STREAM))
    known = {row["id"] for row in said.records("order_shipping_lines")}

    assert {row["shipping_line_id"] for row in said.records(STREAM)} <= known
