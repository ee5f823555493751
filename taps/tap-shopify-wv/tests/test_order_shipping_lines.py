"""Shipping lines of orders."""

from __future__ import annotations

STREAM = "order_shipping_lines"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_removed_lines_are_asked_for(read, asked):
    rows = read(STREAM)

    assert {row["is_removed"] for row in rows} <= {True, False}
    assert asked("includeRemovals: true")


def test_prices_before_and_after_refunds_are_told_apart(read):
    rows = read(STREAM)

    assert [r for r in rows if r["current_discounted_price"] != r["discounted_price"]]
