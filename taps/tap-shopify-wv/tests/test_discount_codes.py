"""Codes of discounts."""

from __future__ import annotations

from collections import Counter

STREAM = "discount_codes"


def test_more_than_a_hundred_codes_of_one_discount_are_read(read):
    """By bulk only a hundred come, and nothing says so."""
    found = Counter(row["discount_id"] for row in read(STREAM))

    assert max(found.values()) > 250


def test_every_discount_has_as_many_codes_as_it_says(make_tap, sync):
    said = sync(make_tap("discounts", STREAM))
    found = Counter(row["discount_id"] for row in said.records(STREAM))
    told = {r["id"]: r["codes_count"] for r in said.records("discounts")}

    assert dict(found) == {ident: count for ident, count in told.items() if count}


def test_they_are_never_read_by_bulk(read, asked):
    assert read(STREAM, bulk_mode="always")
    assert not asked("bulkOperationRunQuery")


def test_automatic_discounts_are_not_asked_for_codes(read, asked):
    read(STREAM)

    assert all("method:code" in given["query"] for _, given in asked("discountNodes("))
