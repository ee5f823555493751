"""Products."""

from __future__ import annotations

from decimal import Decimal

STREAM = "products"


def test_products_come_in_the_order_of_their_change(read, asked):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert asked("sortKey: UPDATED_AT")


def test_prices_have_their_currency(read):
    rows = read(STREAM, shop="tax-included-100")

    assert {row["price_min_currency"] for row in rows} == {"EUR"}
    assert all(Decimal(row["price_min"]) <= Decimal(row["price_max"]) for row in rows)


def test_options_are_a_list(read):
    assert [row for row in read(STREAM) if row["options"]]
