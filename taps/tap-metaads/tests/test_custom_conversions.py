"""Custom conversions, with the value of one."""

from __future__ import annotations


def test_a_value_is_money_with_its_currency(whole, ids):
    rows = whole.records("custom_conversions")

    assert {
        (r["account_id"], r["default_conversion_value"], r["currency"]) for r in rows
    } == {
        (ids["main"], "0", "USD"),
        (ids["small"], "0", "EUR"),
    }
