"""Lines of orders."""

from __future__ import annotations

STREAM = "order_line_items"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_quantity_keeps_what_was_removed_or_refunded(read):
    rows = read(STREAM)

    assert [row for row in rows if row["current_quantity"] < row["quantity"]]
    assert not [row for row in rows if row["current_quantity"] > row["quantity"]]


def test_shares_of_order_discounts_stand_in_the_allocations(read):
    """`total_discount` knows line discounts only; a share of an order's is here."""
    rows = read(STREAM)

    assert [row for row in rows if row["discount_allocations"]]


def test_gift_cards_are_marked(read):
    """They are a liability, no sale."""
    assert {row["is_gift_card"] for row in read(STREAM, shop="plain-500")} == {
        True,
        False,
    }


def test_duties_come_with_goods_that_leave_the_country(read):
    duties = [d for r in read(STREAM, shop="multi-currency-200") for d in r["duties"]]

    assert duties
    assert all(duty["amount"] for duty in duties)
