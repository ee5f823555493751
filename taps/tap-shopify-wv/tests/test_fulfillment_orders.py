"""Work to ship."""

from __future__ import annotations

STREAM = "fulfillment_orders"


def test_closed_work_is_read_too(read, asked):
    rows = read(STREAM)

    assert "CLOSED" in {row["status"] for row in rows}
    assert asked("includeClosed: true")


def test_a_line_to_ship_finds_the_line_of_the_order(make_tap, sync):
    said = sync(make_tap("order_line_items", STREAM))
    known = {row["id"] for row in said.records("order_line_items")}
    lines = [line for row in said.records(STREAM) for line in row["line_items"]]

    assert lines
    assert {line["line_item_id"] for line in lines} <= known


def test_the_city_is_a_pseudonym_here(read):
    """Shopify protects it in destinations, though not in addresses."""
    rows = [row for row in read(STREAM) if row["destination_city"]]

    assert rows
    assert all(row["destination_city"].startswith("h1:") for row in rows)
