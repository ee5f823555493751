"""We take our share of the bucket, and believe what the server says of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError, ShrinkError
from tap_shopify_wv.answers import Answer, Throttle
from tap_shopify_wv.pace import Pace

SETTINGS = {
    "rate_limit_fraction": 0.5,
    "max_requests_per_second": 2,
    "request_burst": 40,
    "max_wait_seconds": 100,
}


@pytest.fixture
def still():
    """A clock without a sandbox."""
    return ManualClock(datetime(2026, 11, 15, 9, tzinfo=UTC))


def spend(pace, points):
    with pace.charged(points) as waited:
        return waited


def test_half_of_the_bucket_is_ours(still):
    """2,000 are there, 1,200 left: others may have 1,000, so 200 are for us."""
    pace = Pace(SETTINGS, still)
    pace.believe(Throttle(2000, 1200, 100))

    assert spend(pace, 200) == 0
    assert spend(pace, 100) == pytest.approx(2)  # 50 points a second.


def test_what_others_take_is_not_ours(still):
    pace = Pace(SETTINGS, still)
    pace.believe(Throttle(2000, 300, 100))

    assert spend(pace, 50) == pytest.approx(1)


def test_a_larger_plan_is_faster(still):
    pace = Pace(SETTINGS, still)
    pace.believe(Throttle(20_000, 10_000, 1000))

    assert spend(pace, 500) == pytest.approx(1)


def test_a_query_that_never_fits_our_share_asks_for_less(still):
    pace = Pace(SETTINGS | {"rate_limit_fraction": 0.25}, still)
    pace.believe(Throttle(2000, 2000, 100))

    with pytest.raises(ShrinkError):
        spend(pace, 600)


def test_requests_have_a_ceiling_of_their_own(still):
    pace = Pace(SETTINGS, still)
    waits = [spend(pace, 0) for _ in range(42)]

    assert waits[:40] == [0] * 40
    assert waits[40:] == pytest.approx([0.5, 0.5])


def test_no_wait_is_longer_than_allowed(still):
    pace = Pace(SETTINGS | {"max_wait_seconds": 1}, still)
    pace.believe(Throttle(2000, 0, 100))

    with pytest.raises(BudgetExhaustedError):
        spend(pace, 500)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"extensions": None},
        {"extensions": {"cost": {"throttleStatus": "full"}}},
        {"extensions": {"cost": {"throttleStatus": {"maximumAvailable": True}}}},
        {"errors": 7, "data": []},
        {"errors": [None, {"path": ["a", 0], "extensions": 3}]},
    ],
)
def test_an_answer_of_any_shape_can_be_read(body):
    answer = Answer(body)

    assert answer.throttle is None
    assert answer.requested_cost is None
    assert answer.warnings == ()
    assert answer.data is None
    assert all(problem.code == "" for problem in answer.problems)


def test_errors_may_be_words_or_fields():
    assert Answer({"errors": "Not found"}).problems[0].message == "Not found"
    assert Answer({"errors": {"id": "bad"}}).problems[0].message == "id: bad"
