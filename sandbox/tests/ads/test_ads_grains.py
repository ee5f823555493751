"""Every grain sums to the same totals, and the same question has one answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wv_sandbox.ads import AdBook
from wv_sandbox.ads.counting import GHOST_DAYS
from wv_sandbox.ads.measures import ALL, OF_PEOPLE
from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Shop

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
ADDITIVE = tuple(name for name in ALL if name not in OF_PEOPLE)
SHARED = ("campaign", "group", "ad", "kind", "city", "country", "zone", "hour", "age")
OWN = {
    "google": (
        "network",
        "keyword",
        "term",
        "placement",
        "product",
        "slot",
        "presence",
    ),
    "meta": ("platform", "position", "impression_device"),
}


def sums_by_day(facts):
    """Sum what was counted by the first dimension, the day."""
    found = {}
    for (day, *_), sums in facts.rows():
        sofar = found.setdefault(day, dict.fromkeys(sums, 0))
        for name, number in sums.items():
            sofar[name] += number
    return found


def test_each_dimension_sums_to_the_totals_of_each_day(book):
    totals = sums_by_day(book.facts(*OCTOBER, NOW, ("day",), ADDITIVE))

    assert len(totals) == 31
    for name in (*SHARED, "gender", "device", *OWN[book.vendor]):
        facts = book.facts(*OCTOBER, NOW, ("day", name), ADDITIVE)
        assert sums_by_day(facts) == totals, name


def test_many_dimensions_at_once_sum_to_the_totals(book):
    by = ("day", "ad", "city", "device", "age", "hour")

    fine = book.facts(*OCTOBER, NOW, by, ADDITIVE)

    assert sums_by_day(fine) == sums_by_day(
        book.facts(*OCTOBER, NOW, ("day",), ADDITIVE)
    )


def test_a_window_is_the_sum_of_its_days(book):
    whole = book.facts(*OCTOBER, NOW, ("day", "campaign"))
    one = book.facts(
        OCTOBER[0] + timedelta(days=9), OCTOBER[0] + timedelta(days=9), NOW
    )

    day = sums_by_day(whole)[date(2026, 10, 10)]
    assert day == {name: int(column.sum()) for name, column in one.sums.items()}


def test_people_do_not_add_up(book):
    by_day = book.facts(*OCTOBER, NOW, ("day",), tuple(OF_PEOPLE)).sums
    month = book.facts(*OCTOBER, NOW, (), tuple(OF_PEOPLE)).sums
    shown = book.facts(*OCTOBER, NOW, (), ("impressions", "clicks")).sums

    assert by_day["reach"].sum() > month["reach"][0] > 0
    assert month["reach"][0] < shown["impressions"][0]
    assert 0 < month["unique_clicks"][0] <= shown["clicks"][0]


def test_equal_seeds_give_equal_figures_and_others_do_not(book):
    def figures(seed):
        climate = Climate(seed)
        again = AdBook(book.vendor, climate, Shop("weathervane-demo", climate))
        facts = again.facts(*OCTOBER, NOW, ("day", "campaign", "device"))
        ids = [[campaign.id for campaign in again.campaigns]]
        return ids + [(str(key), sums) for key, sums in facts.rows()]

    assert figures(7) == figures(7)
    assert figures(7) != figures(8)


def test_days_before_the_opening_and_after_today_are_empty(book):
    assert not book.facts(date(2024, 1, 1), date(2024, 11, 14), NOW, ("day",)).keys
    assert not book.facts(date(2026, 11, 16), date(2026, 12, 1), NOW, ("day",)).keys
    assert book.facts(date(2024, 1, 1), date(2024, 11, 15), NOW, ("day",)).keys
    assert not book.clicks(date(2024, 11, 14), NOW, ("ad",))
    assert not book.clicks(date(2026, 11, 16), NOW, ("ad",))
    assert book.clicks(date(2026, 11, 14), NOW, ("ad",))


def test_today_grows_by_the_hour(book):
    today = date(2026, 11, 15)
    by_hour = [
        book.facts(
            today, today, NOW + timedelta(hours=hours), ("hour",), ("impressions",)
        )
        for hours in (0, 6, 12)
    ]

    # New York's clock: 1, 7 and 13.
    assert [max(key[0] for key in facts.keys) for facts in by_hour] == [0, 6, 12]


def shown_on(book, day, age_days):
    """Give the ads that are reported for a day, as they are some days later."""
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    measures = ("impressions", "clicks", "cost_micros")
    facts = book.facts(day, day, now + timedelta(days=age_days), ("ad",), measures)
    return {ad.id: sums for (ad,), sums in facts.rows()}


def test_invalid_clicks_are_taken_back_and_their_rows_vanish(book):
    vanished = []
    for number in range(31):
        day = OCTOBER[0] + timedelta(days=number)
        early, kept = shown_on(book, day, 1), shown_on(book, day, GHOST_DAYS)
        late, latest = (shown_on(book, day, days) for days in (GHOST_DAYS + 1, 20))
        assert early == kept
        assert late == latest
        assert not set(late) - set(early)
        vanished += [early[ad] for ad in set(early) - set(late)]

    assert vanished
    assert all(row["clicks"] and row["cost_micros"] for row in vanished)


@pytest.mark.parametrize("by", [("colour",), ("day", "weather")])
def test_an_unknown_dimension_is_refused(book, by):
    with pytest.raises(KeyError):
        book.facts(*OCTOBER, NOW, by)


def test_an_unknown_measure_is_refused(book):
    with pytest.raises(KeyError, match="happiness"):
        book.facts(*OCTOBER, NOW, (), ("happiness",))
