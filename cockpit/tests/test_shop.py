"""The shop's part of the page: what is computed and said."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from cockpit_tests_shops import small as small_shop

from wv.report import shop_facts, shop_words, words
from wv.report.model import Day
from wv.report.shop_model import Coverage, SalesDay, Shop

LAST = dt.date(2026, 11, 14)


@pytest.fixture(scope="module")
def small():
    return small_shop()


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


def test_flags_of_the_week_ahead_are_told_by_how_many_orders_they_reach(make_cell):
    cold = [Day(LAST, forecast=True, anomaly_c=-4.0, flags=("Freeze", "Wind"))]
    mild = [Day(LAST, forecast=True, anomaly_c=1.0, flags=("Wind",))]

    text = shop_words.ahead_sentence(
        [(make_cell(0), 0.8, mild), (make_cell(1), 0.2, cold)]
    )

    assert text == (
        f"Farthest from normal: Berlin, 4.0{words.NARROW}°C below normal on average. "
        f"Flags: Wind where 100{words.NARROW}% of orders go, Freeze 20{words.NARROW}%."
    )


def test_a_week_ahead_of_which_nothing_is_known_says_so(make_cell):
    assert shop_words.ahead_sentence([(make_cell(), 1.0, [])]) == "Nothing is flagged."


def test_the_headline_compares_only_with_a_whole_year_before(small):
    double = small_shop(
        days=tuple(
            SalesDay(LAST - dt.timedelta(days=n), 1, Decimal(100 if n < 364 else 50))
            for n in reversed(range(728))
        )
    )

    assert shop_words.headline(double, shop_facts.weeks(double)).endswith(
        f"from 364 orders: +100{words.NARROW}% against the 52 weeks before."
    )
    assert "before" not in shop_words.headline(small, shop_facts.weeks(small))


def test_products_are_told_with_how_many_there_are_and_what_comes_back(small):
    assert shop_words.products_sentence(small) == (
        f"2 of 12 products brought 100{words.NARROW}% of net sales in all days read. "
        f"Of these, most came back of Umbrella <b>, 10.0{words.NARROW}% of pieces."
    )


def test_where_nothing_came_back_nothing_is_said_of_it(small):
    kept = small_shop(products=small.products[1:], products_known=0)

    assert shop_words.products_sentence(kept).startswith("1 of 1 product brought")
    assert "came back" not in shop_words.products_sentence(kept)


@pytest.mark.parametrize(
    ("severity", "said"),
    [
        ("ok", "): ok."),
        ("insufficient", "): too few to judge."),
        ("critical", "): critical. Orders without a place meet no weather; `wv geo"),
    ],
)
def test_too_few_places_come_with_what_to_do(severity, said):
    rows = (Coverage("ALL", 100, 40, 0.4, 0.3, severity),)

    assert said in shop_words.coverage_sentence(rows)
