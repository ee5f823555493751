"""The shop's part of the page as it is drawn: charts, tables, links to places."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from decimal import Decimal

import pytest
from cockpit_tests_outline import Outline
from cockpit_tests_shops import LAST, day, small
from hypothesis import given
from hypothesis import strategies as st

from wv.report import page, sales, shop, shop_facts, shop_places
from wv.report.html import render
from wv.report.model import Day, Edition
from wv.report.shop_model import Promo, SalesDay, ShippingCell, Shop, Spend

BUILT_AT = dt.datetime(2026, 11, 15, 6, tzinfo=dt.UTC)


def drawn(of: Shop, **known) -> str:
    return render(shop.section(of, known))


@pytest.fixture(scope="module")
def outline(make_cell):
    cells = (make_cell(0), make_cell(1))
    return Outline(page.write(Edition("acme", BUILT_AT, BUILT_AT, cells, shop=small())))


def test_the_page_leads_with_the_shop(outline):
    headings = [text for tag, text in outline.texts if tag in {"h1", "h2"}]

    assert headings[:2] == ["Sales and weather", "The shop"]
    assert ("title", "WeatherVane: sales and weather, acme") in outline.texts
    sections = [a["href"] for a in outline.named("a") if a["href"].startswith("#")]
    assert {"#shop", "#weather", "#health", "#sources"} <= set(sections)


def test_every_chart_has_a_title_a_sentence_and_a_table_of_its_own():
    text = drawn(small())

    assert text.count('role="img"') == text.count("<desc") == 3
    summaries = [text for tag, text in Outline(text).texts if tag == "summary"]
    assert summaries == [
        "Every week as a table",
        "Every week of advertising as a table",
        "Every cell as a table",
        "Every country as a table",
    ]


def test_every_figure_holds_a_chart_a_caption_and_a_table_to_open(everything):
    figures = re.findall("<figure>.*?</figure>", page.write(everything), re.DOTALL)

    assert len(figures) == 3 + 2 * 6
    for figure in figures:
        assert 'role="img"' in figure
        assert "<figcaption>" in figure
        assert "<details><summary>" in figure
        assert "<table" in figure[figure.index("<details>") :]


def test_titles_of_products_cannot_become_markup():
    assert "Umbrella &lt;b" in drawn(small())


def test_every_amount_stands_below_its_currency():
    heads = [text for tag, text in Outline(drawn(small())).texts if tag == "th"]

    assert {"Net sales, USD", "Spent, USD", "Each, USD"} <= set(heads)


def test_a_shop_without_ads_has_no_part_for_them():
    text = drawn(small(spend=()))

    assert "Advertising" not in text
    assert "Top products" in text


def test_a_shop_without_weather_says_so_and_still_sells():
    text = drawn(small(anomalies={}))

    assert "No weather is known yet where the orders go." in text
    assert "against normal, where orders go" in text
    assert 'class="chart wide sales"' in text


def test_a_shop_with_days_only_leaves_the_rest_out():
    text = drawn(Shop("USD", small().days))

    assert [text for tag, text in Outline(text).texts if tag == "h3"] == [
        "Sales against weather"
    ]


def test_a_shop_without_a_single_day_has_its_headline():
    text = drawn(Shop("USD", ()))

    assert "0 weeks, from 0 orders." in text
    assert "<h3" not in text


def test_a_shop_and_its_places_lead_to_each_other(outline):
    links = [attrs["href"] for attrs in outline.named("a")]

    assert links.count("#cell-dr5ru") >= 3
    assert links.count("#orders-by-place") == 2
    assert "orders-by-place" in outline.attributes("id")


def test_the_week_ahead_is_told_of_places_with_a_forecast_alone(make_cell):
    bare = make_cell(1, ahead=0)
    text = drawn(small(), dr5ru=(make_cell(0), "a"), u33db=(bare, "b"))

    ahead = text[: text.index("Sales against weather")]
    assert "The week ahead where orders go" in ahead
    assert '<a href="#a">New York</a>' in ahead
    assert "Berlin" not in ahead


def test_a_place_without_a_part_of_its_own_is_named_without_a_link(make_cell):
    text = drawn(small(), dr5ru=(make_cell(0), None))

    assert '<th scope="row">New York</th>' in text
    assert 'href="#' not in text


def test_the_outlook_is_weighted_by_orders_and_of_seven_days(make_cell):
    def ahead(*anomalies):
        return tuple(
            Day(day(-1 - n), forecast=True, mean_c=9.0, anomaly_c=value)
            for n, value in enumerate(anomalies)
        )

    known = {
        "dr5ru": (make_cell(0, days=ahead(*[5.0] * 7, 99.0)), "a"),
        "u33db": (make_cell(1, days=ahead(-5.0)), "b"),
    }
    weeks = shop_places.weeks_ahead(small(), known)

    assert [len(week.days) for week in weeks] == [7, 1]
    assert shop_places.outlook_c(weeks) == pytest.approx(0.8 * 5 - 0.2 * 5)


def test_without_any_normal_there_is_no_outlook(make_cell):
    days = (Day(day(-1), forecast=True, mean_c=9.0),)
    weeks = shop_places.weeks_ahead(small(), {"dr5ru": (make_cell(0, days=days), "a")})

    assert shop_places.outlook_c(weeks) is None
    assert shop_places.outlook_c([]) is None


def test_more_places_ahead_than_a_table_holds_are_counted(make_cell):
    cells = tuple(
        ShippingCell(f"c{n}", 1.0, n, 1, 0.1, watched=True) for n in range(10)
    )
    known = {cell.name: (make_cell(0), cell.name) for cell in cells}

    assert "And 2 more places: the sentence above" in drawn(small(cells=cells), **known)


def test_what_would_make_the_page_long_is_counted_instead():
    cells = tuple(
        ShippingCell(f"c{n}", 1.0, n / 10, 1, 0.001, watched=False) for n in range(500)
    )
    countries = tuple(
        dataclasses.replace(small().coverage[1], country=f"C{n}") for n in range(250)
    )

    text = drawn(small(cells=cells, coverage=(small().coverage[0], *countries)))

    assert "And 440 more cells: they are in the table geo.shipping_cells." in text
    assert "And 211 more rows: they are in the table geo.geocoding_coverage." in text


def test_a_week_far_beyond_the_others_is_cut_notched_and_told():
    days = [*small().days]
    days[100] = SalesDay(days[100].date, 9, Decimal(90000))

    text = drawn(small(days=tuple(days)))

    assert 'class="notch"' in text
    assert ">90,700</text>" in text
    assert "A bar with a notch is cut short: the week from" in text


def test_weeks_like_each_other_are_not_cut():
    assert 'class="notch"' not in drawn(small())


@pytest.mark.parametrize(
    ("amounts", "top"),
    [
        ([10, 12, 11, 9, 10, 12, 11, 9, 10, 12, 50], 12),
        ([10, 19], 19),
        ([0, 0, 0, 7], 7),
        ([-5, -3], 1),
        ([0], 1),
    ],
)
def test_the_scale_ends_where_weeks_still_differ(amounts, top):
    assert sales.ceiling([Decimal(each) for each in amounts]) == top


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=60))
def test_no_more_than_a_tenth_of_the_weeks_is_ever_cut(amounts):
    top = sales.ceiling([Decimal(each) for each in amounts])

    assert top >= 1
    assert sum(each > top for each in amounts) <= len(amounts) / 10


def test_of_neighbouring_weeks_cut_short_the_greatest_bears_its_amount():
    """Two amounts over bars side by side could not be read."""
    weeks = [
        shop_facts.Week(day(7 * n), 1, Decimal(amount), None, 0)
        for n, amount in enumerate([100] * 48 + [900, 950, 100, 100])
    ]

    text = render(sales.draw(weeks, "USD", ""))

    assert ">950</text>" in text
    assert ">900</text>" not in text


def test_a_month_is_named_where_it_has_room_for_its_name():
    """Of a row that begins in a month's last week, the next month is the first."""
    first = dt.date(2025, 11, 27)
    weeks = [
        shop_facts.Week(first + dt.timedelta(days=7 * n), 1, Decimal(5), None, 0)
        for n in range(52)
    ]

    text = render(sales.draw(weeks, "USD", ""))

    names = re.findall(r'class="month[^"]*">(\w+)<', text)
    assert names[:2] == ["Dec", "Jan"]
    assert len(names) == 12


def test_one_platform_needs_no_row_for_all():
    one = small(spend=(Spend(day(2), "google", Decimal(0), Decimal(5)),))

    assert "Together" not in drawn(one)
    assert "Together" in drawn(small())


def test_a_promotion_on_a_day_not_read_has_dashes():
    later = Promo(LAST + dt.timedelta(days=9), "sms", 1, 3)

    found = Outline(drawn(small(promos=(later,))))

    assert "Campaigns went out on 1 day that are known." in found.text()
