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
from tap_klaviyo.errors import RULES

CLOCK = ManualClock(datetime(2026, 11, 15, 9, tzinfo=UTC))


@dataclass
class Case:
    """An answer, and what the table must make of it."""

    name: str
    status: int
    action: Action
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    exit_code: ExitCode | None = None


def problem(code: str, parameter: str = "", detail: str = "no") -> dict[str, Any]:
    source = {"parameter": parameter} if parameter else {}
    return {"errors": [{"code": code, "detail": detail, "source": source}]}


CASES = [
    Case("throttled", 429, Action.WAIT, problem("throttled"), {"Retry-After": "7"}),
    Case(
        "refresh_token_refused",
        400,
        Action.FATAL,
        {"error": "invalid_grant"},
        exit_code=ExitCode.AUTH,
    ),
    Case(
        "client_refused",
        401,
        Action.FATAL,
        {"error": "invalid_client"},
        exit_code=ExitCode.AUTH,
    ),
    Case(
        "key_refused",
        401,
        Action.FATAL,
        problem("authentication_failed"),
        exit_code=ExitCode.AUTH,
    ),
    Case("unauthorized", 401, Action.FATAL, "no JSON", exit_code=ExitCode.AUTH),
    Case(
        "scope_missing",
        403,
        Action.SKIP,
        problem("permission_denied"),
        exit_code=ExitCode.AUTH,
    ),
    Case("forbidden", 403, Action.SKIP, exit_code=ExitCode.AUTH),
    Case("revision_gone", 410, Action.FATAL, exit_code=ExitCode.USAGE),
    Case("invalid_filter", 400, Action.FATAL, problem("invalid", "filter")),
    Case("invalid_page_size", 400, Action.FATAL, problem("invalid", "page[size]")),
    Case("cursor_expired", 400, Action.RETRY, problem("invalid", "page[cursor]")),
    Case("gone_meanwhile", 404, Action.SKIP, problem("not_found")),
    Case("not_allowed", 405, Action.FATAL, problem("method_not_allowed")),
    Case("conflict", 409, Action.FATAL, problem("conflict")),
    Case("invalid", 400, Action.FATAL, problem("invalid")),
    Case("server_error", 500, Action.RETRY, problem("internal_server_error")),
    Case("unavailable", 503, Action.RETRY, "<html>"),
    Case("edge_timeout", 524, Action.RETRY, "<html>"),
]


def answer(case: Case) -> requests.Response:
    response = requests.Response()
    response.status_code = case.status
    text = case.body if isinstance(case.body, str) else json.dumps(case.body or {})
    response._content = text.encode()
    response.headers.update(case.headers)
    response.url = "https://a.klaviyo.com/api/campaigns?filter=canary"
    return response


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_an_answer_is_known_by_its_row(case):
    rule = classify((*RULES, *HTTP_RULES), answer(case))

    assert rule is not None
    assert (rule.name, rule.action, rule.exit_code) == (
        case.name,
        case.action,
        case.exit_code,
    )


def test_every_row_has_its_case():
    assert [rule.name for rule in RULES] == [case.name for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_an_error_says_what_to_do_and_hides_the_query(case):
    rule = classify(RULES, answer(case))

    said = str(rule.error(answer(case), CLOCK))

    assert rule.advice in said
    assert "canary" not in said


def test_a_throttle_waits_as_long_as_it_is_told():
    case = CASES[0]

    assert classify(RULES, answer(case)).error(answer(case), CLOCK).wait_seconds == 7


@pytest.mark.parametrize("body", ["", "[]", '{"errors": []}', '{"errors": ["x"]}'])
def test_a_strange_refusal_is_known_by_its_status(body):
    case = Case("invalid", 400, Action.FATAL, body)

    assert classify(RULES, answer(case)).name == "invalid"


def test_a_good_answer_is_no_error():
    case = Case("", 200, Action.FATAL, {"data": [], "errors": [{"code": "not_found"}]})

    assert classify(RULES, answer(case)) is None
