"""Figures by day: slices, lookback, horizon, bookmarks of whole days."""

from __future__ import annotations

import logging
import re

import pytest

from tap_kit.errors import DataError

ASKED = re.compile(r"BETWEEN '([0-9-]+)' AND '([0-9-]+)'")


def row(at: str, clicks: str = "3", account: str = "1000000001") -> dict:
    return {
        "customer": {"id": account, "timeZone": "America/New_York"},
        "segments": {"date": at},
        "metrics": {"impressions": "10", "clicks": clicks, "costMicros": "500000"},
    }


def spans(api, part: str = "FROM customer ") -> list[tuple[str, ...]]:
    """The days that were asked for."""
    found = (ASKED.search(q) for q in api.queries() if part in q)
    return [match.groups() for match in found if match]


def test_the_first_run_reads_from_the_start_date_to_yesterday(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM customer ", [])

    said = sync(make_fake("account_daily", start_date="2026-09-20"))

    assert spans(api) == [
        ("2026-09-20", "2026-09-30"),
        ("2026-10-01", "2026-10-30"),
        ("2026-10-31", "2026-11-14"),
    ]
    assert said.state["bookmarks"]["account_daily"]["through"]["1000000001"]["day"] == (
        "2026-11-14"
    )


def test_the_time_to_go_is_reckoned_by_slices(make_fake, sync, api, monkeypatch):
    shares: list[float] = []
    monkeypatch.setattr(
        "tap_kit.report.RunReport.foresee", lambda *told: shares.append(told[-1])
    )
    api.on("validate", [])
    api.on("FROM customer ", [])

    sync(make_fake("account_daily", start_date="2026-09-20"))

    assert shares == [0, 1 / 3, 2 / 3, 1]


def test_a_second_run_reads_the_lookback_again(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM customer ", [])
    state = sync(make_fake("account_daily")).state
    api.asked.clear()

    sync(make_fake("account_daily", state=state, start_date="2026-01-01"))

    assert spans(api)[0][0] == "2026-11-01"


@pytest.mark.parametrize(
    ("windows", "first"), [([30, 60], "2026-09-16"), ([7], "2026-11-01"), ([], None)]
)
def test_the_lookback_is_the_longest_window_of_the_accounts_own_conversions(
    make_fake, sync, api, windows, first
):
    rows = [
        {"conversionAction": {"clickThroughLookbackWindowDays": str(days)}}
        for days in windows
    ]
    api.on("validate", [])
    api.on("FROM conversion_action", rows)
    api.on("FROM customer ", [])
    through = {"1000000001": {"day": "2026-11-14", "report": "old"}}
    tap = make_fake("account_daily", lookback_days=None, start_date="2020-01-01")
    report = tap.streams["account_daily"].query.report_hash
    through["1000000001"]["report"] = report
    state = {"bookmarks": {"account_daily": {"through": through}}}

    sync(
        make_fake(
            "account_daily", state=state, lookback_days=None, start_date="2020-01-01"
        )
    )

    assert spans(api)[0][0] == (first or "2026-11-01")


def test_days_before_37_months_are_not_asked_for_and_one_is_told(
    make_fake, sync, api, caplog
):
    api.on("validate", [])
    api.on("FROM customer ", [])
    caplog.set_level(logging.WARNING)

    sync(make_fake("account_daily", start_date="2020-01-01"))

    assert spans(api)[0][0] == "2023-10-16"
    assert "account 1000000001 is read from 2023-10-16 on" in caplog.text


def test_nothing_newer_than_the_end_date_is_read(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM customer ", [])

    sync(make_fake("account_daily", end_date="2026-11-06", include_today=True))

    assert spans(api) == [("2026-11-01", "2026-11-04")]  # The 5th is not over there.


def test_today_is_read_when_asked_for_and_never_bookmarked(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM customer ", [row("2026-11-15")], [])

    said = sync(make_fake("account_daily", include_today=True, start_date="2026-11-12"))

    assert spans(api)[-1][1] == "2026-11-15"
    bookmark = said.state["bookmarks"]["account_daily"]["through"]["1000000001"]
    assert bookmark["day"] == "2026-11-14"


def test_today_is_the_accounts_own(make_fake, sync, api, one_client):
    api.clients = [one_client("1000000001", timeZone="Pacific/Auckland")]
    api.on("validate", [])
    api.on("FROM customer ", [])

    sync(make_fake("account_daily", as_of=None))

    assert spans(api)[-1][1] == "2026-11-14"  # It is the 15th there, 22:00.


def test_each_slice_is_told_day_by_day_also_where_it_is_empty(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM customer ", [row("2026-11-12"), row("2026-11-13", "0")], [])

    said = sync(make_fake("account_daily", start_date="2026-11-12"))

    windows = said.records("account_daily_windows")
    assert [(w["_window_start"], w["row_count"], w["clicks"]) for w in windows] == [
        ("2026-11-12", 1, 3),
        ("2026-11-13", 1, 0),
        ("2026-11-14", 0, 0),
    ]
    assert {(w["customer_id"], w["currency"]) for w in windows} == {
        ("1000000001", "USD")
    }
    assert windows[0]["cost_micros"] == 500000


def test_a_slice_that_fails_leaves_the_bookmark_at_the_last_whole_one(
    make_fake, fail, api
):
    api.on("validate", [])
    api.on(
        "FROM customer ", [row("2026-10-11")], [row("2026-11-12"), row("2026-11-12")]
    )

    _, said = fail(make_fake("account_daily", start_date="2026-10-10"), DataError)

    bookmark = said.state["bookmarks"]["account_daily"]["through"]["1000000001"]
    assert bookmark["day"] == "2026-10-30"
    assert [r["date"] for r in said.records("account_daily")] == ["2026-10-11"]


def test_a_query_that_asks_for_something_else_begins_anew_and_says_so(
    make_fake, sync, api, caplog
):
    api.on("validate", [])
    api.on("FROM customer ", [])
    state = sync(make_fake("account_daily")).state
    state["bookmarks"]["account_daily"]["through"]["1000000001"]["report"] = "other"
    api.asked.clear()
    caplog.set_level(logging.WARNING)

    sync(make_fake("account_daily", state=state, start_date="2026-06-01"))

    assert spans(api)[0][0] == "2026-06-01"
    assert "asks for something else now" in caplog.text


def test_clicks_are_asked_day_by_day_for_ninety_days(make_fake, sync, api):
    api.on("validate", [])
    api.on("stream", [])

    sync(make_fake("click_view", start_date="2026-01-01"))

    days = [re.search(r"= '([0-9-]+)'", q)[1] for q in api.queries("stream")]
    assert (days[0], days[-1], len(days)) == ("2026-08-18", "2026-11-14", 89)


@pytest.mark.parametrize("version", ["v26", "v24"])
def test_the_version_changes_no_report(make_fake, version):
    tap = make_fake("account_daily", api_version=version)
    found = tap.streams["account_daily"].query.report_hash

    assert (
        found == make_fake("account_daily").streams["account_daily"].query.report_hash
    )


def test_where_nothing_is_to_be_read_nothing_is_asked(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM customer ", [])

    said = sync(make_fake("account_daily", start_date="2026-11-15"))

    assert spans(api) == []
    assert said.records("account_daily_windows") == []
