"""Account-local days: what is pulled again, on which anchors, how far back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.errors import DataError
from tap_kit.windows_days import DAY, Days, Reach, months_before, today_in

TODAY = date(2026, 11, 15)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def reach(**changes) -> Reach:
    return Reach(**({"today": TODAY, "lookback_days": 28} | changes))


def test_the_first_run_begins_at_the_start_date():
    assert reach(start=date(2026, 1, 1)).days(None) == (date(2026, 1, 1), TODAY - DAY)


def test_without_a_start_date_all_is_read_that_the_platform_still_has():
    found = reach(horizon=date(2023, 10, 16)).days(None)

    assert found == (date(2023, 10, 16), TODAY - DAY)


def test_without_start_and_horizon_the_lookback_is_read():
    assert reach().days(None) == (TODAY - 28 * DAY, TODAY - DAY)


def test_a_later_run_reads_the_lookback_again():
    found = reach(start=date(2026, 1, 1)).days(TODAY - DAY)

    assert found == (TODAY - 28 * DAY, TODAY - DAY)


def test_after_a_pause_the_lookback_before_the_last_pull_is_read_again():
    """What changed meanwhile in days that were not final then would be lost."""
    assert reach().days(date(2026, 6, 30)) == (date(2026, 6, 3), TODAY - DAY)
    assert reach(lookback_days=3).days(TODAY - 5 * DAY) == (
        TODAY - 7 * DAY,
        TODAY - DAY,
    )


def test_the_lookback_never_reaches_before_the_start_date():
    start = TODAY - 3 * DAY

    assert reach(start=start).days(TODAY - DAY) == (start, TODAY - DAY)


def test_nothing_is_asked_before_the_horizon_and_one_can_tell():
    late = reach(start=date(2020, 1, 1), horizon=date(2023, 10, 16))

    assert late.days(None) == (date(2023, 10, 16), TODAY - DAY)
    assert late.is_clamped(None)
    assert not late.is_clamped(TODAY - DAY)
    assert not reach(start=date(2020, 1, 1)).is_clamped(None)
    assert not reach(horizon=date(2023, 10, 16)).is_clamped(None)


def test_today_is_read_only_when_it_is_asked_for():
    assert reach(include_today=True).days(TODAY - DAY) == (TODAY - 28 * DAY, TODAY)
    assert reach(include_today=True).last_whole == TODAY - DAY


def test_a_start_date_in_the_future_leaves_nothing_to_read():
    assert reach(start=TODAY).days(None) is None


@given(days, st.integers(0, 400), st.integers(1, 60))
def test_slices_cover_each_day_once_and_end_on_the_same_anchors(first, more, length):
    last = first + timedelta(days=more)
    parts = list(Days(first, last).slices(length))
    longer = list(Days(first - 5 * DAY, last).slices(length))

    assert [d for part in parts for d in part.each()] == list(Days(first, last).each())
    assert all((part.last - part.first).days < length for part in parts)
    assert {p.last for p in parts} <= {p.last for p in longer}


@given(days, st.integers(0, 400))
def test_halves_are_all_of_it_and_a_day_has_none(first, more):
    whole = Days(first, first + timedelta(days=more))
    halves = whole.halves()

    if more == 0:
        assert halves is None
        return
    assert halves
    assert [d for half in halves for d in half.each()] == list(whole.each())


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", date(2026, 11, 14)),
        ("Europe/Berlin", date(2026, 11, 15)),
        ("Pacific/Auckland", date(2026, 11, 15)),
        ("UTC", date(2026, 11, 15)),
    ],
)
def test_today_is_the_accounts_own(zone, day):
    assert today_in(zone, datetime(2026, 11, 15, 4, tzinfo=UTC)) == day


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_zone_that_is_none_is_refused(zone):
    with pytest.raises(DataError, match="no time zone"):
        today_in(zone, datetime(2026, 11, 15, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (TODAY, 37, date(2023, 10, 15)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 15), 12, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, before):
    assert months_before(day, months) == before
