"""Discounts."""

from __future__ import annotations

STREAM = "discounts"


def test_codes_and_automatic_discounts_are_one_stream(read, asked):
    kinds = {row["kind"] for row in read(STREAM)}

    assert [kind for kind in kinds if kind.startswith("DiscountCode")]
    assert [kind for kind in kinds if kind.startswith("DiscountAutomatic")]
    assert not asked("priceRules")
    assert not asked("codeDiscountNodes")


def test_a_share_or_an_amount_is_told(read):
    rows = read(STREAM)

    assert [row for row in rows if row["value_percentage"] is not None]
    assert [row for row in rows if row["value_amount"]]


def test_the_window_is_of_the_discount_not_of_its_node(make_tap, sync):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state)).records(STREAM)

    assert all(row["updated_at"] >= "2026-11-08T08:58" for row in second)
    assert len(second) < len(first.records(STREAM))
