"""An account's day, whole."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest


def test_the_question_names_level_breakdowns_windows_and_all_statuses(read, asked):
    read("insights_account_daily")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("account", "1")
    assert json.loads(query.get("breakdowns", "[]")) == []
    assert json.loads(query["action_attribution_windows"]) == [
        "1d_click",
        "7d_click",
        "28d_click",
        "1d_view",
    ]
    assert json.loads(query["filtering"]) == []


def test_a_day_is_a_row_in_the_currency_of_its_account(whole, ids):
    rows = whole.records("insights_account_daily")

    currencies = {(row["account_id"], row["currency"]) for row in rows}
    assert currencies == {(ids["main"], "USD"), (ids["small"], "EUR")}
    days = sorted(r["date_start"] for r in rows if r["account_id"] == ids["main"])
    assert days == [f"2026-11-{day:02d}" for day in range(8, 15)]


def test_money_is_exact_text(whole):
    """A float would round; Meta's own digits stay."""
    row = whole.records("insights_account_daily")[0]

    assert isinstance(row["spend"], str)
    assert Decimal(row["spend"]) > 0
    assert Decimal(row["cpc"]) == pytest.approx(
        Decimal(row["spend"]) / row["clicks"], abs=Decimal("0.000001")
    )
