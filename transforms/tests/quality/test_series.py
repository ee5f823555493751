from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wv_transforms.quality.series import Point, cadence_hours, phase_of, teaching

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
