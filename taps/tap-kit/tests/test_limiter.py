"""What is shared by every pace: costs are numbers, waits end or give up."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from typing_extensions import override

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError
from tap_kit.limiter import Limiter, check_cost, is_positive

START = datetime(2026, 11, 15, 6, tzinfo=UTC)


class Stubborn(Limiter):
    """Asks for the same wait again and again."""

    def __init__(self, clock, wait, *, max_wait_seconds):
        super().__init__("stubborn", clock, max_wait_seconds)
        self.wait = wait

    @override
    def _take(self, cost):
        return self.wait


def test_waits_that_follow_each_other_add_up_to_the_longest_allowed():
    """Each alone is short; together they would keep the run for ever."""
    clock = ManualClock(START)

    with pytest.raises(BudgetExhaustedError, match="waiting 12 s would pass"):
        Stubborn(clock, 3, max_wait_seconds=10).acquire()

    assert clock.slept == [3, 3, 3]


def test_the_shortest_wait_is_a_millisecond():
    """Rounding could otherwise make an endless row of ever smaller waits."""
    clock = ManualClock(START)

    with pytest.raises(BudgetExhaustedError):
        Stubborn(clock, 1e-18, max_wait_seconds=0.0105).acquire()

    assert clock.slept == [0.001] * 10


def test_a_wait_of_ages_is_still_told_as_a_date():
    """A rate near zero gives a wait no calendar holds."""
    clock = ManualClock(START)

    with pytest.raises(BudgetExhaustedError) as caught:
        Stubborn(clock, 1e30, max_wait_seconds=60).acquire()

    assert caught.value.resume_at == START + timedelta(days=366)


@pytest.mark.parametrize("cost", [-0.1, math.nan, math.inf])
def test_a_cost_that_breaks_the_arithmetic_is_refused(cost):
    with pytest.raises(ValueError, match="from 0 up"):
        check_cost(cost)


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        (1, True),
        (0.1, True),
        (0, False),
        (-1, False),
        (math.nan, False),
        (1e999, False),
    ],
)
def test_positive_means_finite_too(number, answer):
    assert is_positive(number) is answer
