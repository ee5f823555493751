"""Catalog: items."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import ITEMS


def test_everything_is_read_page_by_page(read, asked):
    rows = read("catalog_items")

    assert len({row["id"] for row in rows}) == len(rows) == ITEMS
    assert len(asked("/api/catalog-items")) == -(-len(rows) // 100)


def test_a_price_keeps_its_digits(read):
    prices = {row["price"] for row in read("catalog_items")}

    assert "10.95" in prices
    assert all(isinstance(price, str) for price in prices)
