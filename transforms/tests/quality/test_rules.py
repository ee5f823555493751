"""Each rule fires where it should, says how bad it is, and is silent elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from wv_transforms.quality import rules_exact
from wv_transforms.quality.alarm import RULES, Level
from wv_transforms.quality.geocoding import geocoded
from wv_transforms.quality.observation import Observation
from wv_transforms.quality.rules_volume import volume
from wv_transforms.quality.thresholds import Thresholds

if TYPE_CHECKING:
    from wv_transforms.quality.alarm import Alarm

NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)
THRESHOLDS = Thresholds.load()
LIMITS = THRESHOLDS.limits("shop__orders")
SEEN = Observation(
    run_id="r",
    measured_at=NOW,
    dataset="shop__orders",
    version=3,
    rows_total=100,
    rows_new=10,
    api_rows=100,
    columns={"id": "VARCHAR", "total": "DOUBLE"},
)


def names(alarms: object) -> list[tuple[str, Level]]:
    return [(one.rule.name, one.level) for one in alarms]  # type: ignore[attr-defined]  # Any iterable of alarms.


def test_a_good_run_raises_nothing():
    assert not names(rules_exact.rows(SEEN, SEEN, LIMITS))
    assert not names(rules_exact.schema(SEEN, SEEN, ["total"]))
    assert not names(rules_exact.origin(SEEN, production=True))
    assert not names(rules_exact.privacy(SEEN))
    assert not names(rules_exact.bounds(SEEN, LIMITS))


@pytest.mark.parametrize("was_there", [True, False])
def test_a_missing_dataset_is_critical(was_there: bool):  # noqa: FBT001  # A parameter of the test.
    alarm = rules_exact.missing("shop__orders", was_there=was_there)

    assert (alarm.rule.name, alarm.level) == ("missing_dataset", Level.CRITICAL)


def test_an_empty_table_is_critical():
    empty = replace(SEEN, rows_total=0)

    assert names(rules_exact.rows(empty, SEEN, LIMITS)) == [
        ("zero_rows", Level.CRITICAL)
    ]
    assert names(rules_exact.rows(empty, None, LIMITS)) == [
        ("zero_rows", Level.CRITICAL)
    ]


def test_a_table_that_was_always_empty_is_told_once():
    empty = replace(SEEN, rows_total=0)

    assert not names(rules_exact.rows(empty, empty, LIMITS))


@pytest.mark.parametrize(
    ("total", "level"), [(99, Level.WARNING), (80, Level.CRITICAL)]
)
def test_a_total_must_not_shrink(total: int, level: Level):
    less = replace(SEEN, rows_total=total)

    assert names(rules_exact.rows(less, SEEN, LIMITS)) == [("total_shrank", level)]


def test_a_table_may_be_allowed_to_shrink():
    limits = replace(LIMITS, shrink_tolerance=0.3)

    assert not names(rules_exact.rows(replace(SEEN, rows_total=80), SEEN, limits))


def test_a_key_twice_is_critical():
    twice = replace(SEEN, duplicates=1)

    assert names(rules_exact.rows(twice, SEEN, LIMITS)) == [
        ("duplicates", Level.CRITICAL)
    ]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(23, []), (25, [Level.WARNING]), (73, [Level.CRITICAL])],
)
def test_the_newest_row_must_not_be_too_old(hours: int, expected: list[Level]):
    limits = replace(LIMITS, max_age_hours=24, max_age_critical_hours=72)
    old = replace(SEEN, newest_at=NOW - timedelta(hours=hours))

    assert [a.level for a in rules_exact.freshness(old, NOW, limits)] == expected


def test_the_sandbox_may_be_old():
    limits = replace(LIMITS, max_age_hours=24)
    old = replace(SEEN, newest_at=NOW - timedelta(days=9), api_rows=0)

    assert not names(rules_exact.freshness(old, NOW, limits))


def test_a_lost_column_is_critical_where_models_read_it():
    less = replace(SEEN, columns={"id": "VARCHAR"})

    assert names(rules_exact.schema(less, SEEN, ["total"])) == [
        ("schema_change", Level.CRITICAL)
    ]
    assert names(rules_exact.schema(less, SEEN, [])) == [
        ("schema_change", Level.WARNING)
    ]


def test_another_type_is_told_and_a_new_column_is_not():
    other = replace(SEEN, columns={**SEEN.columns, "total": "VARCHAR", "new": "DATE"})

    (alarm,) = rules_exact.schema(other, SEEN, [])

    assert alarm.message == "Column total of shop__orders was DOUBLE and is VARCHAR."


def test_sandbox_rows_are_forbidden_in_production_alone():
    stub = replace(SEEN, stub_rows=1)

    assert names(rules_exact.origin(stub, production=True)) == [
        ("stub_in_production", Level.CRITICAL)
    ]
    assert not names(rules_exact.origin(stub, production=False))


def test_personal_data_in_clear_are_critical():
    clear = replace(SEEN, in_clear={"email": 1})

    assert names(rules_exact.privacy(clear)) == [
        ("personal_data_in_clear", Level.CRITICAL)
    ]


@pytest.mark.parametrize(("count", "level"), [(1, Level.WARNING), (11, Level.CRITICAL)])
def test_values_out_of_bounds_are_worse_when_they_are_many(count: int, level: Level):
    wild = replace(SEEN, rows_new=1000, out_of_bounds={"total": count})

    assert names(rules_exact.bounds(wild, LIMITS)) == [("bounds", level)]


@pytest.mark.parametrize(
    ("located", "orders", "expected"),
    [
        (880, 1000, []),
        (879, 1000, [Level.WARNING]),
        (749, 1000, [Level.CRITICAL]),
        (8, 10, []),  # Wilson: up to 0.943 is possible.
        (3, 10, [Level.CRITICAL]),  # Wilson: at most 0.603.
        (0, 0, []),
    ],
)
def test_few_orders_prove_little(located: int, orders: int, expected: list[Level]):
    assert [a.level for a in geocoded("g", located, orders, LIMITS)] == expected


def runs(*counts: int) -> list[Observation]:
    start = NOW - timedelta(days=len(counts))
    return [
        replace(SEEN, measured_at=start + timedelta(days=d), rows_new=count)
        for d, count in enumerate(counts)
    ]


STEADY = runs(*([100, 104, 97, 101, 99, 103, 98] * 6))


def judged(count: int, past: list[Observation] = STEADY) -> list[Alarm]:
    return list(volume(past, replace(SEEN, rows_new=count), LIMITS))


def test_a_steady_source_raises_nothing():
    assert not judged(96)


@pytest.mark.parametrize(
    ("count", "level"), [(70, Level.WARNING), (50, Level.CRITICAL)]
)
def test_a_drop_is_worse_when_it_is_deep(count: int, level: Level):
    (alarm,) = judged(count)

    assert (alarm.rule.name, alarm.level) == ("row_drop", level)
    assert alarm.runs == 42


def test_a_small_drop_is_none_however_sure():
    assert not judged(85)


def test_twice_the_rows_are_a_surge():
    assert names(judged(220)) == [("row_surge", Level.WARNING)]


def test_nothing_new_where_there_always_was_is_told_at_once():
    assert ("no_new_rows", Level.WARNING) in names(judged(0))


def test_a_source_that_rests_often_may_rest():
    past = runs(*([5, 0, 0, 6, 0] * 9))

    assert not judged(0, past)


def test_a_streak_longer_than_any_is_told():
    past = runs(*([3, 4, 0, 5] * 12), *[0] * 8)

    assert "no_new_rows" in [name for name, _ in names(judged(0, past))]


def test_a_week_without_rows_is_critical():
    past = runs(*[100] * 30, 0, 0, 0, 0, 0, 0)

    assert ("no_new_rows", Level.CRITICAL) in names(judged(0, past))


def test_missed_runs_are_counted_into_the_next():
    """Two days' rows in one run are no surge."""
    late = replace(SEEN, rows_new=200, periods=2)

    assert not list(volume(STEADY, late, LIMITS))


def test_the_first_run_is_a_backfill_and_not_judged():
    assert not list(volume([], replace(SEEN, rows_new=None), LIMITS))


def test_alarmed_runs_stay_out_of_what_is_normal():
    spoilt = [
        replace(run, rows_new=10, alarms=("row_drop",)) if i > 30 else run
        for i, run in enumerate(STEADY)
    ]

    assert "row_drop" in [name for name, _ in names(judged(10, spoilt))]


def test_every_rule_says_what_to_do():
    assert all(rule.next_step and rule.family for rule in RULES.values())
