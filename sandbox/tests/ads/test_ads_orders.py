"""Conversions are orders of the shop: those that there are, and no others."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from wv_sandbox.ads import AdBook
from wv_sandbox.ads.touches import LAST_DAYS, SHARES, WHOLE
from wv_sandbox.shopify.shop import Shop
from wv_sandbox.shopify.shop.demand import THEMES
from wv_sandbox.shopify.shop.money import shop_cents

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
ALL_DAYS = date(2024, 11, 15), date(2026, 11, 15)
COUNTED = {
    "google": (("conversions", "value_micros"),),
    "meta": (
        ("orders_28d_click", "value_micros_28d_click"),
        ("orders_1d_view", "value_micros_1d_view"),
    ),
}


def test_an_order_belongs_to_one_vendor_or_none(climate, shop):
    rows = {}
    for vendor, (low, high) in SHARES.items():
        touches = AdBook(vendor, climate, shop).touches()
        rows[vendor] = set(touches.order.tolist())
        share = len(rows[vendor]) / shop.table.created.size
        assert abs(share - (high - low)) < 0.025

    assert not rows["google"] & rows["meta"]


def test_each_order_is_given_away_once_and_no_test_order_is(book, shop):
    touches = book.touches()
    weights = np.bincount(touches.order, touches.weight)

    assert set(weights[weights > 0]) == {WHOLE}
    assert not shop.table.test[touches.order].any()


def test_a_click_comes_before_its_order_in_the_same_city(book, shop):
    touches = book.touches()
    lag = touches.lag_days
    same_day = lag == 0
    hours = touches.impressions.codes("hour")[same_day]

    assert lag.min() == 0
    assert lag.max() == LAST_DAYS
    assert (touches.impressions.city == shop.table.city[touches.order]).all()
    ordered = [
        datetime.fromtimestamp(second, UTC).astimezone(shop.zone).hour
        for second in touches.created[same_day].tolist()
    ]
    assert (hours < np.array(ordered)).all()


def test_conversions_and_their_value_are_those_of_the_orders(book, shop):
    touches = book.touches()
    there = touches.created <= NOW.timestamp()
    placed = {
        row: shop_cents(shop.story(row).happenings[0].total)
        for row in set(touches.order[there].tolist())
    }
    viewed = (
        0 if book.vendor == "meta" else touches.weight[touches.viewed & there].sum()
    )

    orders = value = 0
    for names in COUNTED[book.vendor]:
        sums = book.facts(*ALL_DAYS, NOW, (), names).sums
        orders += sums[names[0]][0]
        value += sums[names[1]][0]

    assert orders == len(placed) * WHOLE - viewed
    if not viewed:
        assert value == sum(placed.values()) * 10_000
    else:
        assert 0.9 < value / (sum(placed.values()) * 10_000) < 1.0


def conversions(book, first, now):
    """Count the conversions of a week as they are known at an instant."""
    last = first + timedelta(days=6)
    return int(
        book.facts(first, last, now, (), ("conversions",)).sums["conversions"][0]
    )


def test_conversions_of_a_week_grow_for_weeks(book):
    grown = 0
    for week in range(12):
        first = date(2026, 7, 6) + timedelta(weeks=week)
        over = datetime.combine(first, time(12), UTC) + timedelta(days=7)
        numbers = [
            conversions(book, first, over + timedelta(days=days))
            for days in (0, 5, 10, LAST_DAYS + 1, 40)
        ]
        assert numbers == sorted(numbers)
        assert numbers[-1] == numbers[-2]
        grown += numbers[0] < numbers[-1]

    assert grown > 4


def test_orders_counted_on_their_own_day_are_as_many_in_the_end(book):
    measures = ("conversions", "conversions_by_order_day")
    sums = book.facts(*ALL_DAYS, NOW, ("day",), measures).sums

    assert sums["conversions"].sum() == sums["conversions_by_order_day"].sum()
    assert (sums["conversions"] != sums["conversions_by_order_day"]).any()


def test_orders_to_come_change_nothing_of_those_before(climate):
    """The shop grows by whole blocks; what was told stays so."""
    fresh = AdBook("google", climate, Shop("weathervane-demo", climate))
    october = date(2026, 10, 1), date(2026, 10, 31)
    before = list(fresh.facts(*october, NOW, ("day", "ad")).rows())

    fresh.facts(*october, NOW + timedelta(days=400))

    assert list(fresh.facts(*october, NOW, ("day", "ad")).rows()) == before


def test_each_city_brings_what_its_shop_sells_there(book, shop):
    """Return on ad spend by region follows the shop's sales."""
    measures = ("orders_28d_click", "cost_micros")
    sums = book.facts(*ALL_DAYS, NOW, ("city",), measures).sums
    there = shop.table.created <= NOW.timestamp()
    ordered = np.bincount(shop.table.city[there], minlength=len(book.cities))

    sold = sums["orders_28d_click"] / sums["orders_28d_click"].sum()
    assert np.abs(sold - ordered / ordered.sum()).max() < 0.07
    assert (sums["cost_micros"] > 0).all()


def test_ads_about_rain_sell_what_rain_sells(book, shop):
    """Orders come five times likelier after an ad for goods of their kind."""
    touches = book.touches()
    about = np.array([THEMES.index(ad.campaign.theme) for ad in book.ads])
    fits = about[touches.impressions.ad] == shop.table.theme[touches.order]

    assert fits.mean() > 0.5
    assert not fits.all()
