"""Nodes, several by their ids, batches, the log, places."""

from __future__ import annotations

import json

import pytest
import requests


def deleted(graph) -> str:
    """Give the id of a deleted ad, as only rows of insights tell it."""
    condition = {
        "field": "ad.effective_status",
        "operator": "IN",
        "value": ["DELETED"],
    }
    rows = graph.rows(
        "2026-09-01", "2026-09-02", level="ad", fields="ad_id", filtering=[condition]
    )
    return rows[0]["ad_id"]


def test_a_deleted_ad_has_its_status_and_no_name(graph):
    found = graph.get(deleted(graph), fields="name,effective_status,adset_id")

    assert found["name"] == ""
    assert found["effective_status"] == "DELETED"


def test_several_come_under_their_ids(graph):
    names = [ad["id"] for ad in graph.list("ads", limit="2")] + [deleted(graph)]

    found = graph.get("", ids=",".join(names), fields="effective_status")

    assert list(found) == names
    assert found[names[-1]]["effective_status"] == "DELETED"


def test_one_that_does_not_exist_fails_them_all(graph):
    (ad, *_) = graph.list("ads", limit="1")

    code, words = graph.refused("", ids=f"{ad['id']},404")

    assert code == (803, None)
    assert words.endswith(": 404")


def test_at_most_fifty_come_at_once(graph):
    assert graph.refused("", ids=",".join(["1"] * 51))[0] == (100, None)
    assert graph.refused("")[0] == (100, None)


def test_what_does_not_exist_is_missing(graph):
    assert graph.refused("404")[0] == (100, 33)
    assert graph.refused("act_404/ads")[0] == (100, 33)
    assert graph.refused("act_404/ads", "POST")[0] == (100, 33)


@pytest.mark.parametrize(
    "path", ["{account}/colours", "{ad}/ads", "{account}/insights/x", "me/colours"]
)
def test_an_edge_that_does_not_exist_is_unknown(graph, path):
    (ad, *_) = graph.list("ads", limit="1")

    code, words = graph.refused(path.format(account=graph.account, ad=ad["id"]))

    assert code == (2500, None)
    assert "Unknown path components" in words


@pytest.mark.parametrize("path", ["{account}/ads", "{ad}"])
def test_nothing_is_written(graph, path):
    (ad, *_) = graph.list("ads", limit="1")

    code, _ = graph.refused(path.format(account=graph.account, ad=ad["id"]), "POST")

    assert code == (100, 33)


def test_a_node_tells_little_unless_asked(graph):
    (ad, *_) = graph.list("ads", limit="1")

    assert set(graph.get(ad["id"])) == {"id", "name", "account_id"}
    assert graph.get(graph.account)["id"] == graph.account
    assert graph.get("", ids=graph.account)[graph.account]["id"] == graph.account


def test_a_creative_is_read_by_its_ad_and_by_its_id(graph):
    (ad, *_) = graph.list("ads", fields="creative", limit="1")
    creative = ad["creative"]["id"]

    (below,) = graph.get(f"{ad['id']}/adcreatives")["data"]

    assert below["id"] == graph.get(creative, fields="object_story_spec")["id"]


def test_people_are_no_more_than_themselves(graph):
    assert graph.get("me")["name"] == "Sandbox Person"


def test_the_log_reaches_back_a_week_unless_asked(graph):
    def told(**days: str) -> list[str]:
        log = graph.list("activities", fields="event_time", **days)
        return [one["event_time"] for one in log]

    october = told(since="2026-10-01", until="2026-10-31")
    assert told() == []
    assert october
    assert all(at.startswith("2026-10") for at in october)
    assert told(since="2026-10-01T00:00:00+00:00") == october
    assert told(since="1790812800") == october


def test_entries_of_the_log_tell_what_changed(graph):
    log = graph.list(
        "activities", fields="event_type,extra_data", since="2026-01-01", limit="100"
    )
    moves = [
        json.loads(one["extra_data"])
        for one in log
        if one["event_type"] == "update_ad_run_status"
    ]

    assert {"old_value": "Active", "new_value": "Inactive"} in moves
    assert {"old_value": "Active", "new_value": "Deleted"} in moves


def test_a_time_that_is_none_is_refused(graph):
    assert graph.refused(f"{graph.account}/activities", since="soon")[0] == (100, None)


def test_places_are_found_by_the_beginning_of_their_name(graph):
    found = graph.get(
        "search", type="adgeolocation", location_types=["region"], q="new"
    )

    assert {one["name"] for one in found["data"]} == {"New York", "New South Wales"}


@pytest.mark.parametrize(
    "asked", [{"type": "adinterest"}, {"type": "adgeolocation", "q": "a"}]
)
def test_nothing_else_is_searched_for(graph, asked):
    assert graph.refused("search", **asked)[0] == (100, None)


@pytest.mark.parametrize(
    "batch",
    [
        "x",
        [],
        ["x"],
        [{"method": "GET"}],
        [{}] * 51,
        [{"relative_url": "http://["}],
    ],
)
def test_a_batch_that_is_none_is_refused(graph, batch):
    assert graph.refused("", "POST", batch=batch)[0] == (100, None)


def test_a_batch_may_name_the_version(graph):
    url = f"v26.0/{graph.account}?fields=currency"

    (answer,) = graph.post("", batch=[{"method": "GET", "relative_url": url}])

    assert json.loads(answer["body"])["currency"] == "USD"
    assert "x-app-usage" in {header["name"] for header in answer["headers"]}


def test_a_batch_is_answered_one_by_one(graph):
    batch = [
        {"method": "GET", "relative_url": f"{graph.account}?fields=currency"},
        {"method": "GET", "relative_url": "404"},
    ]
    found, refused = graph.post("", batch=batch)
    graph.box.faults.add("null_batch")

    assert (found["code"], refused["code"]) == (200, 400)
    assert json.loads(refused["body"])["error"]["error_subcode"] == 33
    assert graph.post("", batch=batch) == [found, None]


def test_a_batch_may_start_a_report(graph):
    start = {
        "method": "POST",
        "relative_url": f"{graph.account}/insights",
        "body": "fields=spend&level=ad",
    }
    (answer,) = graph.post("", batch=[start])

    assert set(json.loads(answer["body"])) == {"report_run_id"}


def test_a_body_of_json_is_read(graph):
    answer = requests.post(
        graph.url(f"{graph.account}/insights"),
        json={
            "fields": ["spend"],
            "time_range": {"since": "2026-11-01", "until": "2026-11-02"},
        },
        headers={"Authorization": f"OAuth {graph.token}"},
        timeout=30,
    )

    assert set(answer.json()) == {"report_run_id"}


@pytest.mark.parametrize("body", [b"{", b"\xff"])
def test_a_body_that_is_neither_is_refused(graph, body):
    kind = "application/json" if body == b"{" else "application/x-www-form-urlencoded"
    answer = requests.post(
        graph.url(f"{graph.account}/insights"),
        data=body,
        headers={"Authorization": f"Bearer {graph.token}", "Content-Type": kind},
        timeout=30,
    )

    assert answer.json()["error"]["code"] == 100


def test_a_body_of_a_list_says_nothing(graph):
    answer = requests.post(
        graph.url(f"{graph.account}/insights"),
        json=[],
        headers={"Authorization": f"Bearer {graph.token}"},
        timeout=30,
    )

    assert set(answer.json()) == {"report_run_id"}


def test_another_host_does_not_answer(graph):
    url = graph.url("me").replace("/graph/", "/facebook/")

    assert requests.get(url, timeout=30).json()["error"]["code"] == 2500
