"""Markets: the United States, and only where they are enabled."""

from __future__ import annotations

import json
import logging


def test_the_question_names_level_breakdowns_windows_and_all_statuses(read, asked):
    read("insights_comscore_market_daily")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("campaign", "1")
    assert json.loads(query["breakdowns"]) == ["comscore_market"]
    assert json.loads(query["action_attribution_windows"]) == [
        "1d_click",
        "7d_click",
        "28d_click",
        "1d_view",
    ]
    (condition,) = json.loads(query["filtering"])
    assert condition["field"] == "campaign.effective_status"
    assert {"ARCHIVED", "DELETED"} <= set(condition["value"])


def test_an_account_without_the_feature_is_left_out_loudly(
    make_tap, sync, ids, asked, caplog
):
    """Meta would answer with no rows, and no word why."""
    caplog.set_level(logging.WARNING)
    tap = make_tap("insights_comscore_market_daily", account_ids=[ids["small"]])

    said = sync(tap)

    assert not said.records("insights_comscore_market_daily")
    assert f"LEFT OUT for account {ids['small']}" in caplog.text
    assert {"name": "features_missing", "value": 1} in said.report["metrics"]
    assert asked("/insights") == []


def test_nothing_is_asked_before_the_feature_began(make_tap, sync, asked):
    tap = make_tap("insights_comscore_market_daily", start_date="2026-06-01")

    sync(tap)

    assert json.loads(asked("/insights")[0]["time_range"])["since"] == "2026-06-22"


def test_markets_are_those_of_the_united_states(whole, total, ids):
    """A named exception of the totals: no other country has them."""
    rows = whole.records("insights_comscore_market_daily")
    america = [
        row
        for row in whole.records("insights_country_daily")
        if row["country"] == "US" and row["account_id"] == ids["main"]
    ]

    assert rows
    assert total(rows, "impressions") == total(america, "impressions")
