"""Ads add up to their account, deleted ones too."""

from __future__ import annotations

import json

import pytest


def test_the_question_names_level_breakdowns_windows_and_all_statuses(read, asked):
    read("insights_ad_daily")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("ad", "1")
    assert json.loads(query.get("breakdowns", "[]")) == []
    assert json.loads(query["action_attribution_windows"]) == [
        "1d_click",
        "7d_click",
        "28d_click",
        "1d_view",
    ]
    (condition,) = json.loads(query["filtering"])
    assert condition["field"] == "ad.effective_status"
    assert {"ARCHIVED", "DELETED"} <= set(condition["value"])


@pytest.mark.parametrize("figure", ["impressions", "clicks", "spend"])
def test_a_day_adds_up_to_the_account(whole, total, figure):
    rows = whole.records("insights_ad_daily")

    assert total(rows, figure) == total(whole.records("insights_account_daily"), figure)


def test_an_ad_that_was_deleted_keeps_its_figures(total, make_tap, sync):
    """Without the filter of all statuses its rows would be missing."""
    days = {"start_date": "2026-09-05", "end_date": "2026-09-12"}

    said = sync(make_tap("insights_ad_daily", "insights_account_daily", "ads", **days))

    gone = {
        row["id"] for row in said.records("ads") if row["effective_status"] == "DELETED"
    }
    rows = said.records("insights_ad_daily")
    assert gone & {row["ad_id"] for row in rows}
    assert total(rows, "spend") == total(
        said.records("insights_account_daily"), "spend"
    )
