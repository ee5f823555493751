"""Every row of the error table, by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import requests

from tap_kit.clock import ManualClock
from tap_kit.errors import (
    AuthError,
    ExitCode,
    FatalError,
    RetryError,
    ShrinkError,
    SkipError,
    WaitError,
    classify,
)
from tap_kit.http_rules import HTTP_RULES
from tap_shopify_wv.errors import ENDS_AT_ONCE, RULES, other_version

CLOCK = ManualClock(datetime(2026, 11, 15, 9, 20, 30, tzinfo=UTC))
HTML = "<html><body>Service Temporarily Unavailable</body></html>"
COST = {
    "requestedQueryCost": 730,
    "actualQueryCost": None,
    "throttleStatus": {
        "maximumAvailable": 2000.0,
        "currentlyAvailable": 230,
        "restoreRate": 100.0,
    },
}


def response(status: int, body: object = "", **headers: str) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made.url = "https://my-shop.myshopify.com/admin/api/2026-10/graphql.json?x=1"
    text = body if isinstance(body, str) else json.dumps(body)
    made._content = text.encode()
    made.headers.update(headers)
    return made


def inside(code: str, message: str = "No.", **more: object) -> requests.Response:
    """An error within a 200."""
    error = {"message": message, "extensions": {"code": code, **more}}
    return response(200, {"errors": [error], "extensions": {"cost": COST}})


CASES = {
    "unauthorized": (
        response(401, {"errors": "[API] Invalid API key or access token"}),
        AuthError,
        ExitCode.AUTH,
    ),
    "frozen": (response(402, {"errors": "Unavailable Shop"}), AuthError, ExitCode.AUTH),
    "forbidden": (response(403, {"errors": "[API]"}), SkipError, ExitCode.PARTIAL),
    "not_found": (response(404, {"errors": "Not Found"}), FatalError, ExitCode.USAGE),
    "locked": (response(423, {"errors": "Locked"}), AuthError, ExitCode.AUTH),
    "too_many_requests": (
        response(429, "", **{"Retry-After": "2.0"}),
        WaitError,
        ExitCode.GAVE_UP,
    ),
    "security_rejection": (response(430, HTML), FatalError, ExitCode.GAVE_UP),
    "maintenance": (response(503, HTML), RetryError, ExitCode.GAVE_UP),
    "edge": (response(520, HTML), RetryError, ExitCode.GAVE_UP),
    "disabled": (response(540, HTML), FatalError, ExitCode.GAVE_UP),
    "bad_json": (response(783, HTML), FatalError, ExitCode.DATA),
    "throttled": (inside("THROTTLED"), WaitError, ExitCode.GAVE_UP),
    "max_cost_exceeded": (inside("MAX_COST_EXCEEDED"), ShrinkError, ExitCode.DATA),
    "access_denied": (
        inside("ACCESS_DENIED", requiredAccess="`read_users` access scope."),
        SkipError,
        ExitCode.PARTIAL,
    ),
    "internal_server_error": (
        inside("INTERNAL_SERVER_ERROR"),
        ShrinkError,
        ExitCode.GAVE_UP,
    ),
    "shop_inactive": (inside("SHOP_INACTIVE"), AuthError, ExitCode.AUTH),
    "undefined_field": (inside("undefinedField"), FatalError, ExitCode.DATA),
    "bad_request": (inside("BAD_REQUEST"), FatalError, ExitCode.DATA),
    "node_not_found": (inside("NOT_FOUND"), FatalError, ExitCode.DATA),
    "not_approved": (
        inside("", "This app is not approved to access the Customer object."),
        SkipError,
        ExitCode.PARTIAL,
    ),
    "data_beside_errors": (
        response(200, {"data": {"shop": None}, "errors": [{"message": "New."}]}),
        FatalError,
        ExitCode.DATA,
    ),
    "search_warning": (
        response(
            200,
            {
                "data": {"orders": {"edges": []}},
                "extensions": {
                    "search": [
                        {
                            "warnings": [
                                {"field": "updated_att", "code": "invalid_field"}
                            ]
                        }
                    ]
                },
            },
        ),
        FatalError,
        ExitCode.DATA,
    ),
    "html_instead_of_json": (response(200, HTML), RetryError, ExitCode.GAVE_UP),
    "not_json": (response(200, '{"data": {"or'), RetryError, ExitCode.GAVE_UP),
}


@pytest.mark.parametrize("name", CASES)
def test_each_answer_is_known_by_its_name(name):
    answer, kind, exit_code = CASES[name]

    rule = classify((*RULES, *HTTP_RULES), answer)

    assert rule is not None
    assert rule.name == name
    error = rule.error(answer, CLOCK)
    assert type(error) is kind
    assert error.exit_code is exit_code


def test_no_rule_is_without_its_case():
    assert {rule.name for rule in RULES} == set(CASES)


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504])
def test_every_trouble_of_the_server_is_maintenance(status):
    rule = classify(RULES, response(status, HTML))

    assert rule is not None
    assert rule.name == "maintenance"


@pytest.mark.parametrize("status", [520, 530])
def test_the_edge_has_codes_of_its_own(status):
    rule = classify(RULES, response(status, HTML))

    assert rule is not None
    assert rule.name == "edge"


def test_a_good_answer_is_no_error():
    answer = response(200, {"data": {"shop": {}}, "extensions": {"cost": COST}})

    assert classify((*RULES, *HTTP_RULES), answer) is None


def test_a_throttled_query_waits_exactly_as_long_as_it_takes():
    """(730 asked - 230 left) / 100 a second."""
    answer = CASES["throttled"][0]

    error = classify(RULES, answer).error(answer, CLOCK)

    assert error.wait_seconds == 5.0


@pytest.mark.parametrize("cost", [{}, {**COST, "throttleStatus": {"restoreRate": 0}}])
def test_a_throttled_query_without_numbers_waits_by_the_header(cost):
    error = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
    body = {"errors": [error], "extensions": {"cost": cost}}
    answer = response(200, body, **{"Retry-After": "7"})

    assert classify(RULES, answer).error(answer, CLOCK).wait_seconds == 7.0


def test_a_throttled_query_waits_a_second_at_least():
    """The bucket may have filled while the answer was on its way."""
    full = {**COST["throttleStatus"], "currentlyAvailable": 2000}
    error = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
    cost = {**COST, "throttleStatus": full}
    answer = response(200, {"errors": [error], "extensions": {"cost": cost}})

    assert classify(RULES, answer).error(answer, CLOCK).wait_seconds == 1.0


def test_what_ends_a_run_at_once_is_in_the_table():
    assert {rule.name for rule in RULES} >= ENDS_AT_ONCE


def test_the_missing_access_is_told_in_shopifys_words():
    answer = CASES["access_denied"][0]

    text = str(classify(RULES, answer).error(answer, CLOCK))

    assert "read_users" in text
    assert "grant the scope" in text


def test_no_message_holds_a_query():
    for answer, _, _ in CASES.values():
        assert "?x=1" not in str(classify(RULES, answer).error(answer, CLOCK))


@pytest.mark.parametrize(
    ("answered", "is_other"), [("2026-10", False), ("2026-01", True), (None, False)]
)
def test_another_version_than_asked_is_refused(answered, is_other):
    headers = {"X-Shopify-API-Version": answered} if answered else {}
    answer = response(200, {"data": {}}, **headers)
    rule = other_version("2026-10")

    assert rule.matches(answer) is is_other
    if is_other:
        error = rule.error(answer, CLOCK)
        assert error.exit_code is ExitCode.USAGE
        assert "asked 2026-10, answered 2026-01" in str(error)
