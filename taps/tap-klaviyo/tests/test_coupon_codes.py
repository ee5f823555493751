"""Codes of coupons."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import CODES, COUPONS

STREAM = "coupon_codes"


def test_every_code_of_every_coupon_is_read(read):
    rows = read(STREAM)

    assert len({row["id"] for row in rows}) == len(rows) == CODES * COUPONS
    assert len({row["coupon_id"] for row in rows}) == COUPONS


def test_codes_are_asked_for_coupon_by_coupon(read, asked):
    """The endpoint refuses to list all codes."""
    read(STREAM)

    filters = {query["filter"] for query in asked("/api/coupon-codes")}
    assert filters == {f'equals(coupon.id,"WEATHER{n}")' for n in range(COUPONS)}


def test_a_code_that_was_used_says_by_whom(read):
    rows = read(STREAM)

    assert all(row["profile_id"] for row in rows if row["status"] == "USED")


def test_a_code_is_as_good_as_money(read):
    assert all(row["unique_code"].startswith("h1:") for row in read(STREAM))
