"""What rows of insights tell."""

from __future__ import annotations

import pytest

from wv_sandbox.metaads.insights.breakdowns import ADVERTISER_HOUR

WEEK = {"since": "2026-11-01", "until": "2026-11-07"}


def insights(graph, **asked):
    return graph.list("insights", **{"fields": "spend", "time_range": WEEK, **asked})


def refused(graph, **asked):
    return graph.refused(f"{graph.account}/insights", **{"time_range": WEEK, **asked})


def test_rows_bear_what_they_are_about(graph):
    fields = (
        "account_id,account_currency,campaign_id,campaign_name,adset_id,adset_name,ad_id,"
        "ad_name,objective,optimization_goal,buying_type,attribution_setting,created_time"
    )
    (row, *_) = insights(graph, level="ad", fields=fields)

    assert set(row) == {*fields.split(","), "date_start", "date_stop"}
    assert row["account_currency"] == "USD"


def test_fields_below_the_level_are_left_out(graph):
    (row, *_) = insights(graph, level="campaign", fields="campaign_id,ad_id,spend")

    assert set(row) == {"campaign_id", "spend", "date_start", "date_stop"}


def test_rates_are_quotients_of_what_is_told(graph):
    fields = "impressions,clicks,spend,reach,unique_clicks,ctr,cpc,cpm,cpp,unique_ctr"
    (row,) = insights(graph, fields=fields)
    count = {name: float(row[name]) for name in fields.split(",")}

    assert count["ctr"] == pytest.approx(100 * count["clicks"] / count["impressions"])
    assert count["cpc"] == pytest.approx(count["spend"] / count["clicks"], abs=1e-6)
    assert count["cpm"] == pytest.approx(
        1000 * count["spend"] / count["impressions"], abs=1e-6
    )
    assert count["unique_clicks"] <= count["clicks"]


def test_a_rate_by_nothing_is_left_out(graph):
    rows = insights(graph, level="ad", fields="clicks,cpc", time_increment="1")

    without = [row for row in rows if row["clicks"] == "0"]
    assert without
    assert not any("cpc" in row for row in without)


def test_all_lists_of_actions_have_their_shape(graph):
    fields = (
        "actions,action_values,cost_per_action_type,outbound_clicks,outbound_clicks_ctr,"
        "cost_per_outbound_click,purchase_roas,website_purchase_roas,cost_per_result,"
        "objective_results,spend"
    )
    (row,) = insights(graph, fields=fields, action_attribution_windows=["7d_click"])

    assert set(fields.split(",")) - {"objective_results"} <= set(row)
    assert "objective_results" not in row
    assert row["results"][0]["values"][0]["attribution_windows"] == ["default"]
    value = next(v for v in row["action_values"] if v["action_type"] == "purchase")
    roas = float(value["value"]) / float(row["spend"])
    assert float(row["purchase_roas"][0]["value"]) == pytest.approx(roas, abs=1e-5)
    assert set(value) == {"action_type", "value", "7d_click"}


def test_rows_without_any_action_have_no_lists(graph):
    fields = "outbound_clicks,results,cost_per_result,clicks"
    rows = insights(graph, level="ad", fields=fields, time_increment="1")

    without = [row for row in rows if row["clicks"] == "0"]
    assert without
    assert {name for row in without for name in row} == {
        "clicks",
        "date_start",
        "date_stop",
    }


def test_only_ads_with_enough_delivery_are_ranked(graph):
    asked = {"level": "ad", "fields": "impressions,quality_ranking"}

    ranked = {
        (int(row["impressions"]) >= 500, row["quality_ranking"])
        for row in insights(graph, **asked)
    }
    assert ranked == {(True, "AVERAGE"), (False, "UNKNOWN")}
    assert "quality_ranking" not in insights(graph, **asked, breakdowns=["age"])[0]


def test_windows_that_are_gone_are_taken_and_not_told(graph):
    rows = insights(
        graph, fields="actions", action_attribution_windows=["28d_view", "1d_view"]
    )

    told = {name for one in rows[0]["actions"] for name in one}
    assert told <= {"action_type", "value", "1d_view"}


