"""Metrics by the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tap_kit.errors import DataError
from wv_sandbox.klaviyo.events import happened, metric_id

STREAM = "metric_aggregates"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def test_days_are_the_accounts_own_and_whole(read):
    rows = read(STREAM)

    assert [row["date"] for row in rows][:2] == ["2026-10-31", "2026-11-01"]
    assert rows[-1]["date"] == "2026-11-14"
    assert {row["timezone"] for row in rows} == {"America/New_York"}


def test_counts_are_those_of_the_events(read):
    rows = {row["date"]: row for row in read(STREAM)}
    orders = [
        event
        for event in happened(7, NOW - timedelta(days=20), NOW, NOW)
        if event.metric == "Placed Order"
        and event.at.astimezone(NEW_YORK).date().isoformat() == "2026-11-10"
    ]

    assert rows["2026-11-10"]["count"] == len(orders)
    assert round(float(rows["2026-11-10"]["sum_value"]), 2) == round(
        sum(float(order.value) for order in orders), 2
    )
    assert isinstance(rows["2026-11-10"]["sum_value"], str)


def test_the_clock_change_loses_no_day(read):
    dates = [row["date"] for row in read(STREAM, start_date="2026-10-28")]

    assert dates.count("2026-11-01") == 1
    assert dates == sorted(set(dates))


def test_other_metrics_can_be_chosen(read):
    opened, clicked = (metric_id(7, f"{name} Email") for name in ("Opened", "Clicked"))

    rows = read(STREAM, aggregate_metric_ids=[opened, clicked])

    assert {row["metric_id"] for row in rows} == {opened, clicked}


def test_the_next_run_counts_the_lookback_again(make_tap, sync, clock):
    state = sync(make_tap(STREAM)).state
    clock.advance(86_400)

    rows = sync(make_tap(STREAM, state=state)).records(STREAM)

    assert [row["date"] for row in rows] == [
        f"2026-11-{day:02}" for day in range(8, 16)
    ]


def test_an_answer_without_days_is_refused(make_tap, fail, requests_mock):
    base = "http://127.0.0.1:9/klaviyo"
    account = {"timezone": "UTC", "preferred_currency": "USD"}
    requests_mock.get(
        f"{base}/a/api/accounts", json={"data": [{"id": "A", "attributes": account}]}
    )
    requests_mock.post(f"{base}/a/api/metric-aggregates", json={"data": {}})
    tap = make_tap(STREAM, api_base_url=base, aggregate_metric_ids=["M"])

    fail(tap, DataError, "no days")


def test_a_metric_without_events_has_no_rows(make_tap, sync, requests_mock):
    base = "http://127.0.0.1:9/klaviyo"
    account = {"timezone": "UTC", "preferred_currency": "USD"}
    requests_mock.get(
        f"{base}/a/api/accounts", json={"data": [{"id": "A", "attributes": account}]}
    )
    nothing = {"data": {"attributes": {"dates": [], "data": []}}}
    requests_mock.post(f"{base}/a/api/metric-aggregates", json=nothing)
    tap = make_tap(STREAM, api_base_url=base, aggregate_metric_ids=["M"])

    assert not sync(tap).records(STREAM)
