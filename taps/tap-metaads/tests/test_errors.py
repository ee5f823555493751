"""Each row of the error table, by its name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tap_kit.clock import ManualClock
from tap_kit.errors import Action, ExitCode, classify
from tap_kit.http_rules import HTTP_RULES
from tap_metaads.errors import RULES, TABLE

CLOCK = ManualClock(datetime(2026, 11, 15, 9, tzinfo=UTC))
AUTH, USAGE = ExitCode.AUTH, ExitCode.USAGE


@dataclass
class Case:
    """Codes, and what the table must make of an answer that bears them."""

    name: str
    pairs: list[tuple[int, int]]
    action: Action
    exit_code: ExitCode | None = None
    message: str = "(#1) words of Meta"
    status: int = 400
    more: dict[str, Any] = field(default_factory=dict)


CASES = [
    Case("app_removed", [(190, 458)], Action.FATAL, AUTH),
    Case("checkpoint", [(190, 459)], Action.FATAL, AUTH),
    Case("password_changed", [(190, 460)], Action.FATAL, AUTH),
    Case("token_expired", [(190, 463)], Action.FATAL, AUTH, status=401),
    Case("unconfirmed", [(190, 464)], Action.FATAL, AUTH),
    Case("token_invalid", [(190, 467)], Action.FATAL, AUTH),
    Case("token_refused", [(190, 0), (190, 999), (102, 0)], Action.FATAL, AUTH),
    Case(
        "proof_refused",
        [(100, 0)],
        Action.FATAL,
        AUTH,
        message="Invalid appsecret_proof provided in the API argument",
    ),
    Case("app_refused", [(101, 0), (104, 0)], Action.FATAL, AUTH),
    Case("object_missing", [(100, 33), (803, 0)], Action.SKIP, AUTH),
    Case(
        "permission_denied",
        [(3, 0), (10, 0), (200, 0), (294, 0), (299, 1)],
        Action.SKIP,
        AUTH,
        status=403,
    ),
    Case("too_many_rows", [(100, 1487534)], Action.SPLIT),
    Case(
        "query_timed_out",
        [(-3, 1504045), (100, 1504018), (2, 1504038)],
        Action.SPLIT,
        more={"is_transient": True},
    ),
    Case(
        "too_much_data",
        [(1, 0), (1, 99), (2, 0)],
        Action.SHRINK,
        message="Please reduce the amount of data you're asking for, then retry",
        status=500,
    ),
    Case("invalid_breakdowns", [(2, 1504041)], Action.FATAL),
    Case("invalid_metrics", [(2, 1504042), (100, 3191001)], Action.FATAL),
    Case("report_failed", [(2, 1504043), (2, 1504044), (-2, 2490547)], Action.RETRY),
    Case("app_insights_limit", [(4, 1504022), (4, 1504039)], Action.WAIT),
    Case("app_limit", [(4, 0)], Action.WAIT),
    Case("account_limit", [(17, 2446079), (613, 1487742)], Action.WAIT),
    Case("user_limit", [(17, 0), (32, 0), (341, 0), (613, 0)], Action.WAIT),
    Case(
        "business_limit",
        [(code, 0) for code in (80000, 80003, 80004, 80006, 80008, 80009, 80014)],
        Action.WAIT,
    ),
    Case("start_too_old", [(3018, 0)], Action.FATAL, USAGE),
    Case("version_gone", [(2635, 0)], Action.FATAL, USAGE),
    Case("field_gone", [(12, 0)], Action.FATAL),
    Case("batch_timed_out", [(960, 0)], Action.RETRY),
    Case("service", [(1, 0), (1, 99), (2, 0)], Action.RETRY, status=500),
    Case("transient", [(9999, 0)], Action.RETRY, more={"is_transient": True}),
    Case(
        "unknown_field",
        [(100, 0)],
        Action.SHRINK,
        message="(#100) Tried accessing nonexisting field (x) on node type (Ad)",
    ),
    Case("server_error", [(9999, 0)], Action.RETRY, status=503),
    Case("refused", [(100, 0), (2500, 0), (9999, 0)], Action.FATAL),
]
ANSWERS = [(case, code, subcode) for case in CASES for code, subcode in case.pairs]
each_answer = pytest.mark.parametrize(
    ("case", "code", "subcode"),
    ANSWERS,
    ids=[f"{case.name}-{code}-{subcode}" for case, code, subcode in ANSWERS],
)


def reply(body: Any, status: int, headers: dict[str, str] | None = None):
    response = requests.Response()
    response.status_code = status
    text = body if isinstance(body, str) else json.dumps(body)
    response._content = text.encode()
    response.headers.update(headers or {})
    response.url = "https://graph.facebook.com/v26.0/act_1/ads?access_token=canary"
    return response


def answer(case: Case, code: int, subcode: int, status: int = 0, headers=None):
    error = {"message": case.message, "code": code, **case.more}
    if subcode:
        error["error_subcode"] = subcode
    return reply({"error": error}, status or case.status, headers)


def rule_of(response):
    return classify((*RULES, *HTTP_RULES), response)


@each_answer
def test_an_answer_is_known_by_its_row(case, code, subcode):
    rule = rule_of(answer(case, code, subcode))

    assert rule is not None
    assert (rule.name, rule.action, rule.exit_code) == (
        case.name,
        case.action,
        case.exit_code,
    )


@pytest.mark.parametrize("case", [c for c in CASES if c.name != "server_error"])
def test_the_status_changes_nothing(case):
    """Meta sends an error with 400, 401, 403, 500 and, now and then, 200."""
    code, subcode = case.pairs[0]

    names = {rule_of(answer(case, code, subcode, s)).name for s in (200, 400, 401, 403)}

    assert names == {case.name}


def test_every_row_has_its_case_in_its_order():
    assert [rule.name for rule in RULES] == [*(case.name for case in CASES), "cut_off"]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_an_error_says_what_to_do_and_hides_the_query(case):
    response = answer(case, *case.pairs[0])

    said = str(rule_of(response).error(response, CLOCK))

    assert rule_of(response).advice in said
    assert "canary" not in said


@pytest.mark.parametrize("body", ["", '{"data": [{"id": "1"', "null", "<html>", "7"])
def test_half_an_answer_with_status_200_is_asked_again(body):
    rule = rule_of(reply(body, 200))

    assert (rule.name, rule.action) == ("cut_off", Action.RETRY)


@pytest.mark.parametrize(
    ("status", "action"), [(401, Action.FATAL), (429, Action.WAIT), (502, Action.RETRY)]
)
def test_an_answer_without_a_code_is_known_by_its_status(status, action):
    assert rule_of(reply("<html>", status)).action is action


@pytest.mark.parametrize("error", [[], "words", 7, None])
def test_a_strange_error_is_none_of_metas(error):
    assert rule_of(reply({"error": error}, 200)) is None


def test_codes_may_come_as_text():
    rule = rule_of(reply({"error": {"code": "190", "error_subcode": "463"}}, 400))

    assert rule.name == "token_expired"


def test_a_good_answer_is_no_error():
    assert rule_of(reply({"data": []}, 200)) is None
    assert rule_of(reply([], 200)) is None


def test_names_are_unique_and_every_row_says_what_to_do():
    names = [row.name for row in TABLE]

    assert len(set(names)) == len(names)
    assert all(row.advice for row in TABLE)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60),
        (
            {
                "X-Business-Use-Case-Usage": '{"7": [{"type": "ads_insights", '
                '"estimated_time_to_regain_access": 4}]}'
            },
            240,
        ),
        ({"X-Ad-Account-Usage": '{"reset_time_duration": 33}'}, 33),
        ({"X-Ad-Account-Usage": '{"ads_api_access_tier": "development_access"}'}, 300),
        ({"X-Ad-Account-Usage": "no JSON"}, 60),
    ],
)
def test_a_limit_waits_as_long_as_the_headers_say(headers, seconds):
    case = next(case for case in CASES if case.name == "business_limit")
    response = answer(case, 80000, 0, headers=headers)

    assert rule_of(response).error(response, CLOCK).wait_seconds == seconds
