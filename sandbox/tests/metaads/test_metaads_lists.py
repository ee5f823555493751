"""Lists: cursors, fields, statuses, filters, sizes."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from wv_sandbox.metaads.access import SYSTEM_TOKEN, prove
from wv_sandbox.metaads.accounts import DENIED, MAIN, SMALL

STATUSES = ["ACTIVE", "PAUSED", "ARCHIVED", "ADSET_PAUSED", "CAMPAIGN_PAUSED"]


def test_the_last_page_has_cursors_and_no_next(graph):
    page = graph.get(f"{graph.account}/ads", limit="500")

    assert set(page["paging"]) == {"cursors"}
    assert set(page["paging"]["cursors"]) == {"before", "after"}


def test_an_empty_page_has_no_paging(graph):
    page = graph.get(f"{graph.account}/activities", since="2026-11-15")

    assert page == {"data": []}


def test_the_next_page_is_a_link_with_the_token_and_without_the_proof(graph):
    proof = prove(SYSTEM_TOKEN)
    page = graph.get(f"{graph.account}/ads", limit="2", appsecret_proof=proof)

    query = parse_qs(urlsplit(page["paging"]["next"]).query)
    assert query["access_token"] == [SYSTEM_TOKEN]
    assert query["after"] == [page["paging"]["cursors"]["after"]]
    assert "appsecret_proof" not in query


def test_pages_lead_there_and_back(graph):
    first = graph.get(f"{graph.account}/ads", limit="4")
    second = graph.get(
        f"{graph.account}/ads", limit="4", after=first["paging"]["cursors"]["after"]
    )
    back = graph.get(
        f"{graph.account}/ads", limit="4", before=second["paging"]["cursors"]["before"]
    )

    assert "previous" not in first["paging"]
    assert "previous" in second["paging"]
    assert back["data"] == first["data"] != second["data"]


@pytest.mark.parametrize("cursor", ["bm9uc2Vuc2U", "!", "MTI"])
def test_a_cursor_of_another_list_is_refused(graph, cursor):
    code, words = graph.refused(f"{graph.account}/ads", after=cursor)

    assert (code, "cursors" in words) == ((100, None), True)


@pytest.mark.parametrize("limit", ["0", "x", "5001"])
def test_a_page_size_out_of_range_is_refused(graph, limit):
    assert graph.refused(f"{graph.account}/ads", limit=limit)[0] == (100, None)


def test_only_what_is_asked_comes_and_the_id(graph):
    (ad, *_) = graph.list("ads", fields="name,, creative{object_type},")

    assert set(ad) == {"id", "name", "creative"}
    assert set(ad["creative"]) == {"id"}


def test_an_unknown_field_is_named(graph):
    code, words = graph.refused(f"{graph.account}/ads", fields="name,colour")

    assert code == (100, None)
    assert "(colour) on node type (Ad)" in words


@pytest.mark.parametrize("fields", ["creative{id", "id}"])
def test_fields_with_a_brace_too_few_are_refused(graph, fields):
    assert "Syntax error" in graph.refused(f"{graph.account}/ads", fields=fields)[1]


def test_archived_things_come_if_asked_for(graph):
    plain = graph.list("campaigns", fields="effective_status")
    asked = graph.list(
        "campaigns", fields="effective_status", effective_status=["ARCHIVED"]
    )

    assert {one["effective_status"] for one in plain} == {"ACTIVE"}
    assert [one["effective_status"] for one in asked] == ["ARCHIVED"]


def test_a_filter_by_status_does_as_the_parameter(graph):
    def filtered(operator: str, value: object):
        condition = {"field": "effective_status", "operator": operator, "value": value}
        return graph.list("ads", filtering=[condition])

    by_parameter = graph.list("ads", effective_status=STATUSES)
    assert filtered("IN", STATUSES) == by_parameter
    assert filtered("EQUAL", "PAUSED") == graph.list("ads", effective_status=["PAUSED"])
    assert len(filtered("NOT_IN", ["ACTIVE"])) < len(by_parameter)


def test_deleted_things_cannot_be_listed(graph):
    code, _ = graph.refused(f"{graph.account}/ads", effective_status=["DELETED"])

    assert code == (100, 1815001)


def test_things_are_filtered_by_when_they_changed(graph):
    since = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
    condition = {
        "field": "ad.updated_time",
        "operator": "GREATER_THAN",
        "value": str(since),
    }
    found = graph.list("ads", fields="updated_time", filtering=[condition])

    assert found
    assert all(ad["updated_time"] >= "2026-06-01" for ad in found)
    assert len(found) < len(graph.list("ads"))


def test_things_are_filtered_by_what_they_lie_below(graph):
    (campaign, *_) = graph.list("campaigns")
    condition = {"field": "campaign.id", "operator": "IN", "value": [campaign["id"]]}
    found = graph.list("adsets", filtering=[condition])

    assert found == graph.get(f"{campaign['id']}/adsets")["data"]


@pytest.mark.parametrize(
    "filtering",
    [
        "nonsense",
        "[",
        ["nonsense"],
        [{"field": "colour", "operator": "IN", "value": ["red"]}],
        [{"field": "id", "operator": "LIKE", "value": "1"}],
        [{"field": "id", "operator": "IN", "value": "1"}],
        [{"field": "id", "operator": "EQUAL", "value": 1.5}],
        [{"field": "ad.updated_time", "operator": "LESS_THAN", "value": "x"}],
        [{"field": "ad.updated_time", "operator": "CONTAIN", "value": "1"}],
    ],
)
def test_a_filter_that_is_none_is_refused(graph, filtering):
    assert graph.refused(f"{graph.account}/ads", filtering=filtering)[0] == (100, None)


def test_a_list_is_not_filtered_by_what_lies_below_it(graph):
    condition = {"field": "adset.id", "operator": "NOT_EQUAL", "value": "1"}

    code, _ = graph.refused(f"{graph.account}/campaigns", filtering=[condition])

    assert code == (100, None)
    assert graph.list("ads", filtering=[condition])


def test_the_summary_counts_all_pages(graph):
    page = graph.get(f"{graph.account}/ads", limit="1", summary="true")

    assert page["summary"] == {"total_count": len(graph.list("ads"))}


def test_lists_without_filters_refuse_them(graph):
    condition = {"field": "id", "operator": "IN", "value": ["1"]}

    code, _ = graph.refused(f"{graph.account}/adimages", filtering=[condition])

    assert code == (100, None)


def test_a_page_of_many_heavy_rows_is_too_much(graph):
    graph.box.box.metaads.world.desk.sizes.heavy_rows = 5

    answer = graph.send(
        f"{graph.account}/adcreatives", fields="object_story_spec", limit="6"
    )
    fewer = graph.list("adcreatives", fields="object_story_spec", limit="5")

    assert answer.status_code == 500
    assert answer.json()["error"]["message"].startswith("Please reduce the amount")
    assert len(fewer) == 5


def test_accounts_are_those_of_the_person_and_of_the_business(graph):
    def ids(path: str) -> list[str]:
        found = graph.get(path, fields="account_id")["data"]
        return [one["account_id"] for one in found]

    business = graph.get("me/businesses")["data"][0]["id"]
    assert ids("me/adaccounts") == [MAIN.id, SMALL.id, DENIED.id]
    assert ids(f"{business}/owned_ad_accounts") == [MAIN.id, DENIED.id]
    assert ids(f"{business}/client_ad_accounts") == [SMALL.id]


def test_an_account_tells_what_was_spent_in_minor_units(graph):
    account = graph.get(graph.account, fields="amount_spent,balance,currency")
    rows = graph.walk(
        f"{graph.account}/insights", fields="spend", date_preset="maximum"
    )

    assert account["amount_spent"] == rows[0]["spend"].replace(".", "")
    assert account["currency"] == "USD"


@pytest.mark.parametrize("path", ["", "/ads", "/insights", "/activities"])
def test_an_account_whose_owner_refuses_is_refused_whole(graph, path):
    answer = graph.send(f"act_{DENIED.id}{path}")

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == 200
