"""Regions: by country, and a little less than all."""

from __future__ import annotations

import json
from decimal import Decimal

PATH = "/metaads/graph/v26.0/act_2001000000000001/insights"


def test_the_question_names_level_breakdowns_windows_and_all_statuses(read, asked):
    read("insights_country_region_daily")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("campaign", "1")
    assert json.loads(query["breakdowns"]) == ["country", "region"]
    assert json.loads(query["action_attribution_windows"]) == [
        "1d_click",
        "7d_click",
        "28d_click",
        "1d_view",
    ]
    (condition,) = json.loads(query["filtering"])
    assert condition["field"] == "campaign.effective_status"
    assert {"ARCHIVED", "DELETED"} <= set(condition["value"])


def test_regions_are_told_with_their_country(whole):
    rows = whole.records("insights_country_region_daily")

    assert ("US", "New York") in {(row["country"], row["region"]) for row in rows}


def test_regions_are_at_most_the_account_because_few_people_are_not_told(whole, total):
    """A named exception of the totals: privacy."""
    regions = total(whole.records("insights_country_region_daily"), "impressions")
    account = total(whole.records("insights_account_daily"), "impressions")

    assert all(regions[day] <= account[day] for day in regions)
    assert sum(regions.values()) < sum(account.values())
    assert sum(regions.values()) > sum(account.values()) * Decimal("0.8")


def test_where_the_pair_is_refused_the_region_alone_is_asked(box, read, caplog):
    """Meta's table of breakdowns does not know the pair, though many use it."""
    box.faults.add("meta:100/3191001", path_prefix=PATH)

    rows = read("insights_country_region_daily")

    assert rows
    assert {row["country"] for row in rows} == {"UNKNOWN"}
    assert "only by region" in caplog.text


def test_a_row_without_its_breakdown_is_kept_as_unknown(box, read):
    """A null in a key would be lost in every merge."""
    box.faults.add("missing_key", path_prefix=PATH, breakdown="region")

    rows = read("insights_country_region_daily")

    assert [row["region"] for row in rows].count("UNKNOWN") == 1
