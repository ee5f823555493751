"""Discounts as applied to orders."""

from __future__ import annotations

STREAM = "order_discount_applications"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_a_discount_is_known_by_its_order_and_its_place(read):
    """It has no id; lines name it by its place."""
    keys = [(row["order_id"], row["index"]) for row in read(STREAM)]

    assert len(set(keys)) == len(keys)


def test_every_allocation_of_a_line_finds_its_discount(make_tap, sync):
    said = sync(make_tap("order_line_items", STREAM))
    known = {(row["order_id"], row["index"]) for row in said.records(STREAM)}
    used = {
        (row["order_id"], share["discount_index"])
        for row in said.records("order_line_items")
        for share in row["discount_allocations"]
    }

    assert used
    assert used <= known


def test_a_share_is_a_percentage_and_an_amount_has_its_currency(read):
    for row in read(STREAM):
        if row["value_kind"] == "MoneyV2":
            assert row["value_amount_currency"]
        else:
            assert row["value_percentage"] is not None
