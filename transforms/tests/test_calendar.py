"""Climatological days, their windows, and local days, against Python's own calendar."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wv_transforms.testing import run_model

if TYPE_CHECKING:
    from wv_transforms.project import Project

ZONES = [
    "America/New_York",
    "America/St_Johns",
    "America/Toronto",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Etc/UTC",
    "Europe/Berlin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Auckland",
]
HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module")
def days(project: Project) -> dict[tuple[int, int], list[int]]:
    rows = run_model(project, "calendar_days", {})
    found: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        found.setdefault((row["month"], row["day"]), []).append(row["calendar_day"])
    return found


@given(date=st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_a_date_has_the_day_it_has_in_a_year_without_29_february(
    days: dict[tuple[int, int], list[int]], date: dt.date
):
    if (date.month, date.day) == (2, 29):
        assert sorted(days[2, 29]) == [59, 60]
    else:
        common = dt.date(2001, date.month, date.day)
        assert days[date.month, date.day] == [common.timetuple().tm_yday]


def test_no_day_is_missing_and_none_is_twice(days: dict[tuple[int, int], list[int]]):
    assert len(days) == 366
    without_leap = [
        day for date, listed in days.items() if date != (2, 29) for day in listed
    ]
    assert sorted(without_leap) == list(range(1, 366))


def test_windows_are_circles(project: Project):
    """Every day has as many neighbours on both sides, around new year too."""
    calendar = [{"calendar_day": day, "is_leap_day": False} for day in range(1, 366)]

    rows = run_model(project, "calendar_windows", {"calendar_days": calendar})

    near = {(r["calendar_day"], r["neighbour_day"]): r["distance_days"] for r in rows}
    expected = {
        (day, (day - 1 + step) % 365 + 1): abs(step)
        for day in range(1, 366)
        for step in range(-30, 31)
    }
    assert near == expected


@settings(max_examples=25, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    first=st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2035, 1, 1)),  # noqa: DTZ001  # Made UTC below.
)
def test_local_days_have_the_hours_that_the_time_zone_gives_them(
    project: Project, zone: str, first: dt.datetime
):
    """23 and 25 where clocks change, 24 elsewhere; Samoa once left out a whole day."""
    start = first.replace(minute=0, second=0, microsecond=0, tzinfo=dt.UTC)
    hours = [start + HOUR * n for n in range(-48, 24 * 200 + 49)]

    rows = run_model(
        project,
        "local_day_hours",
        {
            "stg_openmeteo__cells": [{"cell_id": "c", "timezone": zone}],
            "stg_openmeteo__weather_hourly": [
                {"valid_at": start},
                {"valid_at": start + HOUR * 24 * 200},
            ],
        },
    )

    local = [hour.astimezone(ZoneInfo(zone)) for hour in hours]
    expected = Counter(moment.date() for moment in local)
    begins = {moment.date(): moment for moment in reversed(local)}
    assert {row["local_date"]: row["expected_hours"] for row in rows} == expected
    assert {row["local_date"]: row["first_hour_at"] for row in rows} == begins
    assert {row["local_date"]: row["local_datetime"] for row in rows} == {
        day: f"{moment:%Y-%m-%dT%H:%M:%S}" for day, moment in begins.items()
    }


@pytest.mark.parametrize(
    ("day", "hours"), [("2024-03-10", 23), ("2024-11-03", 25), ("2024-07-01", 24)]
)
def test_a_day_of_any_length_is_whole_with_all_its_hours(
    project: Project, day: str, hours: int
):
    """And has no numbers with one hour less."""
    zone = ZoneInfo("America/New_York")
    start = dt.datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(dt.UTC)
    rows: list[dict[str, Any]] = [
        {
            "stream": "observed",
            "cell_id": "c",
            "model": "m",
            "valid_at": start + HOUR * n,
            "temp_c": float(n),
            "precip_mm": 1.0,
        }
        for n in range(-48, 73)
    ]
    cells = [{"cell_id": "c", "timezone": "America/New_York"}]

    whole = local_day(project, cells, rows, day)
    short = local_day(project, cells, [r for r in rows if r["temp_c"] != 5.0], day)

    assert (whole["n_hours"], whole["expected_hours"]) == (hours, hours)
    assert whole["temp_max_c"] == hours - 1
    assert whole["precip_mm"] == hours
    assert (short["n_hours"], short["temp_c"], short["precip_mm"]) == (
        hours - 1,
        None,
        None,
    )


def local_day(
    project: Project, cells: list[dict[str, Any]], rows: list[dict[str, Any]], day: str
) -> dict[str, Any]:
    given = {"stg_openmeteo__cells": cells, "stg_openmeteo__weather_hourly": rows}
    calendar = run_model(project, "local_day_hours", given)
    given["local_day_hours"] = calendar
    (found,) = run_model(
        project, "weather_local_days", given, where=f"local_date = date '{day}'"
    )
    return found
