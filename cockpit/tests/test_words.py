"""Numbers and sentences read as people would say them."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from wv.report import facts, health, runs, words
from wv.report.model import Cell, Connector, Day, Edition, Freshness

DATE = dt.date(2026, 6, 24)


@pytest.mark.parametrize(
    ("value", "options", "expected"),
    [
        (1234.56, {}, "1,234.6"),
        (-3.04, {}, "\N{MINUS SIGN}3.0"),
        (3.0, {"sign": True}, "+3.0"),
        (-0.04, {"sign": True}, "0.0"),
        (None, {}, "\N{EN DASH}"),
        (2.5, {"digits": 0}, "2"),
    ],
)
def test_numbers(value, options, expected):
    assert words.number(value, **options) == expected


def test_units_follow_a_narrow_space_that_does_not_break():
    assert words.celsius(9.24) == f"9.2{words.NARROW}°C"
    assert words.percent(0.984) == f"98{words.NARROW}%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (-10, "\N{MINUS SIGN}10"),
        (0.5, "0.5"),
        (20_000, "20,000"),
        (100_000, "100k"),
        (1_000_000, "1M"),
        (1_500_000, "1.5M"),
        (-2_000_000, "\N{MINUS SIGN}2M"),
    ],
)
def test_numbers_beside_an_axis_are_short(value, expected):
    assert words.compact(value) == expected


def test_a_change_has_its_sign():
    assert words.percent(0.12, sign=True) == f"+12{words.NARROW}%"
    assert words.percent(-0.12, sign=True) == f"\N{MINUS SIGN}12{words.NARROW}%"
    assert words.percent(0.001, sign=True) == f"0{words.NARROW}%"


def test_long_texts_are_cut_and_short_ones_are_not():
    assert words.short("abc", 3) == "abc"
    assert words.short("ab cd", 4) == "ab…"


def test_the_name_of_a_row_does_not_break():
    assert words.row_day(DATE) == "24\N{NO-BREAK SPACE}Jun\N{NO-BREAK SPACE}2026"


def test_unknown_values_are_a_dash():
    assert words.celsius(None) == words.percent(None) == words.NOTHING
    assert words.short_instant(None) == words.NOTHING
    assert words.instant(None) == "unknown"


def test_dates():
    assert words.day_name(DATE) == "24 June 2026"
    assert words.weekday(DATE) == "Wed 24 Jun"
    assert words.month_name(DATE) == "June 2026"
    assert words.instant(dt.datetime(2026, 6, 24, 6, 5, tzinfo=dt.UTC)) == (
        "24 June 2026, 06:05 UTC"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listing(given, expected):
    assert words.listing(given) == expected


def test_one_is_not_plural():
    assert (words.count(1, "day"), words.count(1200, "day")) == ("1 day", "1,200 days")


def test_at_normal_is_neither_above_nor_below():
    assert words.against(-0.04) == "at normal"
    assert words.against(-0.06) == f"0.1{words.NARROW}°C below normal"


def test_the_headline_counts_what_the_fan_shows(make_cell):
    cell = make_cell()
    warmer = sum(
        day.anomaly_c > 0
        for day in cell.days
        if not day.forecast and day.date > (dt.date(2025, 11, 14))
    )

    assert words.year_headline(facts.last_year(cell)) == (
        f"In the last year {warmer} of 365 days were warmer than normal."
    )


def test_a_gap_in_the_year_is_admitted(make_cell):
    cell = make_cell()
    gappy = dataclasses.replace(cell, days=cell.days[-100:])

    assert "of 85 days with data were" in words.year_headline(facts.last_year(gappy))


def test_no_observation_is_said_in_a_sentence():
    assert words.year_headline(None) == (
        "No day has been observed yet, so there is no year to draw."
    )
    assert words.year_detail(None) is None
    assert words.rain_sentence([]) == "No precipitation has been observed yet."


def test_no_climatology_is_said_in_a_sentence():
    bare = Cell("abc", "Somewhere", days=(Day(DATE, mean_c=20.0, precip_mm=4.0),))

    assert "no normals to hold them against" in words.year_headline(
        facts.last_year(bare)
    )
    assert words.base_sentence(bare).startswith("No climatology yet")
    assert "no normals for all of these months" in (
        words.rain_sentence(facts.last_months(bare))
    )


def test_the_detail_names_mean_extremes_and_tails(make_cell):
    detail = words.year_detail(facts.last_year(make_cell()))

    assert detail.startswith("The mean of the year was ")
    assert "Farthest above was " in detail
    assert "; farthest below was " in detail
    assert detail.endswith("below the 5th; 18 at either end would be usual.")


def test_a_year_that_was_all_normal_names_no_extremes():
    same = facts.last_year(
        Cell("a", "A", days=(Day(DATE, mean_c=20.0, anomaly_c=0.0),))
    )

    assert "Farthest" not in words.year_detail(same)


def test_rain_is_held_against_its_normal(make_cell):
    months = facts.last_months(make_cell())
    total = sum(month.precip_mm for month in months)
    share = total / sum(month.normal_mm for month in months)

    assert words.rain_sentence(months).startswith(
        f"Since 1 December 2025 {total:,.0f}{words.NARROW}mm have fallen, "
        f"{100 * share:.0f}{words.NARROW}% of normal; "
    )


def test_no_forecast_is_said_in_a_sentence():
    assert words.outlook_sentence([]).startswith("No forecast has been loaded")


def test_the_outlook_counts_days_and_flags():
    days = [
        Day(DATE, forecast=True, anomaly_c=2.0, flags=("Freeze", "UV")),
        Day(
            DATE + dt.timedelta(days=1),
            forecast=True,
            anomaly_c=-1.0,
            flags=("Freeze",),
        ),
    ]

    assert words.outlook_sentence(days) == (
        "The forecast reaches 25 June 2026; 1 of its 2 days warmer than normal. "
        "It holds freeze on 2 days and UV on 1 day."
    )


def test_an_outlook_without_normals_and_flags_says_only_how_far():
    assert words.outlook_sentence([Day(DATE, forecast=True)]) == (
        "The forecast reaches 24 June 2026. It sets no flag."
    )


def test_too_few_years_have_no_grade(make_cell):
    cell = make_cell()
    poor = dataclasses.replace(cell, base=dataclasses.replace(cell.base, quality=None))

    assert "too few years for a grade" in words.base_sentence(poor)


@pytest.mark.parametrize(
    ("hours", "expected"), [(-1, "ahead"), (5, "5 h"), (47, "47 h"), (72, "3.0 days")]
)
def test_the_age_of_a_stream(hours, expected):
    as_of = dt.datetime(2026, 11, 15, tzinfo=dt.UTC)

    assert health.age(as_of - dt.timedelta(hours=hours), as_of) == expected


def test_an_unknown_age_is_a_dash():
    assert health.age(None, None) == words.NOTHING


def connector(name, *, success=True, error=None):
    return Connector(name, "1", 3, 2, success, error, 1, 1, 0, 0, 0.0, None)


def edition_with(**parts):
    return Edition("default", None, None, (), **parts)


def test_a_failed_run_is_named():
    bad = connector("tap-b", success=False, error="AuthError")
    found = edition_with(connectors=(connector("tap-a"), bad))

    assert health.runs_sentence(found) == (
        "The last run of tap-b did not succeed (2 connectors known)."
    )
    assert runs.outcome(bad).text == "failed: AuthError"


def test_good_runs_and_no_runs():
    good = edition_with(connectors=(connector("tap-a"),))

    assert health.runs_sentence(good) == "The last runs succeeded (1 connector known)."
    assert (
        health.runs_sentence(edition_with()) == "No connector has reported a run yet."
    )
    assert runs.outcome(connector("tap-a")).text == "succeeded"
    assert runs.outcome(connector("tap-a", success=None)).text == "unknown"


def test_sandbox_rows_are_counted():
    streams = (Freshness("a", 10, None, 4, 0.0), Freshness("b", 5, None, 0, None))

    assert health.freshness_sentence(edition_with(freshness=streams)) == (
        "2 streams, 15 rows; 4 of them come from the sandbox."
    )
    assert health.freshness_sentence(edition_with(freshness=streams[1:])) == (
        "1 stream, 5 rows; none of them comes from the sandbox."
    )
    assert (
        health.freshness_sentence(edition_with()) == "No stream has been measured yet."
    )
