"""Hours by the account's clock."""

from __future__ import annotations

import json

import pytest


def test_the_question_names_level_breakdowns_windows_and_all_statuses(read, asked):
    read("insights_hourly")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("campaign", "1")
    assert json.loads(query["breakdowns"]) == [
        "hourly_stats_aggregated_by_advertiser_time_zone"
    ]
    assert json.loads(query["action_attribution_windows"]) == [
        "1d_click",
        "7d_click",
        "28d_click",
        "1d_view",
    ]
    (condition,) = json.loads(query["filtering"])
    assert condition["field"] == "campaign.effective_status"
    assert {"ARCHIVED", "DELETED"} <= set(condition["value"])


@pytest.mark.parametrize("figure", ["impressions", "clicks", "spend"])
def test_hours_add_up_to_the_account(whole, total, figure):
    rows = whole.records("insights_hourly")

    assert total(rows, figure) == total(whole.records("insights_account_daily"), figure)


def test_an_hour_is_told_as_meta_writes_it_and_has_no_reach(whole):
    """Meta tells 0 for people by the hour, which is not true: not a column."""
    rows = whole.records("insights_hourly")

    assert "09:00:00 - 09:59:59" in {row["hour"] for row in rows}
    assert "reach" not in rows[0]


def test_hours_go_back_thirteen_months_and_no_further(make_tap, sync, asked, caplog):
    tap = make_tap("insights_hourly", start_date="2024-01-01", slice_days=90)

    sync(tap)

    first = json.loads(asked("/insights")[0]["time_range"])["since"]
    assert first == "2025-10-16"
    assert "Meta keeps nothing before 2025-10-16" in caplog.text
