"""Coupons."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import COUPONS


def test_every_coupon_is_read(read):
    assert {row["id"] for row in read("coupons")} == {
        f"WEATHER{number}" for number in range(COUPONS)
    }
