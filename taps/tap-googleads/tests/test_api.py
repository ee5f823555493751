"""Requests as Google wants them: signed, paged, counted, and asked anew when due."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tap_kit.errors import AuthError, BudgetExhaustedError, DataError, TapError
from tap_kit.testing import assert_run_same_as_sdk
from wv_sandbox.googleads.tokens import ACCESS_TOKEN, SERVICE_EMAIL

SEARCH = "/googleads/googleads/v26/customers/1000000001/"


def searches(box) -> list:
    return [r for r in box.requests if r.path.startswith(SEARCH)]


def grants(box) -> list:
    return [r for r in box.requests if r.path.endswith("/token")]


def test_a_client_is_reached_through_its_manager(make_tap, sync, box):
    sync(make_tap("labels"))

    logins = {r.headers["login-customer-id"] for r in searches(box)}
    assert logins == {"9000000001"}
    assert all(r.headers["authorization"].startswith("Bearer ") for r in searches(box))


def test_a_developer_token_is_sent_only_if_set(make_tap, sync, box):
    sync(make_tap("labels"))
    assert not [r for r in searches(box) if "developer-token" in r.headers]
    box.box.requests.clear()

    sync(make_tap("labels", developer_token="dev-canary"))

    assert {r.headers["developer-token"] for r in searches(box)} == {"dev-canary"}


def test_one_token_is_enough_for_a_run_and_is_renewed_in_time(
    make_tap, sync, box, clock_of
):
    tap = make_tap("labels", "audiences")
    sync(tap)
    assert len(grants(box)) == 1

    clock_of(tap).advance(3000)
    sync(tap)

    assert len(grants(box)) == 2


def test_a_token_that_is_refused_is_renewed_once(make_tap, sync, box):
    code = "google:authenticationError.OAUTH_TOKEN_EXPIRED"
    box.faults.add(code, path_prefix=SEARCH, body_contains="FROM label")

    said = sync(make_tap("labels"))

    assert said.records("labels")
    assert len(grants(box)) == 2


def test_a_token_that_stays_refused_ends_the_run(make_tap, fail, box):
    code = "google:authenticationError.OAUTH_TOKEN_REVOKED"
    box.faults.add(code, path_prefix=SEARCH, times=None)
    box.box.googleads.tokens.revoke()

    error, _ = fail(make_tap("labels"), AuthError, "connect again")

    assert error.exit_code == 3


def test_a_given_token_needs_no_token_server(make_tap, sync, box):
    none = dict.fromkeys(("client_id", "client_secret", "refresh_token"))

    assert sync(make_tap("labels", access_token=ACCESS_TOKEN, **none)).records("labels")
    assert not grants(box)


def test_a_service_account_signs_itself_in(make_tap, sync, box):
    none = dict.fromkeys(("client_id", "client_secret", "refresh_token"))
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key = {"client_email": SERVICE_EMAIL, "private_key": pem.decode()}

    said = sync(make_tap("labels", service_account_json=json.dumps(key), **none))

    assert said.records("labels")
    assert len(grants(box)) == 1


def test_pages_are_followed_to_the_end_for_one_operation(make_tap, sync, box):
    whole = sync(make_tap("campaigns"))
    box.box.googleads.pages.size = 3

    paged = sync(make_tap("campaigns"))

    def ids(said) -> list[str]:
        return [row["id"] for row in said.records("campaigns")]

    assert ids(paged) == ids(whole)
    assert len(ids(paged)) > 6
    tokens = [json.loads(r.body).get("pageToken") for r in searches(box)]
    assert len({token for token in tokens if token}) >= 2
    operations = [
        next(m["value"] for m in said.report["metrics"] if m["name"] == "operations")
        for said in (whole, paged)
    ]
    assert operations[1] <= operations[0]


def test_a_page_token_that_expires_begins_its_slice_anew(make_tap, sync, box):
    whole = sync(make_tap("campaign_daily")).records("campaign_daily")
    box.box.googleads.pages.size = 50
    box.faults.add(
        "google:requestError.EXPIRED_PAGE_TOKEN",
        path_prefix=SEARCH,
        body_contains="pageToken",
    )

    again = sync(make_tap("campaign_daily")).records("campaign_daily")

    def plain(rows):
        return [
            {k: v for k, v in row.items() if "run_id" not in k and "_sdc" not in k}
            for row in rows
        ]

    assert plain(again) == plain(whole)


def test_pages_that_go_in_a_circle_are_left(make_tap, fail, box):
    google, answer = box.box.googleads, box.box.googleads.answer

    async def circle(label, path, exchange):
        given = await answer(label, path, exchange)
        if b"FROM label" in exchange.body:
            given = type(given)(b'{"results": [], "nextPageToken": "again"}')
        return given

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(google, "answer", circle)
        fail(make_tap("labels"), DataError, "circle of pages")


def test_many_rows_are_asked_for_at_once(make_tap, sync, box):
    sync(make_tap("search_term_daily"))

    assert [r for r in searches(box) if r.path.endswith("googleAds:searchStream")]


def test_operations_that_are_spent_end_the_run_resumably(make_tap, fail, sync):
    error, said = fail(
        make_tap("account_daily", "campaign_daily", max_operations_per_run=5),
        BudgetExhaustedError,
        "operations are spent",
    )
    assert error.exit_code == 4

    rest = sync(make_tap("account_daily", "campaign_daily", state=said.state))

    assert rest.records("campaign_daily")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[]", "holds no rows"),
        (b"7", "holds no rows"),
        (b'{"results": 7}', "holds no rows"),
        (b'{"results": [7]}', "holds no rows"),
        (b"<html>", "is no JSON"),
    ],
)
def test_an_answer_that_is_none_is_told(make_tap, fail, box, body, kind):
    google, answer = box.box.googleads, box.box.googleads.answer

    async def strange(label, path, exchange):
        given = await answer(label, path, exchange)
        if b"FROM label" in exchange.body:
            given = type(given)(body)
        return given

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(google, "answer", strange)
        fail(make_tap("labels"), DataError, kind)


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"access_token": ""}'])
def test_a_grant_without_a_token_is_told(make_tap, fail, box, monkeypatch, body):
    google, answer = box.box.googleads, box.box.googleads.answer

    async def empty(label, path, exchange):
        given = await answer(label, path, exchange)
        return type(given)(body) if path == "/token" else given

    monkeypatch.setattr(google, "answer", empty)

    fail(make_tap("labels"), AuthError, "without a token")


def test_a_list_of_accounts_that_is_none_is_told(make_tap, fail, box, monkeypatch):
    google, answer = box.box.googleads, box.box.googleads.answer

    async def none(label, path, exchange):
        given = await answer(label, path, exchange)
        return type(given)(b"{}") if path.endswith("Customers") else given

    monkeypatch.setattr(google, "answer", none)

    fail(make_tap("labels"), DataError, "lists no accounts")


def test_all_accounts_are_found_and_the_bad_ones_told(make_tap, fail):
    tap = make_tap("customers", "customer_clients", customer_ids=[])

    error, said = fail(tap, TapError, "left out")

    assert error.exit_code == 6
    assert {row["id"] for row in said.records("customers")} == {
        "9000000001",
        "9000000002",
        "1000000001",
        "1000000002",
    }
    told = said.report["checkpoint"]
    assert "account 1000000003: left out (account_denied)" in told
    assert "account 1000000004: not read (canceled)" in told
    keys = [(r["manager_id"], r["id"]) for r in said.records("customer_clients")]
    assert len(keys) == len(set(keys)) > 4


def test_records_mean_what_the_sdk_would_have_printed(make_tap):
    streams = ("campaigns", "account_daily", "campaign_labels", "customers")

    fast = assert_run_same_as_sdk(make_tap(*streams))

    assert all(fast[name] for name in streams)


@pytest.mark.parametrize("version", ["v23", "v24", "v25", "v26"])
def test_every_version_answers_every_query(make_tap, sync, box, version):
    tap = make_tap(
        api_version=version,
        start_date="2026-11-14",
        lookback_days=1,
        include_today=False,
    )
    keep = {"click_view", "user_location_daily", "campaigns", "campaign_locations"}
    for name, stream in tap.streams.items():
        stream.selected = name in keep | {"connector_runs"}

    said = sync(tap)

    assert said.report["exit_code"] == 0
    assert {r.path.split("/")[3] for r in box.requests if "/v2" in r.path} == {version}
