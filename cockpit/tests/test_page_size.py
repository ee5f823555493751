"""The page stays small, whatever there is to tell: 150 kB of health, 1.2 MB in all.

The health part is the page without analytics: style sheet, header, navigation,
connectors, alerts, dead letters, freshness, sources.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from cockpit_tests_outline import Outline
from cockpit_tests_shops import LONG, crowded, day, small

from wv.report import health, page, place, places
from wv.report.shop_model import Coverage, Product, Promo, SalesDay, ShippingCell, Spend

HEALTH, WHOLE = 150_000, 1_200_000
MANY = 400


def size(edition):
    return len(page.write(edition).encode())


def health_part(edition):
    return size(dataclasses.replace(edition, cells=(), shop=None))


@pytest.fixture(scope="module")
def busy_shop():
    """Four years of sales by promotions, with all that a table may hold at its most."""
    days = range(1460)
    return small(
        days=tuple(SalesDay(day(n), 10**6, Decimal(10**9 + n)) for n in reversed(days)),
        anomalies={day(n): n % 17 - 8.123 for n in days},
        promos=tuple(Promo(day(n), LONG, 10**6, 10**9) for n in reversed(days)),
        products=tuple(
            Product(LONG, 10**9, Decimal(10**12), 0.1, 0.1, LONG) for _ in range(10)
        ),
        spend=tuple(
            Spend(day(n), platform, Decimal(10**7), Decimal(10**8))
            for n in reversed(days)
            for platform in ("google", "meta")
        ),
        cells=tuple(
            ShippingCell(f"c{n:04}", n % 80, n / 3, 10**6, 1 / 500, watched=True)
            for n in range(500)
        ),
        coverage=tuple(
            Coverage(f"C{n}", 10**6, 10**6, 1.0, 1.0, "insufficient")
            for n in range(250)
        ),
    )


@pytest.fixture(scope="module")
def many_places(make_cell):
    """More places than the page shows, each with a rough year and a long name."""
    made = [make_cell(index) for index in range(6)]
    return tuple(
        dataclasses.replace(made[n % 6], cell_id=f"c{n:04}", name=f"{n} {LONG[:60]}")
        for n in range(MANY)
    )


@pytest.fixture(scope="module")
def full(edition, busy_shop, many_places):
    """Too much of everything at once."""
    return dataclasses.replace(
        crowded(edition, MANY), shop=busy_shop, cells=many_places
    )


def test_the_health_part_is_small(everything):
    assert health_part(everything) <= HEALTH


def test_the_health_part_does_not_grow_with_what_goes_wrong(edition):
    assert health_part(crowded(edition, MANY)) <= HEALTH
    assert health_part(crowded(edition, 10 * MANY)) <= HEALTH


def test_the_whole_page_does_not_grow_with_places_and_sales(full):
    assert size(full) <= WHOLE


def test_what_is_left_out_is_counted_and_where_it_is_said(full):
    text = Outline(page.write(full)).text()

    assert "And 370 more connectors: they are in the table quality.connec" in text
    assert "And 340 more streams:" in text
    assert "And 380 more alerts:" in text
    assert "And 380 more streams:" in text
    assert "376 more places" in text
    assert "And 200 more places: they are in the table weather.weather_daily." in text


def test_counts_are_of_everything_and_not_of_what_is_shown(full):
    assert health.status(full) == (
        f"{MANY} failed runs, 2 open alerts and {MANY},000,000,000 dead letters"
    )
    assert "and 395 more did not succeed (400 connectors known)" in (
        health.runs_sentence(full)
    )


def test_a_connector_that_failed_is_never_left_out(edition):
    """By name the last of many: what needs a look comes first."""
    many = crowded(edition, MANY)
    well = [
        dataclasses.replace(run, last_success=True, last_error=None)
        for run in many.connectors
    ]
    bad = dataclasses.replace(well[-1], name="tap-z", last_success=False)

    text = page.write(dataclasses.replace(many, connectors=(*well[:-1], bad)))

    assert text.index("tap-z") < text.index("Alerts")
    assert "And 370 more connectors" in text


def test_places_where_most_orders_go_are_those_shown(edition, many_places):
    busiest = ShippingCell("c0399", 1.0, 1.0, 9, 0.9, watched=True)
    edition = dataclasses.replace(
        edition, cells=many_places, shop=small(cells=(busiest,))
    )

    shown = [cell.cell_id for cell in places.shown(edition)]

    assert shown == ["c0000", *(f"c{n:04}" for n in range(1, 23)), "c0399"]


def test_few_places_are_shown_in_their_order(edition):
    assert places.shown(edition) == edition.cells


def test_every_place_shown_can_be_chosen(full):
    outline = Outline(page.write(full))
    wanted = [f"#{anchor}" for anchor in place.anchors(places.shown(full))]

    links = [attrs["href"] for attrs in outline.named("a")]

    assert len(wanted) == places.PLACES_SHOWN
    assert set(wanted) <= set(links)
