"""Variants."""

from __future__ import annotations

STREAM = "product_variants"


def test_a_variant_finds_its_product_and_its_stock(make_tap, sync):
    said = sync(make_tap("products", "inventory_items", STREAM))
    rows = said.records(STREAM)
    products = {row["id"] for row in said.records("products")}
    items = {row["id"] for row in said.records("inventory_items")}

    assert {row["product_id"] for row in rows} <= products
    assert {row["inventory_item_id"] for row in rows} <= items


def test_they_are_put_in_order_here_because_the_api_cannot(read, asked):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert all("sortKey: ID" in query for query, _ in asked("productVariants("))
    assert any("updated_at:>=" in v["query"] for _, v in asked("productVariants("))


def test_a_price_is_text(read):
    assert all(isinstance(row["price"], str) for row in read(STREAM))
