"""Every grain sums to the same, but where Meta's own rules say otherwise."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from wv_sandbox.metaads.insights.breakdowns import ADVERTISER_HOUR, AUDIENCE_HOUR

DAYS = ("2026-10-20", "2026-10-26")
FIGURES = "impressions,clicks,spend,reach,inline_link_clicks,actions,action_values"
WINDOWS = "1d_click,7d_click,28d_click,1d_view"
STATUSES = [
    *("ACTIVE", "PAUSED", "DELETED", "ARCHIVED"),
    *("ADSET_PAUSED", "CAMPAIGN_PAUSED"),
]
ALL_ADS = [{"field": "ad.effective_status", "operator": "IN", "value": STATUSES}]
SPLITS = [
    "age,gender",
    "age",
    "country",
    "publisher_platform",
    "publisher_platform,platform_position",
    "publisher_platform,platform_position,device_platform",
]
OFF_META = {"purchase", "landing_page_view", "initiate_checkout"}


def told(graph, days=DAYS, **asked):
    asked = {"fields": FIGURES, "action_attribution_windows": WINDOWS, **asked}
    return graph.rows(*days, **asked)


def summed(rows) -> Counter[tuple[str, ...]]:
    """Sum all that adds up, by day: figures, and actions by type and window."""
    total: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        day = row["date_start"]
        for name in ("impressions", "clicks", "spend", "inline_link_clicks"):
            total[day, name] += Decimal(row[name])
        for name in ("actions", "action_values"):
            for one in row.get(name, ()):
                kind = one["action_type"]
                for window, value in one.items():
                    if window != "action_type":
                        total[day, name, kind, window] += Decimal(value)
    return +total


@pytest.mark.parametrize("level", ["campaign", "adset"])
def test_levels_sum_to_the_account(graph, level):
    whole = summed(told(graph, level="account"))

    assert summed(told(graph, level=level)) == whole
    assert any(key[1:3] == ("action_values", "purchase") for key in whole)


def test_ads_sum_to_the_account_with_the_deleted_ones(graph):
    days = ("2026-09-01", "2026-09-07")
    whole = summed(told(graph, days, level="account"))

    assert summed(told(graph, days, level="ad", filtering=ALL_ADS)) == whole
    assert summed(told(graph, days, level="ad")) != whole


@pytest.mark.parametrize("breakdowns", SPLITS)
def test_breakdowns_sum_to_the_account(graph, breakdowns):
    whole = summed(told(graph, level="account"))

    split = told(graph, level="campaign", breakdowns=breakdowns)

    assert summed(split) == whole
    assert all(set(breakdowns.split(",")) <= set(row) for row in split)


def only(total, *names: str):
    return {key: value for key, value in total.items() if key[1] in names}


def test_hours_sum_to_the_account_without_reach_and_actions_off_meta(graph):
    whole = summed(told(graph))
    rows = told(graph, breakdowns=ADVERTISER_HOUR)
    hours = summed(rows)

    figures = ("impressions", "clicks", "spend", "inline_link_clicks")
    assert only(hours, *figures) == only(whole, *figures)
    assert {row["reach"] for row in rows} == {"0"}
    assert not OFF_META & {key[2] for key in hours if key[1] == "actions"}
    assert not only(hours, "action_values")


def test_regions_fall_short_of_the_account(graph):
    whole = summed(told(graph, level="ad"))
    rows = told(graph, level="ad", breakdowns="country,region")
    regions = summed(rows)

    for key, value in only(regions, "impressions").items():
        assert 0.9 * float(whole[key]) <= float(value) <= float(whole[key])
    assert only(regions, "impressions") != only(whole, "impressions")
    assert "Unknown" in {row["region"] for row in rows}
    assert not OFF_META & {key[2] for key in regions if key[1] == "actions"}


def test_reach_adds_up_over_no_days(graph):
    days = told(graph, fields="reach,impressions,frequency")
    week = told(graph, fields="reach,impressions,frequency", time_increment="7")

    (whole,) = week
    assert sum(int(day["impressions"]) for day in days) == int(whole["impressions"])
    assert sum(int(day["reach"]) for day in days) > int(whole["reach"])
    share = int(whole["impressions"]) / int(whole["reach"])
    assert float(whole["frequency"]) == pytest.approx(share, abs=1e-6)


def test_orders_grow_after_their_day(graph):
    def bought() -> Decimal:
        total = summed(told(graph, ("2026-11-01", "2026-11-10")))
        keys = (key for key in total if key[1:] == ("actions", "purchase", "28d_click"))
        return sum(total[key] for key in keys)

    early = bought()
    graph.box.clock.set(datetime(2026, 12, 15, tzinfo=UTC))

    assert 0 < early < bought()


def test_rows_of_invalid_clicks_vanish_after_three_days(graph):
    def keys(day: int) -> set[tuple[str, str]]:
        graph.box.clock.set(datetime(2026, 11, day, 18, tzinfo=UTC))
        rows = told(graph, ("2026-11-09", "2026-11-11"), level="ad", fields="ad_name")
        return {(row["ad_name"], row["date_start"]) for row in rows}

    early, late = keys(12), keys(17)

    assert early - late == {("Hello, rarely", "2026-11-10")}
    assert late < early


def test_the_hours_of_viewers_are_those_of_the_account_moved(graph):
    graph.post(
        f"{graph.account}/insights/feature-settings",
        feature_name="time_of_day_viewer_tz",
    )
    graph.box.clock.set(datetime(2026, 11, 17, tzinfo=UTC))
    days = ("2026-11-15", "2026-11-15")
    here = summed(told(graph, days, breakdowns=ADVERTISER_HOUR))
    there = told(graph, days, breakdowns=AUDIENCE_HOUR)

    assert summed(there) == here
    assert len({row[AUDIENCE_HOUR] for row in there}) == 24


def test_films_are_told_of_unless_a_breakdown_forbids_it(graph):
    begun, seen = "video_play_actions", "video_p50_watched_actions"

    def films(**asked) -> tuple[int, int]:
        rows = told(graph, fields=f"{begun},{seen},impressions", **asked)
        return tuple(
            sum(int(row[name][0]["value"]) for row in rows if name in row)
            for name in (begun, seen)
        )

    whole = films()
    assert whole[0] > whole[1] > 0
    assert films(level="ad") == films(level="campaign") == whole
    assert films(breakdowns="age,gender") == whole
    assert films(breakdowns="country,region")[0] > 0
    assert films(breakdowns="country,region")[1] == 0
    assert films(breakdowns=ADVERTISER_HOUR) == (0, 0)


def test_people_are_parted_by_how_often_they_saw(graph):
    settings = f"{graph.account}/insights/feature-settings"
    graph.post(settings, feature_name="frequency_value")
    graph.box.clock.set(datetime(2026, 11, 18, tzinfo=UTC))
    days = ("2026-11-15", "2026-11-16")

    rows = told(graph, days, fields="reach", breakdowns="frequency_value")
    whole = told(graph, days, fields="reach,impressions")

    assert {row["frequency_value"] for row in rows} == {"1", "2"}
    assert sum(int(row["reach"]) for row in rows) == sum(int(r["reach"]) for r in whole)
    assert told(graph, days, fields="account_id", breakdowns="frequency_value") == []
