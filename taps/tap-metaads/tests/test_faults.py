"""Every row of the error table against the sandbox: what a run does, and says."""

from __future__ import annotations

import pytest

from tap_kit.errors import ExitCode, TapError
from tap_metaads.errors import TABLE

EDGE = "/metaads/graph/v26.0/act_2001000000000001/campaigns"
INSIGHTS = "/metaads/graph/v26.0/act_2001000000000001/insights"
FATAL = {
    "app_removed": ("190/458", 3),
    "checkpoint": ("190/459", 3),
    "password_changed": ("190/460", 3),
    "token_expired": ("190/463", 3),
    "unconfirmed": ("190/464", 3),
    "token_invalid": ("190/467", 3),
    "token_refused": ("190", 3),
    "app_refused": ("104", 3),
    "invalid_breakdowns": ("2/1504041", 5),
    "invalid_metrics": ("2/1504042", 5),
    "start_too_old": ("3018", 2),
    "version_gone": ("2635", 2),
    "field_gone": ("12", 5),
}
SKIPPED = {"object_missing": "100/33", "permission_denied": "200"}
PASSING = {
    "report_failed": "2/1504044",
    "batch_timed_out": "960",
    "service": "1/99",
}
WAITING = {
    "app_insights_limit": "4/1504022",
    "app_limit": "4",
    "account_limit": "17/2446079",
    "user_limit": "613",
    "business_limit": "80004",
}
SMALLER = {
    "too_many_rows": "100/1487534",
    "query_timed_out": "2/1504038",
    "too_much_data": "reduce",
}
OTHERWISE = {"proof_refused"}
"""Tried in test_access.py, where a token can be wrong."""


def test_every_row_of_the_table_is_tried():
    tried = [FATAL, SKIPPED, PASSING, WAITING, SMALLER]

    assert {name for some in tried for name in some} | OTHERWISE == {
        row.name for row in TABLE
    }


@pytest.mark.parametrize(("name", "how"), FATAL.items(), ids=[*FATAL])
def test_what_no_other_try_helps_ends_the_run(make_tap, fail, box, name, how):
    fault, exit_code = how
    box.faults.add(f"meta:{fault}", path_prefix=EDGE, times=None)

    error, said = fail(make_tap("campaigns"), TapError, match=name)

    assert error.exit_code == exit_code
    assert error.next_step
    assert len([r for r in box.requests if r.path.endswith("/campaigns")]) == 1
    assert said.report["exit_code"] == exit_code


@pytest.mark.parametrize("status", [200, 401, 403, 500])
def test_the_code_counts_whatever_the_status(make_tap, fail, box, status):
    box.faults.add("meta:190/463", path_prefix=EDGE, times=None, http=status)

    error, _ = fail(make_tap("campaigns"), TapError, match="token_expired")

    assert error.exit_code is ExitCode.AUTH


@pytest.mark.parametrize(("name", "fault"), SKIPPED.items(), ids=[*SKIPPED])
def test_what_is_not_ours_to_read_is_left_out(make_tap, fail, box, name, fault):
    box.faults.add(f"meta:{fault}", path_prefix=EDGE, times=None)

    error, said = fail(make_tap("campaigns", "pixels"), TapError)

    assert error.exit_code is ExitCode.PARTIAL
    assert said.report["quarantines"] >= 1, name
    assert said.records("campaigns") == []


@pytest.mark.parametrize(("name", "fault"), PASSING.items(), ids=[*PASSING])
def test_what_passes_is_asked_again(make_tap, sync, box, name, fault):
    box.faults.add(f"meta:{fault}", path_prefix=EDGE)

    said = sync(make_tap("campaigns"))

    assert said.records("campaigns"), name
    assert said.report["retries"] == 1


@pytest.mark.parametrize("fault", WAITING.values(), ids=[*WAITING])
def test_a_limit_is_waited_for_as_long_as_it_says(make_tap, sync, box, clock, fault):
    box.faults.add(f"meta:{fault}", path_prefix=EDGE, minutes=7, reset_seconds=90)

    said = sync(make_tap("campaigns"))

    assert said.records("campaigns")
    assert said.report["throttles"] == 1
    assert sum(clock.slept) >= 90


def test_a_limit_of_an_hour_and_more_ends_the_run_resumably(make_tap, fail, box):
    box.faults.add("meta:80000", path_prefix=INSIGHTS, minutes=70)

    error, said = fail(make_tap("campaigns", "insights_ad_daily"), TapError)

    assert error.exit_code is ExitCode.GAVE_UP
    assert said.records("insights_ad_daily_windows") == []
    assert said.report["exit_code"] == 4


@pytest.mark.parametrize("fault", SMALLER.values(), ids=[*SMALLER])
def test_too_much_of_insights_is_asked_in_another_way(make_tap, sync, box, read, fault):
    wanted = read("insights_ad_daily")
    box.faults.add(f"meta:{fault}", path_prefix=INSIGHTS)

    said = sync(make_tap("insights_ad_daily"))

    assert keys(said.records("insights_ad_daily")) == keys(wanted)


def keys(rows):
    return [(row["ad_id"], row["date_start"], row["spend"]) for row in rows]


def test_half_an_answer_is_asked_again(make_tap, sync, box):
    box.faults.add("truncated", path_prefix=EDGE)

    said = sync(make_tap("campaigns"))

    assert said.records("campaigns")
    assert said.report["retries"] == 1


def test_a_server_that_stays_down_ends_the_run_resumably(make_tap, fail, box):
    box.faults.add("status", path_prefix=EDGE, status=503, times=None)

    error, _ = fail(make_tap("campaigns"), TapError)

    assert error.exit_code is ExitCode.GAVE_UP


def test_usage_headers_slow_us_down_before_a_limit_is_met(make_tap, sync, box, clock):
    box.faults.add("usage", header="account", percent=95, times=None)

    said = sync(make_tap("campaigns", "ad_sets", "ads"))

    assert said.report["throttles"] == 0
    assert sum(clock.slept) > 10
    assert {"name": "usage_highest_percent", "value": 95} in said.report["metrics"]


def test_a_full_account_is_waited_for(make_tap, sync, box, clock):
    box.faults.add(
        "usage",
        path_prefix=EDGE,
        header="account",
        percent=100,
        reset_seconds=44,
    )

    sync(make_tap("campaigns", "ads"))

    assert sum(clock.slept) == pytest.approx(44, abs=1)


def test_reach_reports_that_are_used_up_are_told(make_tap, sync, box):
    box.faults.add("usage", header="reach", percent=80, times=None)

    said = sync(make_tap("insights_ad_daily"))

    metrics = {m["name"]: m["value"] for m in said.report["metrics"]}
    assert metrics["reach_reports_used_percent"] == 80


def test_limited_access_reads_everything_within_its_limits(make_tap, sync, meta):
    """60 calls, then a wait: the sandbox refuses whoever asks on."""
    meta.usage.tier = "development_access"

    said = sync(make_tap())

    assert said.records("insights_ad_daily")
    assert said.report["exit_code"] == 0
