from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wv_transforms.quality.alarm import DRIFT, DUPLICATES, NULLS, ROW_DROP, Alarm, Level
from wv_transforms.quality.drift import Profile
from wv_transforms.quality.observation import Observation
from wv_transforms.quality.thresholds import Thresholds
from wv_transforms.quality.verdict import Case, judge, settle

NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)
THRESHOLDS = Thresholds.load()
SEEN = Observation("r", NOW, "shop__orders", version=3, rows_total=100, rows_new=100)


def alarm(rule, level: Level = Level.CRITICAL, column: str = "") -> Alarm:
    return Alarm(rule, "shop__orders", level, "", column=column)


def levels(*alarms: Alarm, last: Observation | None = None) -> list[Level]:
    return [one.level for one in settle(alarms, last, THRESHOLDS)]


def test_a_statistical_alarm_alone_may_be_chance():
    assert levels(alarm(ROW_DROP)) == [Level.WARNING]


def test_an_exact_alarm_needs_no_company():
    assert levels(alarm(DUPLICATES)) == [Level.CRITICAL]


def test_a_second_rule_makes_it_critical():
    assert levels(alarm(ROW_DROP), alarm(NULLS, column="total")) == [Level.CRITICAL] * 2


def test_a_second_run_makes_it_critical():
    last = replace(SEEN, alarms=("no_new_rows",))

    assert levels(alarm(ROW_DROP), last=last) == [Level.CRITICAL]
    assert levels(alarm(DRIFT, column="a"), last=last) == [Level.WARNING]


def test_whatever_touches_people_is_critical():
    assert levels(alarm(DRIFT, Level.WARNING, "email")) == [Level.CRITICAL]


def test_a_drop_explains_another_distribution():
    found = settle([alarm(ROW_DROP), alarm(DRIFT, column="a")], None, THRESHOLDS)

    assert [one.rule.name for one in found] == ["row_drop"]


def past(days: int) -> tuple[list[Observation], dict[str, dict[str, Profile]]]:
    runs = [
        replace(SEEN, run_id=f"r{d}", measured_at=NOW - timedelta(days=days - d))
        for d in range(days)
    ]
    values = {
        "fifth_2": 8.0,
        "fifth_3": 14.0,
        "fifth_4": 21.0,
        "magnitude": 15.0,
        "null_share": 0.0,
    }
    shaken = {
        run.run_id: Profile(
            100, {n: v * (1 + (d * 7 % 5 - 2) / 100) for n, v in values.items()}
        )
        for d, run in enumerate(runs)
    }
    return runs, {"total": shaken}


def judged(profile: Profile, *, whole_run: bool = True) -> list[Alarm]:
    runs, columns = past(40)
    case = Case(SEEN, runs, {"total": profile}, columns, whole_run=whole_run)
    return judge(case, THRESHOLDS, production=False)


def test_a_unit_is_named_in_one_alarm_for_all_statistics():
    wrong = {"fifth_2": 800.0, "fifth_3": 1400.0, "fifth_4": 2100.0}

    (found,) = judged(Profile(100, wrong))

    assert found.mark == "unit_drift:total"
    assert "100 times as large" in found.message
    assert found.runs == 40


def test_missing_values_are_told_before_all_else():
    (found,) = judged(Profile(100, {"null_share": 0.6, "magnitude": 99.0}))

    assert found.mark == "null_rate:total"


def test_another_distribution_is_a_drift():
    (found,) = judged(Profile(100, {"magnitude": 40.0}))

    assert found.mark == "column_drift:total"
    assert found.level is Level.WARNING


def test_columns_wait_for_a_whole_run():
    assert not judged(Profile(100, {"magnitude": 40.0}), whole_run=False)


def test_a_column_relearns_what_has_lasted():
    runs, columns = past(40)
    after = THRESHOLDS.defaults.relearn_after_runs
    alarmed = [replace(r, alarms=("column_drift:total",)) for r in runs[-after:]]
    known = columns["total"]
    for run in alarmed:
        known[run.run_id] = Profile(100, {"magnitude": 40.0 + len(run.run_id) / 10})
    case = Case(
        SEEN,
        [*runs[:-after], *alarmed],
        {"total": Profile(100, {"magnitude": 40.3})},
        columns,
    )

    assert not judge(case, THRESHOLDS, production=False)
