"""Countries add up."""

from __future__ import annotations

import json

import pytest


def test_the_question_names_level_breakdowns_windows_and_all_statuses(read, asked):
    read("insights_country_daily")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("campaign", "1")
    assert json.loads(query["breakdowns"]) == ["country"]
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
def test_a_day_adds_up_to_the_account(whole, total, figure):
    rows = whole.records("insights_country_daily")

    assert total(rows, figure) == total(whole.records("insights_account_daily"), figure)
