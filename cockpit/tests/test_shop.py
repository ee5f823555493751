"""The shop's part of the page: what is computed, said and drawn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from cockpit_tests_outline import Outline

from wv.report import cellmap, page, shop, shop_facts, shop_words, words
from wv.report.html import render
from wv.report.model import Edition
from wv.report.shop_model import (
    Coverage,
    Product,
    Promo,
    SalesDay,
    Segment,
    ShippingCell,
    Shop,
    Spend,
)

LAST = dt.date(2026, 11, 14)
BUILT_AT = dt.datetime(2026, 11, 15, 6, tzinfo=dt.UTC)


def day(number: int) -> dt.date:
    return LAST - dt.timedelta(days=number)


@pytest.fixture(scope="module")
def small():
    """A year in which warm days sell double."""
    anomalies = {day(n): (5.0 if n % 7 == 0 else 0.5) for n in range(365)}
    days = [
        SalesDay(day(n), 3, Decimal(200 if n % 7 == 0 else 100))
        for n in reversed(range(365))
    ]
    return Shop(
        currency="USD",
        days=tuple(days),
        anomalies=anomalies,
        products=(
            Product("Umbrella <b>", 7, Decimal("70.50"), 0.6, 0.1, "Boots"),
            Product("Boots", 3, Decimal(30), 0.4, None, None),
        ),
        segments=(Segment("Loyal", 2, 12, Decimal(1500)),),
        promos=(Promo(day(3), "email", 1, 240), Promo(day(1), "mobile_push", 2, None)),
        cells=(
            ShippingCell("dr5ru", 40.7, -74.0, 80, 0.8, watched=True),
            ShippingCell("u33db", 52.5, 13.4, 20, 0.2, watched=False),
        ),
        spend=(
            Spend(day(9), "google", Decimal(100), Decimal(300)),
            Spend(day(2), "meta", Decimal(50), Decimal(50)),
            Spend(day(2), "google", Decimal(100), Decimal(250)),
        ),
        coverage=(
            Coverage("ALL", 100, 90, 0.9, 0.83, "ok"),
            Coverage("US", 80, 79, 0.9875, 0.93, "ok"),
        ),
    )


@pytest.fixture(scope="module")
def outline(small):
    cells = Edition("acme", BUILT_AT, BUILT_AT, (), shop=small)
    return Outline(page.write(cells))


# ---------- what is computed


def test_a_year_is_fifty_two_whole_weeks_that_end_today(small):
    weeks = shop_facts.weeks(small)

    assert len(weeks) == 52
    assert weeks[-1].first + dt.timedelta(days=6) == LAST
    assert {week.orders for week in weeks} == {21}
    assert {week.net_sales for week in weeks} == {Decimal(800)}


def test_a_young_shop_has_fewer_weeks(small):
    young = Shop("USD", small.days[-10:])

    assert len(shop_facts.weeks(young)) == 2
    assert shop_facts.weeks(Shop("USD", ())) == []


def test_a_week_knows_its_weather_and_its_promotions(small):
    week = shop_facts.weeks(small)[-1]

    assert week.anomaly_c == pytest.approx((5 + 6 * 0.5) / 7)
    assert week.promos == 3


def test_days_are_compared_by_their_median(small):
    kinds = shop_facts.by_weather(small)

    assert kinds["warmer"] == (53, Decimal(200))
    assert kinds["near"] == (312, Decimal(100))
    assert "cooler" not in kinds


def test_spend_is_added_up_by_week_and_by_platform(small):
    assert [(w.spend, w.value) for w in shop_facts.spend_weeks(small)] == [
        (Decimal(100), Decimal(300)),
        (Decimal(150), Decimal(300)),
    ]
    assert shop_facts.by_platform(small) == [
        ("google", Decimal(200), Decimal(550)),
        ("meta", Decimal(50), Decimal(50)),
    ]


def test_without_spend_there_are_no_weeks_of_it():
    assert shop_facts.spend_weeks(Shop("USD", ())) == []


# ---------- what is said


def test_return_is_told_as_the_platforms_count(small):
    text = shop_words.spend_sentence(small, shop_facts.by_platform(small))

    assert "2.40 for each USD spent" in text
    assert "the same order" in text


def test_warm_days_are_said_to_sell_more_and_no_cause_is_claimed(small):
    text = shop_words.weather_sentence(small, shop_facts.by_weather(small))

    assert "53 days" in text
    assert "+100" in text
    assert "Season and promotions" in text


def test_without_weather_nothing_is_said_of_it():
    assert "No weather" in shop_words.weather_sentence(Shop("USD", ()), {})


def test_too_few_days_say_nothing(small):
    kinds = {"near": (300, Decimal(100))}

    assert "Too few" in shop_words.weather_sentence(small, kinds)


def test_nothing_shipped_and_nobody_known_are_said():
    assert "No order" in shop_words.coverage_sentence(())
    assert "No customer" in shop_words.segments_sentence(())


def test_money_has_its_currency_and_a_true_minus():
    assert shop_words.money(Decimal("-1234.5"), "EUR").startswith(f"{words.MINUS}1,234")
    assert shop_words.money(Decimal(5), "EUR").endswith("EUR")


# ---------- what is drawn


def test_a_cell_lies_where_it_is():
    def place(latitude, longitude):
        return cellmap.place(
            ShippingCell("", latitude, longitude, 1, 1.0, watched=True)
        )

    assert place(90.0, -180.0) == (0, 0)
    assert place(0.0, 0.0) == (cellmap.WIDTH / 2, cellmap.HEIGHT / 2)


def test_a_dots_area_is_its_share(small):
    svg = render(cellmap.draw(small.cells, "")).split("<circle")[1:]
    radii = [float(part.split(' r="')[1].split('"')[0]) for part in svg]

    assert radii[0] ** 2 / radii[1] ** 2 == pytest.approx(4, rel=0.05)


def test_the_page_leads_with_the_shop(outline):
    headings = [text for tag, text in outline.texts if tag == "h2"]

    assert headings[0] == "The shop"
    assert outline.named("a")[1]["href"] == "#shop"


def test_every_chart_has_a_title_and_a_table_beside_it(small):
    text = render(shop.section(small))

    assert text.count('role="img"') == 3
    assert text.count("<desc") == 3
    assert text.count("<caption") == 6


def test_titles_of_products_cannot_become_markup(small):
    assert "Umbrella &lt;b" in render(shop.section(small))


def test_a_shop_with_days_only_leaves_the_rest_out(small):
    text = render(shop.section(Shop("USD", small.days)))

    assert text.count("<h3") == 1
