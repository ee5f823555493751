"""Who may see which account, through whom, and by which token."""

from __future__ import annotations

import base64
import json

import pytest

from wv_sandbox.googleads.accounts import (
    ACCOUNTS,
    CLOSED,
    DENIED,
    EUROPE,
    MAIN,
    MANAGER,
    SMALL,
)
from wv_sandbox.googleads.tokens import CLIENT, REFRESH_TOKEN, SERVICE_EMAIL

NAME = "SELECT customer.descriptive_name FROM customer"
USER = {
    "grant_type": "refresh_token",
    "client_id": CLIENT[0],
    "client_secret": CLIENT[1],
    "refresh_token": REFRESH_TOKEN,
}
STATUS = {
    "authorizationError": 403,
    "authenticationError": 401,
    "requestError": 400,
}
JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def test_accounts_that_the_user_was_invited_to(google):
    names = google.get("customers:listAccessibleCustomers").json()["resourceNames"]

    assert names == [f"customers/{one.id}" for one in (MANAGER, SMALL, CLOSED)]


def test_a_hierarchy_holds_an_account_by_every_way(google):
    rows = google.rows(
        "SELECT customer_client.id, customer_client.level, customer_client.manager,"
        " customer_client.status FROM customer_client",
        MANAGER.id,
    )
    found = [
        (row["customerClient"]["id"], row["customerClient"]["level"]) for row in rows
    ]

    assert found == [
        (MANAGER.id, "0"),
        (EUROPE.id, "1"),
        (MAIN.id, "1"),
        (DENIED.id, "1"),
        (CLOSED.id, "1"),
        (MAIN.id, "2"),
        (SMALL.id, "2"),
    ]
    assert [row["customerClient"]["manager"] for row in rows[:3]] == [True, True, False]


@pytest.mark.parametrize(
    ("customer", "login", "code"),
    [
        (MAIN.id, MANAGER.id, ""),
        (MAIN.id, EUROPE.id, ""),
        (SMALL.id, None, ""),
        (SMALL.id, SMALL.id, ""),
        (MAIN.id, None, "authorizationError.USER_PERMISSION_DENIED"),
        (MAIN.id, "1234567890", "authorizationError.USER_PERMISSION_DENIED"),
        (DENIED.id, MANAGER.id, "authorizationError.USER_PERMISSION_DENIED"),
        (CLOSED.id, MANAGER.id, "authorizationError.CUSTOMER_NOT_ENABLED"),
        (
            MAIN.id,
            SMALL.id,
            "authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION",
        ),
        ("1234567890", MANAGER.id, "authenticationError.CUSTOMER_NOT_FOUND"),
        ("123-456-7890", MANAGER.id, "requestError.INVALID_CUSTOMER_ID"),
    ],
)
def test_ways_to_an_account(google, code_of, customer, login, code):
    google.headers.pop("login-customer-id")
    if login:
        google.headers["login-customer-id"] = login

    answer = google.search(NAME, customer)

    if code:
        assert code_of(answer) == code
        assert answer.status_code == STATUS[code.partition(".")[0]]
    else:
        (row,) = answer.json()["results"]
        assert row["customer"]["descriptiveName"] == ACCOUNTS[customer].name


def test_a_refresh_token_gives_a_token_for_an_hour(google, code_of):
    granted = google.token(**USER).json()
    google.headers["Authorization"] = f"Bearer {granted['access_token']}"

    assert granted["expires_in"] == 3599
    assert google.search(NAME).status_code == 200
    google.box.clock.advance(3601)
    answer = google.search(NAME)
    assert code_of(answer) == "authenticationError.OAUTH_TOKEN_EXPIRED"
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"refresh_token": "wrong"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_wrong_grants_are_refused(google, change, status, error):
    answer = google.token(**USER | change)

    assert answer.status_code == status
    assert answer.json()["error"] == error


def assertion(google, **change):
    now = int(google.box.clock.now().timestamp())
    claims = {
        "iss": SERVICE_EMAIL,
        "scope": "https://www.googleapis.com/auth/adwords",
        "aud": "https://oauth2.googleapis.com/token",
        "iat": now,
        "exp": now + 3600,
    } | change
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    packed = [base64.urlsafe_b64encode(json.dumps(p).encode()).decode() for p in parts]
    return ".".join([*(part.rstrip("=") for part in packed), "c2lnbmVk"])


def test_a_service_account_signs_for_its_token(google):
    granted = google.token(grant_type=JWT, assertion=assertion(google))
    google.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"

    assert google.search(NAME).status_code == 200


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"iss": "somebody@else.example"}, "invalid_grant"),
        ({"aud": "https://elsewhere.example"}, "invalid_grant"),
        ({"exp": 0}, "invalid_grant"),
        ({"exp": 9_999_999_999}, "invalid_grant"),
        ({"scope": "openid"}, "invalid_scope"),
    ],
)
def test_wrong_claims_are_refused(google, change, error):
    answer = google.token(grant_type=JWT, assertion=assertion(google, **change))

    assert answer.json()["error"] == error


@pytest.mark.parametrize("text", ["", "a.b.c", "W10.W10.x", "e30.e30.", "e30.e30"])
def test_what_is_no_assertion_is_refused(google, text):
    answer = google.token(grant_type=JWT, assertion=text)

    assert answer.json()["error"] == "invalid_grant"


def test_consent_can_be_taken_back(google, code_of):
    granted = google.token(**USER).json()["access_token"]
    google.box.box.googleads.tokens.revoke()

    assert google.token(**USER).json()["error"] == "invalid_grant"
    for token in (granted, "ya29.sandbox-access-0000000000"):
        google.headers["Authorization"] = f"Bearer {token}"
        answer = google.search(NAME)
        assert code_of(answer) == "authenticationError.OAUTH_TOKEN_INVALID"


def test_without_a_token_the_front_end_refuses(google):
    del google.headers["Authorization"]

    answer = google.search(NAME)

    assert answer.status_code == 401
    assert "details" not in answer.json()["error"]


def test_a_developer_token_is_ignored(google):
    google.headers["developer-token"] = "anything"

    assert google.search(NAME).status_code == 200
