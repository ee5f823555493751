"""Same-day totals: equal across grains where the API's rules say so, else by name."""

from __future__ import annotations

from collections import Counter

import pytest

from wv_sandbox.googleads.accounts import MAIN

COUNTS = ("impressions", "clicks", "costMicros", "conversions", "conversionsValue")
METRICS = (
    "segments.date, metrics.impressions, metrics.clicks, metrics.cost_micros,"
    " metrics.conversions, metrics.conversions_value"
)
DAYS = " WHERE segments.date BETWEEN '2026-11-02' AND '2026-11-08'"


def totals(google, fields, resource):
    """Sum the metrics of each day."""
    found: dict[str, Counter[str]] = {}
    for row in google.rows(f"SELECT {fields}{METRICS} FROM {resource}{DAYS}"):  # noqa: S608 - no database.
        day = found.setdefault(row["segments"]["date"], Counter())
        for name in COUNTS:
            day[name] += round(float(row["metrics"][name]) * 1_000_000)
    return found


@pytest.fixture
def account(google):
    found = totals(google, "", "customer")
    assert len(found) == 7
    return found


@pytest.mark.parametrize(
    ("fields", "resource"),
    [
        ("campaign.id, ", "campaign"),
        ("segments.hour, ", "campaign"),
        ("segments.device, segments.ad_network_type, ", "campaign"),
        ("user_location_view.targeting_location, ", "user_location_view"),
        ("campaign.id, segments.geo_target_city, ", "user_location_view"),
        ("campaign_criterion.criterion_id, ", "location_view"),
    ],
)
def test_grains_that_hold_everything(google, account, fields, resource):
    assert totals(google, fields, resource) == account


@pytest.mark.parametrize(
    "resource", ["ad_group", "ad_group_ad", "age_range_view", "gender_view"]
)
def test_groups_and_asset_groups_hold_everything_together(google, account, resource):
    """Performance Max is in no report below the campaign but its own."""
    groups = totals(google, "", resource)
    maximal = totals(google, "", "asset_group")

    assert groups != account
    together = {day: groups[day] + maximal[day] for day in groups}
    assert {day: +count for day, count in together.items()} == {
        day: +count for day, count in account.items()
    }


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        ("keyword_view", "SEARCH"),
        ("search_term_view", "SEARCH"),
        ("campaign_search_term_view", "SEARCH"),
        ("group_placement_view", "DISPLAY"),
        ("shopping_performance_view", "SHOPPING"),
    ],
)
def test_reports_of_one_kind_of_campaign_hold_that_kind(google, resource, kind):
    found = totals(google, "", resource)

    query = "SELECT campaign.advertising_channel_type, {} FROM campaign{}"
    expected: dict[str, Counter[str]] = {}
    for row in google.rows(query.format(METRICS, DAYS)):
        if row["campaign"]["advertisingChannelType"] == kind:
            day = expected.setdefault(row["segments"]["date"], Counter())
            for name in COUNTS:
                day[name] += round(float(row["metrics"][name]) * 1_000_000)
    assert found == expected


def test_geographic_sums_are_short_of_the_account(google, account):
    """An exception by name: search partners do not tell where."""
    found = totals(google, "", "geographic_view")

    for day, count in found.items():
        assert 0.9 < count["impressions"] / account[day]["impressions"] < 1.0


def test_distances_are_cumulative(google, account):
    """An exception by name: the widest circle holds all, the others less."""
    query = "SELECT distance_view.distance_bucket, {} FROM distance_view{}"
    circles: Counter[str] = Counter()
    for row in google.rows(query.format(METRICS, DAYS)):
        bucket = row["distanceView"]["distanceBucket"]
        circles[bucket] += int(row["metrics"]["impressions"])

    assert list(circles) == [f"WITHIN_{km}KM" for km in (1, 5, 10, 20, 40, 65)]
    assert sorted(circles.values()) == list(circles.values())
    whole = sum(day["impressions"] for day in account.values()) // 1_000_000
    assert circles["WITHIN_65KM"] == whole


def test_conversions_by_action_hold_all_conversions(google):
    """An exception by name: cost and clicks cannot be told apart by action."""
    query = (
        "SELECT segments.conversion_action_name, segments.date, metrics.conversions,"
        " metrics.all_conversions FROM campaign{}"
    )
    plain = query.replace("segments.conversion_action_name, ", "")
    by_action = google.rows(query.format(DAYS))
    whole = google.rows(plain.replace("campaign{", "customer{").format(DAYS))

    for name in ("conversions", "allConversions"):
        counted = [sum(r["metrics"][name] for r in rows) for rows in (by_action, whole)]
        assert round(counted[0], 3) == round(counted[1], 3) > 0
    counts = {
        row["segments"]["conversionActionName"]
        for row in by_action
        if row["metrics"]["conversions"]
    }
    assert counts == {"Purchase"}


