"""What rows look like, and which of them a query finds."""

from __future__ import annotations

from datetime import date

import pytest

from wv_sandbox.googleads.accounts import SMALL
from wv_sandbox.googleads.gaql.dates import window
from wv_sandbox.googleads.gaql.parser import parse

NAMES = "SELECT campaign.name FROM campaign"


def names(google, condition):
    rows = google.rows(f"{NAMES} WHERE {condition}")
    return [row["campaign"]["name"] for row in rows]


def test_long_integers_are_text_and_what_is_unset_is_left_out(google):
    query = (
        "SELECT campaign.id, campaign.end_date_time, campaign.bidding_strategy,"
        " campaign.network_settings.target_google_search, metrics.clicks, metrics.ctr,"
        " metrics.conversions, metrics.average_cpc FROM campaign"
        " WHERE segments.date = '2026-11-10'"
    )
    rows = {row["campaign"]["id"]: row for row in google.rows(query)}
    idle = next(row for row in rows.values() if row["metrics"]["clicks"] == "0")
    busy = next(row for row in rows.values() if row["metrics"]["clicks"] != "0")

    assert all(isinstance(number, str) for number in rows)
    assert isinstance(busy["metrics"]["ctr"], float)
    assert isinstance(busy["campaign"]["networkSettings"]["targetGoogleSearch"], bool)
    assert "endDateTime" not in busy["campaign"]
    assert idle["metrics"] == {"clicks": "0", "conversions": 0.0}


def test_resource_names_come_along_unless_they_are_kept_out(google):
    query = (
        "SELECT ad_group.id, campaign.id, ad_group_ad.ad.id FROM ad_group_ad LIMIT 1"
    )
    omitted = f"{query} PARAMETERS omit_unselected_resource_names=true"

    (named,) = google.rows(query)
    (bare,) = google.rows(omitted)

    assert named["adGroupAd"]["resourceName"].count("~") == 1
    assert named["adGroupAd"]["ad"]["resourceName"].startswith("customers/")
    assert {*named["campaign"]} == {"resourceName", "id"}
    assert {*bare["campaign"], *bare["adGroup"], *bare["adGroupAd"]} == {"id", "ad"}
    assert {*bare["adGroupAd"]["ad"]} == {"id"}


def test_the_mask_names_what_was_selected(google):
    page = google.page(
        "SELECT campaign.id, campaign_budget.amount_micros FROM campaign"
    )

    assert page["fieldMask"] == "campaign.id,campaignBudget.amountMicros"
    assert int(page["queryResourceConsumption"]) > 0


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("campaign.name = 'Search | Brand'", 1),
        ("campaign.name != 'Search | Brand'", 6),
        ("campaign.name LIKE 'search |%'", 3),
        ("campaign.name LIKE '%[%]%'", 0),
        ("campaign.name LIKE '_Max%'", 1),
        ("campaign.name NOT LIKE 'Search%'", 4),
        ("campaign.name REGEXP_MATCH '.*[0-9]{4}'", 1),
        ("campaign.name NOT REGEXP_MATCH '.*[0-9]{4}'", 6),
        ("campaign.status IN ('ENABLED')", 5),
        ("campaign.status NOT IN (ENABLED, REMOVED)", 1),
        ("campaign.status = REMOVED", 1),
        ("campaign.bidding_strategy IS NULL", 4),
        ("campaign.bidding_strategy IS NOT NULL", 3),
        ("campaign.bidding_strategy NOT IN ('x')", 7),
        ("campaign.bidding_strategy = 'x'", 0),
        ("campaign.network_settings.target_content_network = TRUE", 2),
        ("campaign.id > 0", 7),
        ("campaign.id >= 0 AND campaign.id < 1", 0),
        ("campaign.id BETWEEN 1 AND '999999999999'", 7),
        ("campaign.id <= 999999999999", 7),
        ("campaign.labels CONTAINS ANY ('customers/1000000001/labels/3000002')", 2),
        ("campaign.labels CONTAINS NONE ('customers/1000000001/labels/3000002')", 5),
        (
            (
                "campaign.labels CONTAINS ALL ('customers/1000000001/labels/3000001',"
                " 'customers/1000000001/labels/3000003')"
            ),
            1,
        ),
    ],
)
def test_conditions(google, condition, found):
    assert len(names(google, condition)) == found