def test_action_breakdowns_are_words_in_costs_too(graph):
    rows = insights(
        graph,
        level="ad",
        fields="cost_per_action_type,ad_id",
        action_breakdowns='["action_type","action_target_id","action_destination"]',
    )

    entry = rows[0]["cost_per_action_type"][0]
    assert entry["action_target_id"] == rows[0]["ad_id"]
    assert entry["action_destination"] == "shop.example"
    assert float(entry["value"]) > 0


def test_action_breakdowns_add_to_actions_on_meta(graph):
    asked = ["action_type", "action_target_id", "action_device"]
    rows = insights(graph, level="ad", fields="actions,ad_id", action_breakdowns=asked)

    told = {
        (one["action_type"], one.get("action_target_id") == row["ad_id"])
        for row in rows
        for one in row.get("actions", ())
    }
    assert {("link_click", True), ("post_engagement", True)} <= told
    assert {("purchase", False), ("landing_page_view", False)} <= told
    assert len({kind for kind, _ in told}) == len(told)


def test_old_rows_that_are_broken_down_lack_reach(graph):
    old = {"since": "2025-10-10", "until": "2025-10-12"}
    fields = "impressions,reach,frequency,cpp"

    plain = insights(graph, fields=fields, time_range=old)
    split = insights(graph, fields=fields, time_range=old, breakdowns=["country"])
    hours = insights(graph, time_range=old, breakdowns=[ADVERTISER_HOUR])

    assert set(fields.split(",")) <= set(plain[0])
    assert not {"reach", "frequency", "cpp"} & set(split[0])
    assert hours == []


def test_rows_lie_below_what_they_are_asked_of(graph):
    (campaign, *_) = graph.list("campaigns", fields="name")
    sets = [one["id"] for one in graph.get(f"{campaign['id']}/adsets")["data"]]
    asked = {"time_range": WEEK, "fields": "campaign_id,adset_id,spend"}

    (own,) = graph.get(f"{campaign['id']}/insights", **asked)["data"]
    below = graph.get(f"{campaign['id']}/insights", level="adset", **asked)["data"]
    (one,) = graph.get(f"{sets[0]}/insights", **asked)["data"]

    assert own["campaign_id"] == campaign["id"]
    assert {row["adset_id"] for row in below} == set(sets)
    assert one["adset_id"] == sets[0]


def test_campaigns_are_chosen_by_their_ids(graph):
    names = sorted(one["id"] for one in graph.list("campaigns"))[:2]
    condition = {"field": "campaign.id", "operator": "IN", "value": names}
    rows = insights(graph, level="ad", fields="campaign_id", filtering=[condition])
    whole = insights(graph, fields="campaign_id,spend", filtering=[condition])

    assert sorted({row["campaign_id"] for row in rows}) == names
    assert len(whole) == 1


@pytest.mark.parametrize("fields", ["spend,impressions", "ad_id"])
def test_rows_are_chosen_by_their_figures(graph, fields):
    condition = {"field": "impressions", "operator": "GREATER_THAN", "value": 500}
    chosen = insights(graph, level="ad", fields=fields, filtering=[condition])
    every = insights(graph, level="ad", fields="impressions")

    assert len(chosen) == sum(int(row["impressions"]) > 500 for row in every)
    assert 0 < len(chosen) < len(every)


def test_too_many_rows_are_refused_and_too_large_pages(graph):
    sizes = graph.box.box.metaads.world.desk.sizes
    sizes.sync_rows = 6
    assert refused(graph, level="account", time_increment="1")[0] == (100, 1487534)

    sizes.sync_rows, sizes.page_cells = 7, 13
    answer = graph.send(
        f"{graph.account}/insights",
        time_range=WEEK,
        time_increment="1",
        fields="spend,clicks",
    )
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == 1
    assert len(insights(graph, time_increment="1", limit="6")) == 6
