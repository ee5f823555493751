"""What the newest days add up to, and promotions beside days without one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cockpit_tests_shops import day, small

from wv.report import shop_sums
from wv.report.shop_model import Promo, SalesDay, Shop


def shop_of(*amounts):
    """A shop whose newest day sold the last amount."""
    days = [
        SalesDay(day(len(amounts) - 1 - n), 2, Decimal(amount))
        for n, amount in enumerate(amounts)
    ]
    return Shop("EUR", tuple(days))


def test_newest_days_are_held_against_those_before():
    found = shop_sums.span(shop_of(10, 10, 15, 15), 2, before=2)

    assert (found.orders, found.net_sales, found.change) == (4, Decimal(30), 0.5)


def test_days_that_are_not_all_known_are_compared_with_nothing():
    assert shop_sums.span(shop_of(10, 15, 15), 2, before=2).change is None


@pytest.mark.parametrize("amount", [0, -5])
def test_days_that_sold_nothing_are_compared_with_nothing(amount):
    assert shop_sums.span(shop_of(amount, 15), 1, before=1).change is None


def test_a_promotion_is_held_against_days_without_one():
    shop = small(promos=(Promo(day(7), "email", 1, None),))

    found = shop_sums.effect(shop, shop.promos[0])

    assert found.net_sales == Decimal(200)
    assert found.change == 1.0


def test_without_two_weeks_of_quiet_days_nothing_is_compared():
    busy = tuple(Promo(day(n), "email", 1, None) for n in range(60))
    shop = small(promos=busy)

    assert shop_sums.effect(shop, busy[30]).change is None
