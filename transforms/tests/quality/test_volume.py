from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wv_transforms.quality.series import Point
from wv_transforms.quality.volume import WINDOWS, Change, changes

WEEK = (90, 85, 90, 100, 115, 130, 110)


def days(n: int, noise: float = 0.1, seed: int = 1) -> list[Point]:
    chance = random.Random(seed)  # noqa: S311  # A shop, no secret.
    return [
        Point(round(WEEK[d % 7] * (1 + chance.uniform(-noise, noise))), d % 7)
        for d in range(n)
    ]


def judged(history: list[Point], *new: float) -> dict[int, Change]:
    start = len(history)
    fresh = [Point(v, (start + i) % 7) for i, v in enumerate(new)]
    recent = [*history[-6:], *fresh][-7:]
    return {one.window: one for one in changes(history, recent, 14)}


def test_a_normal_day_is_normal_by_its_own_weekday():
    found = judged(days(70), WEEK[0])

    assert found[1].expected == pytest.approx(90, rel=0.08)
    assert abs(found[1].score) < 2


def test_half_a_day_stands_out():
    found = judged(days(70), 45)

    assert found[1].score > 4
    assert found[1].drop == pytest.approx(0.5, abs=0.06)


def test_a_small_drop_that_lasts_is_plain_in_a_week_only():
    history = days(84, noise=0.35)
    found = judged(history, *[0.55 * v for v in WEEK])

    assert found[7].score > 2 * found[1].score


def test_a_fixed_size_needs_no_significance():
    """Counting noise would excuse 25 % of 144 rows, but these are never noisy."""
    history = [Point(144, d % 7) for d in range(30)]

    assert judged(history, 108)[1].score > 10


def test_counting_noise_excuses_few_rows():
    chance = random.Random(3)  # noqa: S311  # A shop, no secret.
    history = [Point(chance.choice([3, 4, 5, 6]), d % 7) for d in range(70)]

    assert judged(history, 2)[1].score < 3


def test_a_short_history_tells_nothing():
    assert not judged(days(13), 0)


def test_weekdays_that_are_rare_are_one_with_the_others():
    assert judged(days(20), WEEK[6])[1].expected == pytest.approx(100, rel=0.15)


@given(st.lists(st.integers(20, 200), min_size=25, max_size=60), st.integers(0, 150))
def test_fewer_rows_never_score_less(values: list[int], new: int):
    history = [Point(v, i % 7) for i, v in enumerate(values)]

    less, more = judged(history, new), judged(history, new + 30)

    assert all(less[w].score > more[w].score for w in WINDOWS)


@given(st.lists(st.integers(0, 10**9), min_size=14, max_size=40), st.integers(0, 10**9))
def test_every_history_gives_finite_numbers(values: list[int], new: int):
    history = [Point(v, i % 7) for i, v in enumerate(values)]

    for change in judged(history, new).values():
        assert change.expected >= 0
        assert abs(change.score) < 1e12
        assert change.drop <= 1


@given(st.integers(0, 10**6))
def test_a_wild_run_in_the_past_hardly_moves_what_is_expected(wild: int):
    history = days(70)
    spoilt = [*history[:30], Point(wild, history[30].phase), *history[31:]]

    calm, wilder = judged(history, 60)[1], judged(spoilt, 60)[1]

    assert wilder.expected == pytest.approx(calm.expected, rel=0.15)
    assert wilder.score > 3
