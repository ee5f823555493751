"""Lines of parcels."""

from __future__ import annotations

STREAM = "fulfillment_line_items"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_a_parcel_finds_its_lines(make_tap, sync):
    said = sync(make_tap("order_line_items", "fulfillments", STREAM))
    lines = {row["id"] for row in said.records("order_line_items")}
    parcels = {row["id"] for row in said.records("fulfillments")}
    rows = said.records(STREAM)

    assert {row["line_item_id"] for row in rows} <= lines
    assert {row["fulfillment_id"] for row in rows} == parcels


def test_pieces_in_the_lines_add_up_to_the_parcel(make_tap, sync):
    said = sync(make_tap("fulfillments", STREAM))
    total = {row["id"]: row["total_quantity"] for row in said.records("fulfillments")}
    found = dict.fromkeys(total, 0)
    for row in said.records(STREAM):
        found[row["fulfillment_id"]] += row["quantity"]

    assert found == total


def test_many_parcels_are_asked_for_at_once(read, asked):
    rows = read(STREAM)

    assert len(asked("nodes(ids")) < len({row["fulfillment_id"] for row in rows}) / 5
