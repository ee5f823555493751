"""Weather moves what is bought, and so does whatever lifts demand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from wv_sandbox.climate import Cell, Climate
from wv_sandbox.shopify.shop import Shop, demand
from wv_sandbox.shopify.shop.demand import COUNTED_DAYS, DAY_SECONDS, FIRST_DAY, THEMES

LABEL = "plain-30000"


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop(LABEL, Climate(7))


def share_of(shop: Shop, theme: str, city: int) -> np.ndarray:
    """What share of a city's orders each day is about a theme."""
    table = shop.table
    there = table.city == city
    day = table.created[there] // DAY_SECONDS - FIRST_DAY
    wanted = table.theme[there] == THEMES.index(theme)
    orders = np.bincount(day, minlength=COUNTED_DAYS)[:COUNTED_DAYS]
    hits = np.bincount(day[wanted], minlength=COUNTED_DAYS)[:COUNTED_DAYS]
    return hits / np.maximum(orders, 1)


def weather(shop: Shop, city: int):
    place = shop.kind.cities[city]
    cell = Cell.at(place.latitude, place.longitude)
    return Climate(7).days(cell, FIRST_DAY, COUNTED_DAYS)


@pytest.mark.parametrize("city", [0, 1, 2])
def test_hot_days_sell_what_heat_asks_for(shop, city):
    tmax = weather(shop, city).tmax_c
    share = share_of(shop, "heat", city)
    hot, cool = tmax > np.quantile(tmax, 0.8), tmax < np.quantile(tmax, 0.2)
    assert share[hot].mean() > 1.5 * share[cool].mean()


@pytest.mark.parametrize("city", [0, 1, 2])
def test_wet_days_sell_what_rain_asks_for(shop, city):
    wet = weather(shop, city).precip_mm > 5.0
    share = share_of(shop, "rain", city)
    assert share[wet].mean() > 1.5 * share[~wet].mean()


def test_snow_sells_what_cold_asks_for():
    days = weather(Shop("weathervane-demo", Climate(7)), 0)
    snows = (days.precip_mm > 1.0) & (days.tmin_c < 0.0)
    freezes = (days.precip_mm == 0.0) & (days.tmin_c < 0.0)
    wanted = demand.wanted("cold", days)
    assert wanted[snows].min() > wanted[freezes].min()
    assert snows.any()


def test_the_goods_are_those_of_the_theme(shop):
    theme = np.flatnonzero(shop.table.theme[:2000] == THEMES.index("cold"))
    lines = [
        line for row in theme[:200].tolist() for line in shop.story(row).basket.goods
    ]
    sold = [line.variant.product for line in lines if line.what == "PRODUCT"]
    cold = [shop.catalogue.products[number].theme == "cold" for number in sold]
    assert 0.6 < np.mean(cold) < 0.95


def test_a_lift_brings_orders_to_its_days_only():
    def campaign(days, city, theme):
        hit = (days == FIRST_DAY + 100) & (city.name == "Chicago") & (theme == "rain")
        return np.where(hit, 40.0, 1.0)

    plain = Shop(LABEL, Climate(7))
    lifted = Shop(LABEL, Climate(7), [campaign])
    per_day = [
        np.bincount(s.table.created // DAY_SECONDS - FIRST_DAY)[:COUNTED_DAYS]
        for s in (plain, lifted)
    ]
    more = per_day[1] - per_day[0]
    assert more[100] > 5
    assert np.abs(np.delete(more, 100)).max() <= 1


def test_the_last_week_of_november_sells_more(shop):
    days = shop.table.created // DAY_SECONDS
    november = date(2025, 11, 24).toordinal() - date(1970, 1, 1).toordinal()
    sale = np.isin(days, np.arange(november, november + 7)).sum()
    before = np.isin(days, np.arange(november - 14, november - 7)).sum()
    assert sale > 1.4 * before


def test_people_come_back_to_where_they_live(shop):
    table = shop.table
    orders = np.bincount(table.customer)
    assert (orders > 1).mean() > 0.2
    home = table.city[table.first_of[table.customer]]
    assert np.array_equal(home, table.city)
