"""Tokens, proofs, versions: who may ask, how, and until when."""

from __future__ import annotations

import pytest
import requests

from wv_sandbox.metaads.access import (
    APP_ID,
    APP_SECRET,
    EXPIRED_TOKEN,
    LONG_LIFE,
    SCOPELESS_TOKEN,
    SHORT_LIFE,
    SHORT_TOKEN,
    SYSTEM_TOKEN,
    prove,
)

APP_TOKEN = f"{APP_ID}|{APP_SECRET}"


def exchanged(graph, token: str = SHORT_TOKEN, **other: str):
    asked = {
        "grant_type": "fb_exchange_token",
        "client_id": APP_ID,
        "client_secret": APP_SECRET,
        "fb_exchange_token": token,
        **other,
    }
    return graph.send("oauth/access_token", **asked).json()


def test_a_token_is_taken_from_header_or_parameter(graph):
    graph.token = ""

    assert graph.refused("me")[0] == (104, None)
    assert graph.get("me", access_token=SYSTEM_TOKEN)["name"]


def test_a_token_that_nobody_gave_is_refused_with_status_400(graph):
    graph.token = "EAAnonsense"
    answer = graph.send("me")

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == 190
    assert answer.json()["error"]["type"] == "OAuthException"


def test_a_short_token_ends_with_its_hour(graph):
    graph.token = SHORT_TOKEN
    assert graph.get("me")

    graph.box.clock.advance(SHORT_LIFE.total_seconds())

    code, words = graph.refused("me")
    assert code == (190, 463)
    assert "Session has expired on Sunday, 15-Nov-26 19:00:00 UTC" in words


def test_ads_are_not_for_every_token(graph):
    graph.token = SCOPELESS_TOKEN

    assert graph.get("me")["name"]
    assert graph.refused(f"{graph.account}/ads")[0] == (200, None)


def test_exchange_gives_sixty_days(graph):
    given = exchanged(graph)
    graph.token = given["access_token"]
    graph.box.clock.advance(LONG_LIFE.total_seconds() - 1)

    assert (given["token_type"], given["expires_in"]) == ("bearer", 5_184_000)
    assert graph.get("me")["name"]
    graph.box.clock.advance(1)
    assert graph.refused("me")[0] == (190, 463)


def test_an_expired_token_cannot_be_exchanged(graph):
    assert exchanged(graph, EXPIRED_TOKEN)["error"]["error_subcode"] == 463


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"client_secret": "wrong"}, 101),
        ({"client_id": "1"}, 101),
        ({"grant_type": "password"}, 100),
    ],
)
def test_exchange_is_for_the_app_alone(graph, other, code):
    assert exchanged(graph, **other)["error"]["code"] == code


def test_a_token_is_told_by_the_app_or_by_itself(graph):
    by_app = graph.get("debug_token", input_token=SHORT_TOKEN, access_token=APP_TOKEN)
    graph.token = APP_TOKEN
    told = graph.get("debug_token", input_token=SHORT_TOKEN)

    assert told == by_app
    assert told["data"]["is_valid"]
    assert told["data"]["expires_at"] - told["data"]["issued_at"] == 3600
    assert "ads_read" in told["data"]["scopes"]


def test_a_token_for_ever_expires_at_zero(graph):
    told = graph.get("debug_token", input_token=SYSTEM_TOKEN)

    assert told["data"]["expires_at"] == 0
    assert told["data"]["type"] == "SYSTEM_USER"


@pytest.mark.parametrize(
    ("token", "error"),
    [(EXPIRED_TOKEN, (190, 463)), ("EAAnonsense", (190, None))],
)
def test_a_token_that_is_no_good_is_told_so(graph, token, error):
    data = graph.get("debug_token", input_token=token)["data"]

    assert not data["is_valid"]
    assert (data["error"]["code"], data["error"].get("subcode")) == error


@pytest.mark.parametrize(
    ("asker", "code"), [("1|wrong", 101), ("EAAnonsense", 190), (EXPIRED_TOKEN, 190)]
)
def test_strangers_are_told_nothing(graph, asker, code):
    graph.token = asker

    assert graph.refused("debug_token", input_token=SHORT_TOKEN)[0][0] == code


def test_tokens_are_asked_about_without_a_version_too(graph):
    url = graph.url("debug_token").replace("/v26.0", "")
    asked = {"input_token": SHORT_TOKEN, "access_token": APP_TOKEN}

    assert requests.get(url, params=asked, timeout=30).json()["data"]["is_valid"]


def test_a_wrong_proof_is_refused_and_a_right_one_taken(graph):
    assert graph.get("me", appsecret_proof=prove(SYSTEM_TOKEN))
    assert graph.refused("me", appsecret_proof=prove(SHORT_TOKEN))[0] == (100, None)


def test_an_app_may_want_a_proof(graph):
    graph.box.box.metaads.tokens.needs_proof = True

    assert graph.refused("me")[0] == (100, None)
    assert graph.get("me", appsecret_proof=prove(SYSTEM_TOKEN))


@pytest.mark.parametrize("version", ["v25.0", "v26.0"])
def test_a_version_that_lives_answers_as_itself(graph, version):
    graph.version = version

    assert graph.send("me").headers["facebook-api-version"] == version


def test_rows_of_a_dead_version_come_from_a_living_one(graph):
    graph.version = "v23.0"
    answer = graph.send(f"{graph.account}/insights")

    assert answer.headers["facebook-api-version"] == "v25.0"
    assert (
        "auto-upgraded to v25.0 as v23.0" in answer.headers["x-ad-api-version-warning"]
    )


@pytest.mark.parametrize(
    ("version", "path", "method"),
    [
        ("v23.0", "me", "GET"),
        ("v23.0", "act_2001000000000001/insights", "POST"),
        ("v19.0", "act_2001000000000001/insights", "GET"),
    ],
)
def test_all_else_of_a_dead_version_is_refused(graph, version, path, method):
    graph.version = version

    assert graph.refused(path, method)[0] == (2635, None)


def test_what_is_no_version_is_unknown(graph):
    graph.version = "latest"

    assert graph.refused("me")[0] == (2500, None)
