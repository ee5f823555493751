"""The ledger gives back the shop's own books, which never read it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta

import pytest

from wv_sandbox.shopify.shop import Day

ALL = date(2024, 1, 1), date(2027, 12, 31)
APART = {"GIFT_CARD": "gift_cards", "TIP": "tips"}
OWN = {
    "SHIPPING": "shipping",
    "DUTY": "duties",
    "ADDITIONAL_FEE": "additional_fees",
    "FEE": "return_fees",
}


def booked(sale, money) -> Counter:
    """Book one row of the ledger by the formula that tells how it is to be read."""
    tax = money.cents(sale["totalTaxAmount"])
    net = money.cents(sale["totalAmount"]) - tax
    discount = money.cents(sale["totalDiscountAmountBeforeTaxes"])
    line, action = sale["lineType"], sale["actionType"]
    if line in APART:
        return Counter({APART[line]: net})
    row = Counter(taxes=tax)
    sold = action == "ORDER" or (action == "UPDATE" and sale["quantity"] >= 0)
    if line == "PRODUCT" and sold:
        row.update(gross=net + discount, discounts=discount)
    elif line in ("PRODUCT", "ADJUSTMENT"):
        row["returns"] = -net
    else:
        row[OWN[line]] = net
    return row


def by_ledger(view, money) -> dict[date, dict[str, int]]:
    days = defaultdict(Counter)
    orders = view.root("orders")
    for row in orders.ids().tolist():
        order = orders.node(row)
        for agreement in () if order["test"] else order["agreements"]:
            at = datetime.fromisoformat(agreement["happenedAt"])
            day = days[at.astimezone(view.shop.zone).date()]
            for sale in agreement["sales"]:
                day.update(booked(sale, money))
    kept = {day: {k: v for k, v in row.items() if v} for day, row in days.items()}
    return {day: row for day, row in kept.items() if row}


def by_books(view, first=ALL[0], last=ALL[1]) -> dict[date, dict[str, int]]:
    books = view.books(first, last)
    return {
        day: {k: v for k, v in asdict(row).items() if v} for day, row in books.items()
    }


def test_the_ledger_gives_the_books_to_the_cent(view, money):
    assert by_ledger(view, money) == by_books(view)


def test_every_column_of_the_books_is_used_by_some_shop(open_shop, now):
    seen = Counter()
    for label in ("plain-600", "multi-currency-600"):
        for row in by_books(open_shop(label).at(now)).values():
            seen.update(row.keys())
    assert set(seen) == {field.name for field in fields(Day)}


def test_books_of_two_spans_make_up_those_of_both(plain):
    middle = date(2026, 2, 1)
    before = by_books(plain, ALL[0], middle - timedelta(days=1))
    assert before | by_books(plain, middle, ALL[1]) == by_books(plain)
    assert before


def test_the_books_of_an_earlier_instant_stop_there(open_shop, now, money):
    then = open_shop("plain-600").at(now - timedelta(days=200))
    assert by_ledger(then, money) == by_books(then)
    assert max(by_books(then)) <= (now - timedelta(days=200)).date()


def test_days_are_the_shops_own(open_shop, now):
    """An evening in Los Angeles is the next day in UTC."""
    view = open_shop("digital-400").at(now)
    created = view.shop.table.created[view.orders]
    utc = {datetime.fromtimestamp(at, tz=now.tzinfo).date() for at in created.tolist()}
    assert not set(by_books(view)) <= utc


def test_totals_follow_from_the_columns():
    day = Day(100, 10, 20, 5, 8, 1, 2, 3, 50, 60)
    assert day.net == 70
    assert day.total == 70 + 5 + 8 + 1 + 2 + 3


@pytest.mark.parametrize("label", ["plain-600", "multi-currency-600"])
def test_tests_and_deleted_orders_are_not_booked(label, open_shop, now):
    view = open_shop(label).at(now)
    table = view.shop.table
    left_out = table.test[: view.count] | view.happened("deleted")
    assert left_out.any()
    gross = sum(row.gross for row in view.books(*ALL).values())
    everything = sum(
        entry.money.gross
        for row in range(view.count)
        for step in view.shop.story(row).happenings
        for entry in step.entries
        if entry.what == "PRODUCT" and entry.quantity > 0 and step.at <= view.now
    )
    assert 0 < gross < everything
