"""Sales by day from the ledger are the shop's own books, to the cent.

The books come from what happened, never from the ledger. The formula is that of
https://help.shopify.com/en/manual/reports-and-analytics/shopify-reports/report-types/default-reports/sales-report
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Shop

SEED = 7
"""The sandbox's."""
ALL = date(2024, 1, 1), date(2027, 12, 31)
APART = {"GIFT_CARD": "gift_cards", "TIP": "tips"}
OWN = {
    "SHIPPING": "shipping",
    "DUTY": "duties",
    "ADDITIONAL_FEE": "additional_fees",
    "FEE": "return_fees",
}
SHOPS = [
    "plain-300",
    "tax-included-120",
    "multi-currency-120",
    "digital-100",
    "basic-100",
]


def booked(sale: dict[str, Any]) -> Counter[str]:
    """Book one row of the ledger; amounts are of the shop's currency."""
    tax = Decimal(sale["total_tax_amount"])
    net = Decimal(sale["total_amount"]) - tax
    discount = Decimal(sale["total_discount_amount_before_taxes"])
    line, action = sale["line_type"], sale["action_type"]
    if line in APART:
        return Counter({APART[line]: net})
    row: Counter[str] = Counter(taxes=tax)
    is_sold = action == "ORDER" or (action == "UPDATE" and sale["quantity"] >= 0)
    if line == "PRODUCT" and is_sold:
        row.update(gross=net + discount, discounts=discount)
    elif line in {"PRODUCT", "ADJUSTMENT"}:
        row["returns"] = -net
    else:
        row[OWN[line]] = net
    return row


def by_day(rows: list[dict[str, Any]], zone: ZoneInfo) -> dict[date, dict[str, Any]]:
    days: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for sale in rows:
        at = datetime.fromisoformat(sale["happened_at"])
        days[at.astimezone(zone).date()].update(booked(sale))
    kept = {
        day: {name: amount for name, amount in sums.items() if amount}
        for day, sums in days.items()
    }
    return {day: sums for day, sums in kept.items() if sums}


@pytest.mark.parametrize("bulk_mode", ["never", "always"])
@pytest.mark.parametrize("shop", SHOPS)
def test_the_ledger_gives_the_books_to_the_cent(make_tap, sync, box, shop, bulk_mode):
    said = sync(make_tap("order_sales", "shop", shop=shop, bulk_mode=bulk_mode))

    zone = ZoneInfo(said.records("shop")[0]["timezone"])
    view = Shop(shop, Climate(SEED)).at(box.clock.now())
    books = {
        day: {name: cents for name, cents in asdict(row).items() if cents}
        for day, row in view.books(*ALL).items()
    }
    ledger = by_day(said.records("order_sales"), zone)
    assert books
    assert {
        day: {name: int(amount * 100) for name, amount in sums.items()}
        for day, sums in ledger.items()
    } == books
