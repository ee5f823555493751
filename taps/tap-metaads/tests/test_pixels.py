"""Pixels, which accounts may share."""

from __future__ import annotations


def test_a_shared_pixel_is_a_row_of_each_account(whole, ids):
    rows = whole.records("pixels")

    assert len({row["id"] for row in rows}) == 1
    assert {row["account_id"] for row in rows} == {ids["main"], ids["small"]}
