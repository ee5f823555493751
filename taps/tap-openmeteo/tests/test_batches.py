"""Places and days as requests, by weight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_openmeteo.batches import Batch, Limits, batches, weight
from tap_openmeteo.places import Place

DAY = date(2026, 1, 1)


def places(count: int) -> tuple[Place, ...]:
    return tuple(Place(f"p{n}", n / 100, 0.0) for n in range(count))


@pytest.mark.parametrize(
    ("variables", "days", "expected"),
    [(12, 23, 1.971), (12, 365, 31.286), (2, 10_958, 156.543), (12, 10_958, 939.257)],
)
def test_weight_is_what_the_server_counts(variables, days, expected):
    """The table of the server's calculateQueryWeight, one place each."""
    assert weight(places=1, variables=variables, days=days) == pytest.approx(
        expected, abs=1e-3
    )


def test_a_place_weighs_at_least_one_call():
    assert weight(places=1000, variables=1, days=1) == 1000


@settings(deadline=None)
@given(
    count=st.integers(1, 300),
    days=st.integers(1, 4000),
    variables=st.integers(1, 84),
    most=st.floats(1, 600),
    most_places=st.integers(1, 100),
)
def test_every_place_and_day_is_asked_for_exactly_once(
    count, days, variables, most, most_places
):
    limits = Limits(weight=most, places=most_places)
    last = DAY + timedelta(days=days - 1)

    made = list(batches(places(count), DAY, last, variables=variables, limits=limits))

    area = sum(len(batch.places) * batch.days for batch in made)
    assert area == count * days
    assert {place for batch in made for place in batch.places} == set(places(count))
    assert min(batch.start for batch in made) == DAY
    assert max(batch.end for batch in made) == last
    assert all(len(batch.places) <= most_places for batch in made)


@settings(deadline=None)
@given(
    count=st.integers(1, 300),
    days=st.integers(1, 4000),
    variables=st.integers(1, 20),
    most=st.floats(20, 600),
)
def test_no_request_is_heavier_than_allowed(count, days, variables, most):
    limits = Limits(weight=most, places=1000)

    made = batches(
        places(count),
        DAY,
        DAY + timedelta(days=days),
        variables=variables,
        limits=limits,
    )

    assert max(batch.weight(variables) for batch in made) <= most * (1 + 1e-9)


def test_days_come_oldest_first_for_all_places():
    """So a place's state moves on day by day and never over a gap."""
    made = list(
        batches(
            places(3), DAY, DAY + timedelta(999), variables=70, limits=Limits(100, 2)
        )
    )

    assert [batch.start for batch in made] == sorted(batch.start for batch in made)


def test_nothing_is_asked_for_when_the_end_lies_before_the_start():
    ended = DAY - timedelta(days=1)

    assert not list(
        batches(places(2), DAY, ended, variables=1, limits=Limits(500, 500))
    )


def test_halves_split_places_first_then_days():
    two = Batch(places(3), DAY, DAY + timedelta(days=2))

    first, second = two.halves()
    assert (first.ids, second.ids) == (["p0"], ["p1", "p2"])
    assert (first.start, first.end) == (two.start, two.end)

    early, late = first.halves()
    assert (early.days, late.days) == (1, 2)
    assert late.start == early.end + timedelta(days=1)


def test_one_place_on_one_day_cannot_be_split():
    assert Batch(places(1), DAY, DAY).halves() == ()
