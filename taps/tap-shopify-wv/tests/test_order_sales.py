"""The ledger."""

from __future__ import annotations

from decimal import Decimal

STREAM = "order_sales"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_the_sales_of_the_sale_add_up_to_the_order_as_ordered(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    total = {row["id"]: row["original_total_price"] for row in said.records("orders")}
    found: dict[str, Decimal] = {}
    for row in said.records(STREAM):
        if row["agreement_kind"] == "OrderAgreement":
            order, amount = row["order_id"], Decimal(row["total_amount"])
            found[order] = found.get(order, Decimal(0)) + amount

    assert found.keys() == total.keys()
    assert all(Decimal(total[order]) == amount for order, amount in found.items())


def test_what_comes_back_is_negative_and_dated_when_it_came(read):
    back = [row for row in read(STREAM) if row["action_type"] == "RETURN"]

    assert back
    assert all(row["happened_at"] for row in back)
    goods = [row for row in back if row["line_type"] == "PRODUCT"]
    assert not [row for row in goods if Decimal(row["total_amount"]) > 0]
    assert not [row for row in goods if row["quantity"] > 0]


def test_a_refund_names_itself_in_the_ledger(make_tap, sync):
    said = sync(make_tap("order_refunds", STREAM))
    refunds = {row["id"] for row in said.records("order_refunds")}
    named = {row["refund_id"] for row in said.records(STREAM)} - {None}

    assert named
    assert named <= refunds


def test_gift_cards_and_tips_can_be_told_from_sales(read):
    kinds = {row["line_type"] for row in read(STREAM, shop="plain-500")}

    assert {"PRODUCT", "SHIPPING", "GIFT_CARD", "TIP"} <= kinds
