from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wv_transforms.quality.series import (
    Point,
    cadence_hours,
    phase_of,
    teaches,
    teaching,
)

MONDAY = datetime(2024, 1, 1, 6, tzinfo=UTC)


def test_one_late_run_does_not_change_the_cadence():
    times = [MONDAY + timedelta(hours=h) for h in (0, 24, 48, 90, 96, 120)]

    assert cadence_hours(times) == 24


def test_two_runs_tell_no_cadence_yet():
    assert cadence_hours([MONDAY, MONDAY + timedelta(hours=1)]) == 24


@pytest.mark.parametrize(
    ("hours", "phase"), [(24, 0), (1, 6), (6, 1), (168, 0)], ids=str
)
def test_runs_are_compared_by_weekday_or_by_part_of_the_day(hours: float, phase: int):
    assert phase_of(MONDAY, hours) == phase


def test_daily_runs_of_a_tuesday_are_apart_from_mondays():
    assert phase_of(MONDAY + timedelta(days=1), 24) == 1


def test_alarmed_runs_teach_nothing():
    points = [Point(1), Point(9, alarmed=True), Point(2)]

    assert [point.value for point in teaching(points, 3)] == [1, 2]


def test_what_lasts_long_enough_is_the_new_normal():
    points = [Point(1), Point(1), *[Point(9, alarmed=True)] * 3]

    assert {point.value for point in teaching(points, 3)} == {9}
    assert {point.value for point in teaching(points, 4)} == {1}


def test_alarms_that_come_and_go_belong_to_the_series():
    blip = [False, False, True]

    assert teaches(blip * 2 + [False], 28) == [True, True, False] * 2 + [True]
    assert all(teaches(blip * 3 + [False], 28))


def test_a_lasting_fault_never_belongs_to_it():
    runs = [False, True] * 3 + [False] + [True] * 5 + [False]

    assert teaches(runs, 28) == [True] * 7 + [False] * 5 + [True]


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 30))
def test_runs_that_were_well_teach_unless_all_is_new(runs: list[bool], after: int):
    taught = teaches(runs, after)

    assert len(taught) == len(runs)
    if not all(runs[-after:]):
        assert all(
            use for alarmed, use in zip(runs, taught, strict=True) if not alarmed
        )
