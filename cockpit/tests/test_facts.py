"""Counts, means and sums, checked by hand on days one can count."""

from __future__ import annotations

import datetime as dt

import pytest

from wv.report import facts
from wv.report.model import Cell, Day, Normal

NORMAL = Normal(10.0, 2.0, 7.0, 10.0, 13.0, 18.0, 3.0)
TODAY = dt.date(2026, 3, 10)


def ago(days):
    return TODAY - dt.timedelta(days=days)


def day(days_ago, mean=None, rain=None, *, forecast=False):
    """A day against the normal of 10 °C and 3 mm."""
    anomaly = None if mean is None else mean - 10.0
    return Day(ago(days_ago), forecast, mean, anomaly_c=anomaly, precip_mm=rain)


def cell(*days, normal=NORMAL):
    every = (
        {(m, d): normal for m in range(1, 13) for d in range(1, 32)} if normal else {}
    )
    ordered = sorted(days, key=lambda each: each.date)
    return Cell("abc", "Somewhere", days=tuple(ordered), normals=every)


def test_warmer_cooler_and_equal_days_are_told_apart():
    year = facts.last_year(cell(day(0, 12), day(1, 9), day(2, 10), day(3, 15)))

    assert (year.warmer, year.cooler, len(year.compared)) == (2, 1, 4)


def test_the_mean_anomaly_is_over_the_known_days():
    year = facts.last_year(cell(day(0, 12), day(1), day(2, 9)))

    assert year.mean_anomaly_c == pytest.approx(0.5)


def test_the_year_ends_with_the_newest_observed_day_and_holds_365():
    year = facts.last_year(
        cell(day(-3, 9, forecast=True), day(0, 9), day(364, 9), day(365, 9))
    )

    assert (year.first, year.last) == (ago(364), TODAY)
    assert [each.date for each in year.days] == [ago(364), TODAY]


def test_days_beyond_the_outer_percentiles_are_counted():
    """18 and 2 °C are the bounds: on the bound is not beyond it."""
    year = facts.last_year(
        cell(day(0, 18.1), day(1, 18), day(2, 1.9), day(3, 2), day(4, -5))
    )

    assert (year.above_p95, year.below_p05) == (1, 2)


def test_the_farthest_days_are_those_of_greatest_anomaly():
    year = facts.last_year(cell(day(0, 12), day(1, 31), day(2, -4), day(3, 8)))

    assert (year.farthest_above.date, year.farthest_below.date) == (ago(1), ago(2))


def test_a_year_without_a_cold_day_has_no_farthest_below():
    assert facts.last_year(cell(day(0, 12))).farthest_below is None


def test_without_normals_nothing_is_compared():
    bare = cell(Day(TODAY, mean_c=9.0), normal=None)

    year = facts.last_year(bare)

    assert (year.compared, year.mean_anomaly_c, year.above_p95) == ((), None, 0)


def test_without_an_observed_day_there_is_no_year():
    assert facts.last_year(cell(day(-1, 9, forecast=True))) is None
    assert facts.last_months(cell()) == []


def test_a_calendar_row_without_data_is_no_observed_day():
    assert facts.observed(cell(day(0), day(1, 9))) == [day(1, 9)]


def test_only_forecast_days_after_the_last_observed_one_are_coming():
    ahead = facts.coming(
        cell(day(0, 9), day(0, 8, forecast=True), day(-1, 7, forecast=True))
    )

    assert [each.date for each in ahead] == [ago(-1)]


def test_recent_days_are_calendar_days_not_rows():
    """A gap does not reach further back."""
    found = facts.recent(cell(day(0, 9), day(13, 9), day(14, 9)), 14)

    assert [each.date for each in found] == [ago(13), TODAY]


def test_recent_days_of_nothing_are_none():
    assert facts.recent(cell(), 14) == []


def test_a_begun_month_is_held_against_its_own_days_only():
    """Ten days of March against ten normals, not against the whole month's."""
    months = facts.last_months(cell(*(day(number, 9, 6.0) for number in range(20))))

    february, march = months
    assert (march.precip_mm, march.normal_mm, march.complete) == (60.0, 30.0, False)
    assert (february.days, february.complete) == (10, True)


def test_december_is_complete_on_the_31st():
    december = Day(dt.date(2025, 12, 31), mean_c=1.0)

    assert facts.last_months(cell(december))[0].complete


def test_at_most_twelve_months_are_shown():
    months = facts.last_months(cell(*(day(number, 9, 1.0) for number in range(400))))

    assert len(months) == 12
    assert months[0].first == dt.date(2025, 4, 1)


def test_a_month_with_an_unknown_normal_has_no_normal_sum():
    bare = Normal(10.0, 2.0, 7.0, 10.0, 13.0, 18.0, None)

    month = facts.last_months(cell(day(0, 9, 1.0), normal=bare))[0]

    assert (month.precip_mm, month.normal_mm) == (1.0, None)


def test_a_month_without_rain_gauge_has_no_sum():
    """Unknown is not zero."""
    assert facts.last_months(cell(day(0, 9)))[0].precip_mm is None


def test_the_rain_ratio_leaves_out_days_without_measurement():
    where = cell(day(0, 9, 6.0), day(1, 9), day(2, 9, 0.0))

    assert facts.rain_ratio(where, where.days) == pytest.approx(1.0)


def test_the_rain_ratio_against_nothing_is_unknown():
    where = cell(day(0, 9, 6.0), normal=None)

    assert facts.rain_ratio(where, where.days) is None


def test_a_forecast_day_of_some_hours_is_not_shown():
    """Its sums and means are unknown, so there is nothing to say of it."""
    assert facts.coming(cell(day(0, 9), day(-1, forecast=True))) == []
