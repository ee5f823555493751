"""The time to go is told where it can be known; a quota's window forgets in time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tap_kit.clock import ManualClock
from tap_kit.outlook import Allowances, Outlook
from tap_kit.planning import Quota
from tap_kit.report import RunReport


@pytest.fixture
def report():
    return RunReport("tap-things", "0", ManualClock(datetime(2026, 11, 21, tzinfo=UTC)))


def asked(report, stream: str, *, calls: float = 1.0, retry: bool = False) -> None:
    with report.reading(stream):
        report.add_request(calls=calls, retry=retry)


# ---------- the time to go


def test_where_the_plan_knows_all_requests_the_run_has_an_end(report):
    outlook = Outlook(report, {"orders": 3, "refunds": 1}, now=0)
    asked(report, "orders")

    assert [*outlook.words("orders", now=10)] == ["~30 s to go in all"]


def test_a_retry_brings_no_end_nearer(report):
    outlook = Outlook(report, {"orders": 4}, now=0)
    asked(report, "orders")
    asked(report, "orders", retry=True)

    assert [*outlook.words("orders", now=10)] == ["~30 s to go in all"]


def test_requests_beyond_the_plan_do_not_hide_those_of_others(report):
    outlook = Outlook(report, {"orders": 1, "refunds": 1}, now=0)
    for _ in range(5):
        asked(report, "orders")

    assert [*outlook.words("orders", now=10)] == ["~10 s to go in all"]


def test_a_stream_that_says_how_far_it_is_gets_a_time_from_its_own_pace(report):
    """Half of the years may be empty; only what passed since its first word counts."""
    outlook = Outlook(report, {}, now=0)
    told = []
    for now, share in ((10, 0.5), (20, 0.6), (30, 0.75)):
        report.foresee("orders", share)
        told.append([*outlook.words("orders", now)])

    assert told == [[], ["~40 s to go"], ["~20 s to go"]]


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_no_time_is_told_that_nobody_knows(report, share):
    outlook = Outlook(report, {}, now=0)
    for at in (0.5, share):
        report.foresee("orders", at)
        told = [*outlook.words("orders", now=10)]

    assert not told


# ---------- what a quota still allows


def test_without_quotas_nothing_is_left_or_taken(report):
    assert Allowances([], now=0).left(report, "orders", now=10) is None


def test_the_scarcest_quota_counts(report):
    quotas = [Quota("calls a day", 1_000, 86_400), Quota("calls an hour", 500, 3_600)]
    asked(report, "orders", calls=250)

    assert Allowances(quotas, now=0).left(report, "orders", now=10) == 0.5


def test_a_quota_of_some_streams_counts_for_them_alone(report):
    allowances = Allowances([Quota("reports", 4, 86_400, ("reports",))], now=0)
    asked(report, "orders")
    asked(report, "reports")

    assert allowances.left(report, "orders", now=10) is None
    assert allowances.left(report, "reports", now=10) == 0.75


def test_what_was_spent_before_a_window_is_free_again(report):
    allowances = Allowances([Quota("calls a minute", 100, 60)], now=0)
    for now in range(10, 80, 10):
        asked(report, "orders", calls=10)
        left = allowances.left(report, "orders", now)

    assert left == 0.4


def test_nothing_is_less_than_nothing(report):
    allowances = Allowances([Quota("calls a minute", 10, 60)], now=0)
    asked(report, "orders", calls=11)

    assert allowances.left(report, "orders", now=10) == 0.0
