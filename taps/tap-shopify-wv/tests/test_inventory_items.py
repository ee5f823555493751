"""Inventory items."""

from __future__ import annotations

STREAM = "inventory_items"


def test_an_item_says_what_it_cost(read):
    rows = [row for row in read(STREAM) if row["unit_cost"]]

    assert rows
    assert {row["unit_cost_currency"] for row in rows} == {"USD"}


def test_items_are_put_in_order_here_because_the_api_cannot(read, asked):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert not asked("sortKey")
