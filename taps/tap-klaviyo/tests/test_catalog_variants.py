"""Catalog: variants."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import ITEMS


def test_everything_is_read_page_by_page(read, asked):
    rows = read("catalog_variants")

    assert len({row["id"] for row in rows}) == len(rows) == 2 * ITEMS
    assert len(asked("/api/catalog-variants")) == -(-len(rows) // 100)


def test_a_price_keeps_its_digits(read):
    prices = {row["price"] for row in read("catalog_variants")}

    assert "10.95" in prices
    assert all(isinstance(price, str) for price in prices)
