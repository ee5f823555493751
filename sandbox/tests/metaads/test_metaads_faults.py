"""Faults: every refusal by its name, and every damage."""

from __future__ import annotations

import json

import pytest
import requests

from wv_sandbox.metaads.rows import BUSINESS_TYPES, FAULTS

SPLIT = {"breakdowns": "country,region", "fields": "impressions", "limit": "5"}


@pytest.mark.parametrize("name", FAULTS)
def test_every_refusal_is_a_fault(graph, name):
    row = FAULTS[name]
    graph.box.faults.add(name)
    answer = graph.send("me/adaccounts")

    error = answer.json()["error"]
    assert answer.status_code == row.status
    assert (error["code"], error.get("error_subcode")) == (row.code, row.subcode)
    assert error["is_transient"] is row.is_transient
    assert error["fbtrace_id"]
    assert graph.send("me/adaccounts").status_code == 200


def test_a_refusal_may_come_with_status_200(graph):
    graph.box.faults.add("meta:190/460", http=200)

    assert graph.refused("me")[0] == (190, 460)


@pytest.mark.parametrize("code", BUSINESS_TYPES)
def test_a_limit_of_a_business_tells_when_it_ends(graph, code):
    graph.box.faults.add(f"meta:{code}", minutes=12)
    answer = graph.send(f"{graph.account}/ads")

    (entry,) = json.loads(answer.headers["x-business-use-case-usage"]).popitem()[1]
    assert entry["type"] == BUSINESS_TYPES[code]
    assert entry["estimated_time_to_regain_access"] == 12
    assert entry["call_count"] == 100


def test_a_limit_of_an_account_tells_when_it_ends(graph):
    graph.box.faults.add("meta:17/2446079", reset_seconds=240)
    answer = graph.send(f"{graph.account}/ads")

    told = json.loads(answer.headers["x-ad-account-usage"])
    assert (told["acc_id_util_pct"], told["reset_time_duration"]) == (100.0, 240)


@pytest.mark.parametrize(
    ("status", "code"), [(400, 100), (401, 190), (403, 200), (404, 100), (500, 1)]
)
def test_a_status_brings_its_code(graph, status, code):
    graph.box.faults.add("status", status=status)
    answer = graph.send("me")

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_half_of_the_json_comes_with_status_200(graph):
    graph.box.faults.add("truncated")
    answer = graph.send(f"{graph.account}/ads", fields="name")

    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_the_next_page_may_lie_elsewhere_or_be_this_one(graph):
    graph.box.faults.add("foreign_link")
    foreign = graph.get(f"{graph.account}/ads")
    graph.box.faults.add("circle")
    circle = graph.get(f"{graph.account}/ads", limit="2")

    assert foreign["paging"]["next"].startswith("https://evil.example/")
    assert circle["paging"]["cursors"]["after"] == circle["paging"]["cursors"]["before"]
    assert circle["paging"]["next"]


def test_rows_vanish(graph):
    rows = graph.rows("2026-11-01", "2026-11-02", fields="spend")
    graph.box.faults.add("vanish", rows=1)

    assert graph.rows("2026-11-01", "2026-11-02", fields="spend") == rows[:1]


@pytest.mark.parametrize("named", [{}, {"breakdown": "region"}])
def test_a_row_may_lack_its_breakdown(graph, named):
    graph.box.faults.add("missing_key", **named)

    first, second, *_ = graph.list("insights", **SPLIT)

    assert "region" not in first
    assert ("country" in first) is bool(named)
    assert {"country", "region"} <= set(second)


def test_nothing_is_damaged_twice(graph):
    graph.box.faults.add("vanish")
    graph.list("insights", **SPLIT)

    assert len(graph.list("insights", **SPLIT)) == 5
