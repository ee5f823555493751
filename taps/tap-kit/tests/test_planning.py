"""A plan adds up, and says how much of the vendor's limits it takes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tap_kit.planning import Quota, Reading, outline

DAY = 86_400.0


def test_requests_and_prices_add_up():
    readings = [
        Reading(stream="orders", requests=2, cost=30.5, is_least=False),
        Reading(stream="shop", requests=1, is_least=False),
    ]

    plan = outline(readings, [], "points")

    assert (plan["requests"], plan["cost"], plan["cost_unit"]) == (3, 31.5, "points")
    assert plan["is_least"] is False
    assert plan["seconds"] == 1.5


def test_one_stream_that_may_take_more_makes_it_a_least():
    readings = [Reading(stream="a", is_least=False), Reading(stream="b")]

    assert outline(readings, [], "requests")["is_least"] is True


def test_windows_are_told_as_days_or_instants():
    first = Reading(stream="a", start=date(2026, 11, 1))
    second = Reading(stream="b", end=datetime(2026, 11, 21, tzinfo=UTC))

    reads = outline([first, second], [], "requests")["reads"]

    assert [(r["from"], r["to"]) for r in reads] == [
        ("2026-11-01", None),
        (None, "2026-11-21T00:00:00+00:00"),
    ]


def test_a_quota_counts_its_own_streams_only():
    readings = [Reading(stream="reports", requests=9), Reading(stream="events")]
    quotas = [Quota("reports a day", 225, DAY, ("reports",)), Quota("all", 20, DAY)]

    shares = outline(readings, quotas, "requests")["quotas"]

    assert [quota["share"] for quota in shares] == [0.04, 0.5]


def test_what_does_not_fit_into_a_window_waits_for_the_next():
    readings = [Reading(stream="weather", requests=1, cost=1_500.0)]

    plan = outline(readings, [Quota("calls a minute", 600, 60)], "calls")

    assert plan["seconds"] == 90.0


def test_nothing_costs_nothing():
    plan = outline([], [Quota("calls", 600, 60)], "calls")

    assert (plan["requests"], plan["cost"], plan["seconds"]) == (0, 0, 0)
    assert plan["quotas"][0]["share"] == 0
