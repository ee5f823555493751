"""What all streams share: accounts one by one, pages lost, fields refused."""

from __future__ import annotations

import logging

import pytest

from tap_googleads.errors import PageLostError
from tap_kit.errors import DataError, ShrinkError, SkipError, TapError, TooLargeError

CAMPAIGN = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21", "name": "Umbrellas"},
}
GONE = "authorizationError.CUSTOMER_NOT_ENABLED"


def test_each_account_is_asked_and_told(make_fake, sync, api, one_client):
    api.clients = [one_client("1000000001"), one_client("1000000002")]
    api.on("FROM campaign ", [CAMPAIGN])

    said = sync(make_fake("campaigns"))

    assert [account for how, account, _ in api.asked if how == "search"] == [
        "1000000001",
        "1000000002",
    ]
    told = said.report["checkpoint"]
    assert "account 1000000001: 1 streams, 1 rows" in told
    assert "account 1000000002: 1 streams, 1 rows" in told


def test_one_bad_account_never_fails_the_others(
    make_fake, fail, api, one_client, refused
):
    api.clients = [one_client("1000000001"), one_client("1000000002")]
    api.on("search 1000000001", refused(SkipError, GONE))
    api.on("FROM campaign ", [CAMPAIGN])

    error, said = fail(make_fake("campaigns", "ad_groups"), TapError, "left out")

    assert error.exit_code == 6
    assert len(said.records("campaigns")) == 1
    bad = [query for _, account, query in api.asked if account == "1000000001"]
    assert len([query for query in bad if "ad_group.name" in query]) == 0
    told = said.report["checkpoint"]
    assert "account 1000000001: left out (account_disabled)" in told


def test_what_one_query_may_not_ask_leaves_the_account_to_the_others(
    make_fake, fail, api, refused
):
    api.on("FROM campaign ", refused(SkipError, "queryError.UNEXPECTED_INPUT"))
    api.on("FROM ad_group ", [{"customer": {"id": "1"}, "adGroup": {"id": "5"}}])

    _, said = fail(make_fake("campaigns", "ad_groups"), TapError, "left out")

    assert len(said.records("ad_groups")) == 1


def test_managers_are_not_asked_for_figures(make_fake, sync, api, one_client):
    api.clients = [one_client("9000000001", manager=True)]

    said = sync(make_fake("account_daily", "campaigns", "customers"))

    assert said.records("account_daily") == []
    assert [query.split(" FROM ")[1][:8] for query in api.queries()] == ["customer"]


def test_lost_pages_begin_anew_and_nothing_is_doubled(make_fake, sync, api):
    def broken():
        yield row("2026-11-05")
        what = "gone"
        raise PageLostError(what)

    def row(at: str):
        metrics = {"impressions": "5", "costMicros": "7"}
        part = {"customer": {"id": "1000000001", "timeZone": "UTC"}}
        return {**part, "segments": {"date": at}, "metrics": metrics}

    api.on("validate", [])
    api.on("FROM customer ", broken(), [row("2026-11-05")], [])

    said = sync(make_fake("account_daily"))

    assert [r["date"] for r in said.records("account_daily")] == ["2026-11-05"]


def test_pages_that_are_lost_for_ever_end_the_run_resumably(make_fake, fail, api):
    api.on("validate", [])
    api.on("FROM campaign ", PageLostError("gone"))

    error, _ = fail(make_fake("campaigns"), PageLostError)

    assert error.exit_code == 4
    assert len(api.queries()) == 4


def test_a_field_that_is_refused_is_left_out_loudly_and_once_asked(
    make_fake, sync, api, refused, caplog
):
    words = "Unrecognized field in the query: 'campaign.optimization_score'."
    api.on("validate", refused(ShrinkError, "queryError.UNRECOGNIZED_FIELD", words), [])
    api.on("FROM campaign ", [CAMPAIGN])
    caplog.set_level(logging.WARNING)

    first, second = (sync(make_fake("campaigns")) for _ in range(2))

    assert first.records("campaigns")[0]["optimization_score"] is None
    assert "Google refuses campaign.optimization_score in v26" in caplog.text
    assert "optimization_score" not in " ".join(api.queries())
    assert len(api.queries("validate")) == 2
    metrics = {m["name"]: m["value"] for m in second.report["metrics"]}
    assert metrics["fields_left_out"] == 1


def test_a_field_that_goes_while_we_run_is_left_out_too(make_fake, sync, api, refused):
    words = "Unrecognized field in the query: 'campaign.labels'."
    api.on("validate", [])
    gone = refused(ShrinkError, "queryError.UNRECOGNIZED_FIELD", words)
    api.on("FROM campaign ", gone, [CAMPAIGN])

    said = sync(make_fake("campaigns"))

    assert len(said.records("campaigns")) == 1
    assert "campaign.labels" not in api.queries()[-1]


@pytest.mark.parametrize("field", ["campaign.id", "customer.id", "nothing.known"])
def test_a_key_is_never_left_out(make_fake, fail, api, refused, field):
    words = f"Unrecognized field in the query: '{field}'."
    api.on("validate", refused(ShrinkError, "queryError.UNRECOGNIZED_FIELD", words))

    error, said = fail(make_fake("campaigns"), TapError, "left out")

    assert error.exit_code == 6
    assert said.records("campaigns") == []


def test_what_is_too_much_at_once_comes_by_pages(make_fake, sync, api):
    api.on("validate", [])
    api.on("stream", TooLargeError("too large"))
    api.on("FROM search_term_view", [])

    sync(make_fake("search_term_daily", start_date="2026-11-08"))

    assert api.queries("stream") == api.queries()
    assert len(api.queries()) == 1


def test_a_value_of_another_kind_is_told_by_its_column(make_fake, fail, api):
    api.on("validate", [])
    api.on("FROM campaign ", [{"campaign": {"id": "21", "name": ["canary"]}}])

    error, _ = fail(make_fake("campaigns"), DataError, "column name")

    assert "canary" not in str(error)


def test_places_are_asked_of_one_account(make_fake, sync, api, one_client):
    api.clients = [one_client("1000000001"), one_client("1000000002")]
    api.on("validate", [])

    sync(make_fake("geo_target_constants"))

    assert len(api.queries()) == 1
