"""Catalog: categories."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import CATEGORIES


def test_everything_is_read_page_by_page(read, asked):
    rows = read("catalog_categories")

    assert len({row["id"] for row in rows}) == len(rows) == CATEGORIES
    assert len(asked("/api/catalog-categories")) == -(-len(rows) // 100)