def test_order_and_limit(google):
    ordered = google.rows(
        f"{NAMES} ORDER BY campaign.status, campaign.name DESC LIMIT 3"
    )
    unset_last = google.rows(
        "SELECT campaign.bidding_strategy FROM campaign"
        " ORDER BY campaign.bidding_strategy DESC"
    )

    found = [row["campaign"]["name"] for row in ordered]
    assert found == sorted(found, reverse=True)
    assert len(found) == 3
    assert "biddingStrategy" in unset_last[0]["campaign"]
    assert "biddingStrategy" not in unset_last[-1]["campaign"]


def test_metrics_can_be_filtered_and_ordered(google):
    rows = google.rows(
        "SELECT campaign.id, segments.date, metrics.clicks FROM campaign"
        " WHERE segments.date BETWEEN '2026-11-01' AND '2026-11-10'"
        " AND metrics.clicks > 10 ORDER BY metrics.clicks DESC"
    )
    clicks = [int(row["metrics"]["clicks"]) for row in rows]

    assert clicks == sorted(clicks, reverse=True)
    assert clicks[-1] > 10


def test_what_the_sandbox_has_nothing_of_is_empty(google):
    assert google.rows("SELECT video.id, customer.id FROM video") == []


def test_each_account_tells_of_itself(google):
    (row,) = google.rows(
        "SELECT customer.currency_code, customer.time_zone FROM customer", SMALL.id
    )

    assert row["customer"] == {
        "resourceName": f"customers/{SMALL.id}",
        "currencyCode": "EUR",
        "timeZone": "Europe/Berlin",
    }


@pytest.mark.parametrize(
    ("condition", "first", "last"),
    [
        ("segments.date = '2026-11-05'", "2026-11-05", "2026-11-05"),
        ("segments.date > '2026-11-05'", "2026-11-06", None),
        ("segments.date < '2026-11-05'", None, "2026-11-04"),
        ("segments.date <= '2026-11-05'", None, "2026-11-05"),
        (
            (
                "segments.date >= '2026-11-02'"
                " AND segments.date BETWEEN '2026-11-01' AND '2026-11-05'"
            ),
            "2026-11-02",
            "2026-11-05",
        ),
        ("segments.week = '2026-11-02'", "2026-11-02", "2026-11-08"),
        ("segments.month = '2026-02-01'", "2026-02-01", "2026-02-28"),
        ("segments.month > '2026-10-01'", "2026-11-01", None),
        ("segments.quarter = '2026-10-01'", "2026-10-01", "2026-12-31"),
        ("segments.year = 2026", "2026-01-01", "2026-12-31"),
        ("segments.date DURING TODAY", "2026-11-15", "2026-11-15"),
        ("segments.date DURING YESTERDAY", "2026-11-14", "2026-11-14"),
        ("segments.date DURING LAST_7_DAYS", "2026-11-08", "2026-11-14"),
        ("segments.date DURING LAST_30_DAYS", "2026-10-16", "2026-11-14"),
        ("segments.date DURING THIS_MONTH", "2026-11-01", "2026-11-15"),
        ("segments.date DURING LAST_MONTH", "2026-10-01", "2026-10-31"),
        ("segments.date DURING THIS_WEEK_MON_TODAY", "2026-11-09", "2026-11-15"),
        ("segments.date DURING THIS_WEEK_SUN_TODAY", "2026-11-15", "2026-11-15"),
        ("segments.date DURING LAST_WEEK_MON_SUN", "2026-11-02", "2026-11-08"),
        ("segments.date DURING LAST_WEEK_SUN_SAT", "2026-11-08", "2026-11-14"),
        ("segments.date DURING LAST_BUSINESS_WEEK", "2026-11-02", "2026-11-06"),
        ("campaign.id = 1", None, None),
    ],
)
def test_windows_of_days(condition, first, last):
    read = parse("SELECT a.b FROM c WHERE X".replace("X", condition))

    found = window(read.conditions, date(2026, 11, 15))  # A Sunday.

    assert tuple(day and day.isoformat() for day in found) == (first, last)
