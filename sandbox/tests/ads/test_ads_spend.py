"""Spend follows plan and weather, and lifts the shop's demand by a law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from wv_sandbox.ads import AdBook, Life, State, lift
from wv_sandbox.ads.delivery import Delivery
from wv_sandbox.ads.lifting import ELASTICITY, REFERENCE_CENTS
from wv_sandbox.app import Box, _lifts
from wv_sandbox.climate import Cell
from wv_sandbox.clock import SandboxClock
from wv_sandbox.shopify.shop import Shop

DEMO = "weathervane-demo"
NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
FIRST, DAYS = 20_042, 730


def test_ids_and_names_are_unique_and_of_the_vendors_length(book):
    for things in (book.campaigns, book.groups, book.ads):
        assert len({thing.id for thing in things}) == len(things)
        lengths = {len(str(thing.id)) for thing in things}
        assert lengths == {12 if book.vendor == "google" else 17}


def test_nothing_is_delivered_while_something_above_does_not_run(book):
    facts = book.facts(date(2024, 11, 15), NOW.date(), NOW, ("day", "ad"))

    epoch = date(1970, 1, 1)
    assert facts.keys
    assert all(ad.runs((day - epoch).days) for day, ad in facts.keys)


def test_every_state_occurs(book):
    today = (NOW.date() - date(1970, 1, 1)).days
    lives = [thing.life for thing in (*book.campaigns, *book.groups, *book.ads)]
    states = {life.state(today) for life in lives}

    assert {State.ACTIVE, State.PAUSED, State.REMOVED} <= states
    assert (State.ARCHIVED in states) == (book.vendor == "meta")


def test_a_life_has_its_states_in_turn():
    life = Life(first=10, removed=50, archived=40, paused=20, resumed=30)

    states = [life.state(day) for day in (9, 10, 20, 30, 40, 50)]

    assert states == ["planned", "active", "paused", "active", "archived", "removed"]
    assert life.changes() == [10, 20, 30, 40, 50]
    assert Life(paused=3).moved(2) == Life(first=2, paused=5)


def test_budgets_change_from_week_to_week_and_not_within(book):
    campaign = book.campaigns[0]
    monday = date(2026, 3, 2)
    budgets = [
        book.budget_cents(campaign, monday + timedelta(days=day)) for day in range(84)
    ]
    weeks = [set(budgets[first : first + 7]) for first in range(0, 84, 7)]

    assert all(len(week) == 1 for week in weeks)
    assert len(set.union(*weeks)) > 1


def test_rain_brings_more_spend_on_rain_gear(climate):
    delivery = Delivery("google", DEMO, climate)
    rainy = [ad.number for ad in delivery.plan.ads if ad.campaign.number == 0]
    spend = delivery.cells(FIRST, DAYS).cents[:, rainy].sum(axis=1)

    for number, city in enumerate(delivery.cities[:3]):
        rain = climate.days(
            Cell.at(city.latitude, city.longitude), FIRST, DAYS
        ).precip_mm
        here = spend[:, number]
        assert here[rain > 8].mean() > 1.5 * here[rain == 0].mean(), city.name


def test_any_window_of_delivery_is_the_same(climate):
    delivery = Delivery("meta", DEMO, climate)
    whole = delivery.cells(FIRST, 200)

    part = delivery.cells(FIRST + 70, 30)

    assert all((a[70:100] == b).all() for a, b in zip(whole, part, strict=True))


def test_a_cell_costs_what_its_impressions_cost(book):
    facts = book.facts(date(2026, 10, 1), date(2026, 10, 9), NOW, (), ("cost_micros",))
    cells = Delivery(book.vendor, DEMO, book._delivery._climate).cells(20_727, 9)

    assert facts.sums["cost_micros"][0] == cells.cents.sum() * 10_000


def test_ads_lift_demand_by_the_law_that_is_documented(climate):
    days = np.arange(FIRST, FIRST + 60, dtype=np.int64)
    deliveries = [Delivery(vendor, DEMO, climate) for vendor in ("google", "meta")]
    city = deliveries[0].cities[1]
    cents = sum(one.cells(FIRST, 60).cents[:, :, 1].sum(axis=1) for one in deliveries)

    factor = lift(climate, DEMO)(days[::-1], city, "rain")

    law = (1 + cents / REFERENCE_CENTS) ** ELASTICITY
    assert np.allclose(factor[::-1], law)
    assert 1.0 <= factor.min() < factor.max() < 1.2


def test_the_demo_shop_alone_is_lifted_by_its_ads(climate, shop):
    plain = Shop(DEMO, climate)

    assert 1.01 < shop.table.created.size / plain.table.created.size < 1.08
    assert len(_lifts(climate, DEMO)) == 2
    assert not _lifts(climate, "plain-300")


def test_the_server_opens_the_shop_that_its_ads_lift(climate):
    box = Box(7, SandboxClock(NOW, frozen=True))
    served = box.shopify.shops.shop(DEMO)
    mailed_and_lifted = Shop(DEMO, climate, _lifts(climate, DEMO))

    assert (served.table.created == mailed_and_lifted.table.created).all()


def test_another_shop_has_an_account_of_its_own_size(climate):
    small = AdBook("google", climate, Shop("tax-included-100", climate))
    facts = small.facts(date(2026, 10, 1), date(2026, 10, 31), NOW)

    assert (small.currency, str(small.zone)) == ("EUR", "Europe/Berlin")
    assert small.today(datetime(2026, 11, 15, 23, 30, tzinfo=UTC)) == date(2026, 11, 16)
    assert 0 < facts.sums["clicks"][0] < 200
