"""Limits: what is used, what headers tell of it, what happens when all is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from wv_sandbox.metaads.accounts import DENIED, MAIN
from wv_sandbox.metaads.limits import LIMITED, TIERS, USE_CASES
from wv_sandbox.metaads.usage import HEADERS


def told(answer, name: str):
    return json.loads(answer.headers[HEADERS[name]])


def test_insights_tell_all_five_headers(graph):
    answer = graph.send(f"{graph.account}/insights")

    assert set(HEADERS.values()) <= set(answer.headers)
    assert told(answer, "app")["call_count"] == 1
    assert told(answer, "account")["ads_api_access_tier"] == "standard_access"
    (entry,) = told(answer, "business").popitem()[1]
    assert entry["type"] == "ads_insights"


def test_lists_tell_of_management_and_nothing_of_insights(graph):
    answer = graph.send(f"{graph.account}/ads")

    (entry,) = told(answer, "business").popitem()[1]
    assert entry["type"] == "ads_management"
    assert HEADERS["insights"] not in answer.headers
    assert HEADERS["account"] not in graph.send("me").headers


def test_use_rises_with_calls_and_fades_with_time(graph):
    graph.box.box.metaads.usage.tier = LIMITED

    def used() -> float:
        return told(graph.send(f"{graph.account}/ads"), "account")["acc_id_util_pct"]

    first, second = used(), used()
    graph.box.clock.advance(TIERS[LIMITED].decay_seconds)

    assert 0 < first < second
    assert used() == first


def test_an_account_that_is_asked_too_much_refuses(graph):
    graph.box.box.metaads.usage.tier = LIMITED
    for _ in range(TIERS[LIMITED].score):
        graph.get(f"{graph.account}/ads", limit="1")

    answer = graph.send(f"{graph.account}/ads")

    assert answer.status_code == 400
    assert answer.json()["error"]["error_subcode"] == 2446079
    assert told(answer, "account")["reset_time_duration"] == 300
    assert graph.send("act_2001000000000002/ads").status_code == 200


def test_writing_counts_three_times(graph):
    graph.box.box.metaads.usage.tier = LIMITED

    answer = graph.send(f"{graph.account}/insights", "POST")

    assert told(answer, "account")["acc_id_util_pct"] == 5.0


@pytest.mark.parametrize(
    ("kind", "path", "code"),
    [
        ("ads_insights", "insights", 80000),
        ("ads_management", "ads", 80004),
        ("custom_audience", "customaudiences", 80003),
    ],
)
def test_limits_of_an_hour_refuse_until_it_is_over(
    graph, monkeypatch, kind, path, code
):
    # What the account's active ads add is taken away again, but for one call.
    ads = graph.box.box.metaads.world.call("", MAIN.id).ads
    limit = 1 - USE_CASES[kind].an_ad * ads
    tier = replace(TIERS[LIMITED], hourly={kind: limit})
    monkeypatch.setitem(TIERS, LIMITED, tier)
    graph.box.box.metaads.usage.tier = LIMITED
    graph.get(f"{graph.account}/{path}")

    assert graph.refused(f"{graph.account}/{path}")[0] == (code, None)
    graph.box.clock.advance(3601)
    assert graph.send(f"{graph.account}/{path}").status_code == 200


def test_the_app_as_a_whole_has_its_limit(graph, monkeypatch):
    monkeypatch.setitem(TIERS, LIMITED, replace(TIERS[LIMITED], app=1))
    graph.box.box.metaads.usage.tier = LIMITED
    graph.get("me")

    assert graph.refused("me")[0] == (4, None)


def test_a_report_is_charged_to_its_account(graph):
    run = graph.post(f"{graph.account}/insights")["report_run_id"]

    (entry,) = told(graph.send(run), "business").popitem()[1]

    assert entry["type"] == "ads_insights"


@pytest.mark.parametrize("header", [None, "insights"])
def test_headers_may_tell_of_more(graph, header):
    named = {} if header is None else {"header": header}
    graph.box.faults.add("usage", percent=96, minutes=3, **named)

    answer = graph.send(f"{graph.account}/insights")

    assert told(answer, "insights")["acc_id_util_pct"] == 96
    assert (told(answer, "app")["call_count"] == 96) is (header is None)
    (entry,) = told(answer, "business").popitem()[1]
    assert entry["estimated_time_to_regain_access"] == 3


def test_a_denied_account_has_no_active_ads(graph):
    assert graph.box.box.metaads.world.call("", DENIED.id).ads == 0
