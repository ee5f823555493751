"""Campaigns: what changed, what was archived, what was deleted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)


def test_archived_campaigns_come_along(read):
    rows = read("campaigns")

    assert {"ACTIVE", "ARCHIVED"} <= {row["effective_status"] for row in rows}


def test_archived_campaigns_may_stay_away(read):
    rows = read("campaigns", include_archived=False)

    assert "ARCHIVED" not in {row["effective_status"] for row in rows}


def test_budgets_are_raw_integers_with_currency_and_offset(read):
    rows = [row for row in read("campaigns") if row["daily_budget"] is not None]

    assert rows
    for row in rows:
        assert isinstance(row["daily_budget"], int)
        assert (row["currency"], row["minor_unit_offset"]) == ("USD", 100)


def test_a_second_run_asks_for_changes_since_an_hour_before_the_first(
    make_tap, sync, asked
):
    state = sync(make_tap("campaigns")).state

    said = sync(make_tap("campaigns", state=state))

    (changed,) = json.loads(asked("/campaigns")[-1]["filtering"])[1:]
    assert changed["field"] == "campaign.updated_time"
    assert changed["value"] == int((NOW - timedelta(hours=1)).timestamp())
    assert said.records("campaigns") == []


def test_instants_are_utc_whatever_zone_the_account_has(read):
    assert all(row["updated_time"].endswith("+00:00") for row in read("campaigns"))


def test_nothing_newer_than_end_date_is_read(make_tap, sync):
    tap = make_tap("campaigns", end_date="2026-02-01")

    rows = sync(tap).records("campaigns")

    assert rows
    assert all(row["updated_time"] < "2026-02-01" for row in rows)


def test_what_figures_tell_of_and_no_list_shows_is_read_by_id(make_tap, sync):
    """A campaign deleted in May, of which a report in April still tells."""
    days = {"start_date": "2026-04-01", "end_date": "2026-04-05"}
    said = sync(make_tap("insights_campaign_daily", "campaigns", **days))

    rows = said.records("campaigns")

    deleted = [row for row in rows if row["effective_status"] == "DELETED"]
    assert len(deleted) == 1
    told = {r["campaign_id"] for r in said.records("insights_campaign_daily")}
    assert deleted[0]["id"] in told
