"""Scales, ticks and paths put values where they belong."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wv.report import scale

numbers = st.floats(-1e6, 1e6, allow_nan=False)


def test_a_scale_maps_its_ends_and_its_middle():
    y = scale.Linear(-10, 30, 1000, 0)

    assert (y(-10), y(10), y(30)) == (1000, 500, 0)


def test_a_scale_without_length_is_refused():
    with pytest.raises(ValueError, match="two different ends"):
        scale.Linear(5, 5, 0, 1)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-12, 33, [-10, 0, 10, 20, 30]),
        (0, 213, [0, 50, 100, 150, 200]),
        (0.02, 0.07, [0.02, 0.03, 0.04, 0.05, 0.06, 0.07]),
        (5, 5, [5]),
    ],
)
def test_ticks_are_round_and_within(low, high, expected):
    assert scale.inner_ticks(low, high) == pytest.approx(expected)


@given(low=numbers, length=st.floats(1e-3, 1e6))
def test_ticks_never_leave_the_scale_nor_crowd_it(low, length):
    values = scale.inner_ticks(low, low + length)

    slack = 1e-6 * max(abs(low), length, 1)
    assert len(values) <= 7
    assert all(low - slack <= value <= low + length + slack for value in values)


def test_months_start_within_the_window():
    found = list(scale.months(dt.date(2025, 11, 15), dt.date(2026, 2, 1)))

    assert found == [dt.date(2025, 12, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)]


def test_a_window_that_starts_on_the_first_has_that_month():
    assert list(scale.months(dt.date(2026, 1, 1), dt.date(2026, 1, 9))) == [
        dt.date(2026, 1, 1)
    ]


def test_points_on_a_line_are_thinned_to_its_ends():
    line = [(x, 2 * x) for x in range(50)]

    assert scale.thin(line, 0.1) == [(0, 0), (49, 98)]


def test_a_corner_survives_thinning():
    assert scale.thin([(0, 0), (5, 50), (10, 0)], 1) == [(0, 0), (5, 50), (10, 0)]


@given(st.lists(numbers, min_size=1, max_size=60))
def test_a_thinned_line_stays_within_its_tolerance(values):
    """What the reader sees may not differ from the data by more than promised."""
    points = list(enumerate(values))

    kept = scale.thin(points, 1.5)

    for (left, start), (right, end) in itertools.pairwise(kept):
        for x in range(left, right + 1):
            drawn = start + (x - left) / (right - left) * (end - start)
            assert abs(drawn - values[x]) <= 1.5 + 1e-6


def test_a_path_has_one_start_and_short_steps():
    assert scale.path([(0, 10), (10, 5), (20, 25)]) == "M0 10l10-5 10 20"


def test_a_path_of_one_point_can_still_be_stroked():
    assert scale.path([(3, 4)]) == "M3 4h0"


def test_a_path_of_nothing_is_empty():
    assert scale.path([]) == ""


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=30))
def test_a_path_leads_through_every_point(points):
    """Relative steps must not add up their rounding."""
    text = scale.path(points)
    steps = [int(each) for each in re.findall(r"-?\d+", text.replace("h0", ""))]

    x = y = 0
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
    assert (x, y) == (round(points[-1][0]), round(points[-1][1]))


def test_an_area_goes_there_and_back():
    assert scale.area([(0, 0), (10, 0)], [(0, 5), (10, 5)]) == "M0 0l10 0 0 5-10 0z"


def test_an_area_without_a_side_is_nothing():
    assert scale.area([], [(0, 5)]) == ""


def test_bars_of_no_height_are_left_out():
    assert (
        scale.bars([(5, 10, 30), (15, 10, 10.2), (25, 10, -4)]) == "M5 10v20M25 10v-14"
    )


@given(st.floats(1e-6, 1e9))
def test_a_step_is_one_two_or_five_times_a_power_of_ten(length):
    step = scale.tick_step(0, length, 6)

    leading = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(leading - each) for each in (1, 2, 5, 10)) < 1e-6