def test_conversions_by_their_own_date_are_others(google):
    query = (
        "SELECT segments.date, metrics.conversions,"
        " metrics.conversions_by_conversion_date FROM customer{}"
    )
    rows = google.rows(query.format(DAYS))

    booked = [row["metrics"]["conversions"] for row in rows]
    dated = [row["metrics"]["conversionsByConversionDate"] for row in rows]
    assert booked != dated


def test_shares_of_searches_do_not_add_up_and_only_search_has_them(google):
    query = (
        "SELECT campaign.advertising_channel_type, segments.date,"
        " metrics.search_impression_share, metrics.search_rank_lost_impression_share,"
        " metrics.search_budget_lost_impression_share FROM campaign{}"
    )
    rows = google.rows(query.format(DAYS))

    kinds = {row["campaign"]["advertisingChannelType"] for row in rows}
    assert kinds == {"SEARCH", "SHOPPING"}
    for row in rows:
        assert round(sum(row["metrics"].values()), 5) == 1.0


def test_rows_without_any_of_the_selected_metrics_are_left_out(google):
    """So the rows depend on the metrics that are selected."""
    query = "SELECT ad_group_ad.ad.id, segments.date, {} FROM ad_group_ad{}"
    shown = google.rows(query.format("metrics.impressions", DAYS))
    sold = google.rows(query.format("metrics.conversions", DAYS))
    bare = google.rows(query.replace(", {}", "").format(DAYS))

    assert 0 < len(sold) < len(shown) == len(bare)
    assert all(row["metrics"]["conversions"] > 0 for row in sold)


def test_without_segments_idle_things_are_there(google):
    query = "SELECT campaign.id, metrics.impressions FROM campaign{}"
    rows = google.rows(query.format(DAYS))

    assert len(rows) == 7
    assert [row["metrics"]["impressions"] for row in rows].count("0") == 2


def test_an_entity_and_its_day_agree(google):
    by_day = "SELECT campaign.id, segments.date, metrics.clicks FROM campaign{}"
    in_all = "SELECT campaign.id, metrics.clicks FROM campaign{}"
    counted: Counter[str] = Counter()
    for row in google.rows(by_day.format(DAYS)):
        counted[row["campaign"]["id"]] += int(row["metrics"]["clicks"])

    found = {
        row["campaign"]["id"]: int(row["metrics"]["clicks"])
        for row in google.rows(in_all.format(DAYS))
    }
    assert {k: v for k, v in found.items() if v} == dict(counted)


def test_segments_by_the_month_sum_the_days(google):
    months = (
        "SELECT segments.month, metrics.clicks FROM customer WHERE segments.date {}"
    )
    weeks = (
        "SELECT segments.week, segments.day_of_week, segments.year, segments.quarter, "
    )
    weeks += (
        "segments.month_of_year, metrics.clicks FROM customer WHERE segments.date {}"
    )
    days = "BETWEEN '2026-10-01' AND '2026-10-31'"

    (month,) = google.rows(months.format(days))
    by_week = google.rows(weeks.format(days))

    assert month["segments"] == {"month": "2026-10-01"}
    assert int(month["metrics"]["clicks"]) == sum(
        int(row["metrics"]["clicks"]) for row in by_week
    )
    assert by_week[0]["segments"] == {
        "week": "2026-09-28",
        "dayOfWeek": "THURSDAY",
        "year": 2026,
        "quarter": "2026-10-01",
        "monthOfYear": "OCTOBER",
    }


def test_clicks_one_by_one_are_as_many_as_are_counted(google):
    query = (
        "SELECT click_view.gclid, click_view.keyword_info.text, segments.device,"
        " click_view.location_of_presence.country, metrics.clicks FROM click_view"
        " WHERE segments.date = '2026-11-03'"
    )
    counted = google.rows(
        "SELECT metrics.clicks FROM customer WHERE segments.date = '2026-11-03'",
        MAIN.id,
    )
    rows = google.rows(query)

    assert len({row["clickView"]["gclid"] for row in rows}) == len(rows)
    assert str(len(rows)) == counted[0]["metrics"]["clicks"]
    assert {row["metrics"]["clicks"] for row in rows} == {"1"}
    assert any("keywordInfo" in row["clickView"] for row in rows)


def test_invalid_clicks_are_taken_back_and_their_rows_vanish(google):
    query = (
        "SELECT ad_group_ad.ad.id, segments.date, segments.device, metrics.impressions,"
        " metrics.clicks, metrics.cost_micros FROM ad_group_ad"
        " WHERE segments.date BETWEEN '2026-11-11' AND '2026-11-14'"
    )
    first = google.rows(query)
    google.box.clock.advance(5 * 86_400)
    later = google.rows(query)

    def keys(rows):
        return {
            (
                row["adGroupAd"]["ad"]["id"],
                row["segments"]["date"],
                row["segments"]["device"],
            )
            for row in rows
        }

    assert keys(first) > keys(later)
