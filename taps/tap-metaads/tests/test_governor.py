"""How far calls are spread, and whom a full limit stops."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError
from tap_metaads.governor import Gate, Governor, spread_seconds

ONE, OTHER = Gate("1", "ads_insights"), Gate("2", "ads_insights")
ENTITIES = Gate("1", "ads_management")


@pytest.fixture
def clock():
    return ManualClock(datetime(2026, 11, 15, 9, tzinfo=UTC))


@pytest.fixture
def governor(clock):
    return Governor(clock, max_wait_seconds=600)


def waited(governor, gate) -> float:
    governor.aim(gate)
    return governor.acquire()


@pytest.mark.parametrize(
    ("percent", "seconds"),
    [(0, 0), (74.9, 0), (75, 0), (82.5, 0.5), (90, 1), (95, 30**0.5), (100, 30)],
)
def test_calls_are_spread_the_more_the_fuller_it_is(percent, seconds):
    assert spread_seconds(percent) == pytest.approx(seconds)


def test_nobody_waits_for_what_is_hardly_used(governor):
    governor.learn({"X-App-Usage": '{"call_count": 74}'}, ONE)

    assert waited(governor, ONE) == 0


def test_a_full_account_waits_until_it_is_reset_and_no_other_does(governor):
    full = '{"acc_id_util_pct": 100, "reset_time_duration": 120}'
    governor.learn({"X-Ad-Account-Usage": full}, ONE)

    assert waited(governor, OTHER) == 0
    assert waited(governor, ENTITIES) == pytest.approx(120)


def test_a_full_use_case_stops_no_other_of_the_account(governor):
    full = (
        '{"8": [{"type": "ads_insights", "call_count": 100, '
        '"estimated_time_to_regain_access": 3}]}'
    )
    governor.learn({"X-Business-Use-Case-Usage": full}, ONE)

    assert waited(governor, ENTITIES) == 0
    assert waited(governor, ONE) == pytest.approx(180)


def test_a_full_app_stops_all_accounts(governor):
    throttle = '{"app_id_util_pct": 100, "acc_id_util_pct": 1}'
    governor.learn({"X-FB-Ads-Insights-Throttle": throttle}, ONE)

    assert waited(governor, OTHER) == pytest.approx(60)


def test_limited_access_is_blocked_five_minutes(governor):
    full = '{"acc_id_util_pct": 100, "ads_api_access_tier": "development_access"}'
    governor.learn({"X-Ad-Account-Usage": full}, ONE)

    assert waited(governor, ONE) == pytest.approx(300)


def test_a_wait_that_is_too_long_ends_the_run_and_can_be_resumed(governor):
    hours = (
        '{"8": [{"type": "ads_insights", "total_time": 100, '
        '"estimated_time_to_regain_access": 60}]}'
    )
    governor.learn({"X-Business-Use-Case-Usage": hours}, ONE)
    governor.aim(ONE)

    with pytest.raises(BudgetExhaustedError) as caught:
        governor.acquire()

    assert caught.value.exit_code == 4


def test_a_later_calm_answer_ends_no_pause(governor):
    governor.learn({"X-App-Usage": '{"call_count": 95}'}, ONE)
    governor.learn({"X-App-Usage": '{"call_count": 1}'}, ONE)

    assert waited(governor, ONE) > 5
    assert governor.highest_percent == 95
