"""Each row of the error table, by its name."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from tap_googleads import answers
from tap_googleads.answers import blamed_fields, failures
from tap_googleads.errors import RULES, WHOLE_ACCOUNT
from tap_kit.clock import ManualClock
from tap_kit.errors import Action, ExitCode, classify
from tap_kit.http_rules import HTTP_RULES

CLOCK = ManualClock(datetime(2026, 11, 15, 9, tzinfo=UTC))
TABLES = Path(__file__).parents[3] / "sandbox/wv_sandbox/googleads/fields"
AUTH, USAGE = ExitCode.AUTH, ExitCode.USAGE
FATAL, RETRY, SHRINK = Action.FATAL, Action.RETRY, Action.SHRINK
SKIP, WAIT = Action.SKIP, Action.WAIT


class Case(NamedTuple):
    """An answer, and what the table must make of it."""

    name: str
    said: str
    action: Action
    exit_code: ExitCode | None = None
    status: int = 400


CASES = [
    Case("grant_refused", "invalid_grant", FATAL, AUTH),
    Case("client_refused", "invalid_client", FATAL, AUTH, 401),
    Case("token_refused", "authenticationError.OAUTH_TOKEN_EXPIRED", FATAL, AUTH, 401),
    Case("no_ads_user", "authenticationError.NOT_ADS_USER", FATAL, AUTH, 401),
    Case(
        "two_steps_wanted",
        "authenticationError.TWO_STEP_VERIFICATION_NOT_ENROLLED",
        FATAL,
        AUTH,
        401,
    ),
    Case(
        "project_not_approved",
        "authorizationError.CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION",
        FATAL,
        AUTH,
        403,
    ),
    Case(
        "developer_token_refused",
        "authorizationError.DEVELOPER_TOKEN_PROHIBITED",
        FATAL,
        AUTH,
        403,
    ),
    Case(
        "account_denied", "authorizationError.USER_PERMISSION_DENIED", SKIP, None, 403
    ),
    Case(
        "wrong_manager",
        "authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION",
        SKIP,
        None,
        403,
    ),
    Case(
        "account_disabled", "authorizationError.CUSTOMER_NOT_ENABLED", SKIP, None, 403
    ),
    Case("account_unknown", "authenticationError.CUSTOMER_NOT_FOUND", SKIP, None, 401),
    Case("account_malformed", "requestError.INVALID_CUSTOMER_ID", SKIP),
    Case("manager_has_no_metrics", "queryError.REQUESTED_METRICS_FOR_MANAGER", SKIP),
    Case("metric_denied", "authorizationError.METRIC_ACCESS_DENIED", SKIP, None, 403),
    Case("quota_exhausted", "quotaError.RESOURCE_EXHAUSTED", WAIT, None, 429),
    Case("too_fast", "quotaError.RESOURCE_TEMPORARILY_EXHAUSTED", WAIT, None, 429),
    Case(
        "too_dear",
        "quotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION",
        WAIT,
        None,
        429,
    ),
    Case("access_level_too_low", "quotaError.ACCESS_PROHIBITED", FATAL, USAGE, 403),
    Case("page_token_expired", "requestError.EXPIRED_PAGE_TOKEN", RETRY),
    Case("field_unknown", "queryError.UNRECOGNIZED_FIELD", SHRINK),
    Case(
        "field_prohibited",
        "queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
        SHRINK,
    ),
    Case(
        "too_far_back", "dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED", SKIP
    ),
    Case("clicks_too_old", "clickViewError.DATE_TOO_OLD", SKIP),
    Case("clicks_by_one_day", "clickViewError.EXPECTED_FILTER_ON_A_SINGLE_DAY", FATAL),
    Case("changes_too_old", "changeEventError.START_DATE_TOO_OLD", SKIP),
    Case("change_status_too_old", "changeStatusError.START_DATE_TOO_OLD", SKIP),
    Case("changes_unbounded", "changeEventError.LIMIT_NOT_SPECIFIED", FATAL),
    Case("change_status_unbounded", "changeStatusError.INVALID_LIMIT_CLAUSE", FATAL),
    Case("dates_unbounded", "queryError.EXPECTED_FILTERS_ON_DATE_RANGE", FATAL, USAGE),
    Case("filter_too_long", "queryError.FILTER_HAS_TOO_MANY_VALUES", FATAL, USAGE),
    Case("query_refused", "queryError.UNEXPECTED_INPUT", SKIP),
    Case("page_size_refused", "requestError.PAGE_SIZE_NOT_SUPPORTED", FATAL),
    Case("version_gone", "requestError.UNSUPPORTED_VERSION", FATAL, USAGE),
    Case("internal_error", "internalError.TRANSIENT_ERROR", RETRY, None, 503),
    Case("unauthorized", "", FATAL, AUTH, 401),
    Case("forbidden", "", SKIP, None, 403),
    Case("throttled", "", WAIT, None, 429),
    Case("cancelled", "", RETRY, None, 499),
    Case("unavailable", "<html>", RETRY, None, 502),
    Case("not_found", "", FATAL, USAGE, 404),
    Case("invalid", "", FATAL),
]
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def failure(code: str, **more: Any) -> dict[str, Any]:
    family, _, name = code.partition(".")
    error = {"errorCode": {family: name}, "message": "no", **more}
    return {"error": {"code": 400, "details": [{"errors": [error], "requestId": "r"}]}}


def answer(status: int, body: Any, **headers: str) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    text = body if isinstance(body, str) else json.dumps(body)
    response._content = text.encode()
    response.headers.update(headers)
    response.url = "https://googleads.googleapis.com/v26/customers/1?q=canary"
    return response


def of(case: Case) -> requests.Response:
    body = failure(case.said) if "." in case.said else {"error": case.said}
    return answer(case.status, case.said if case.said[:1] in {"", "<"} else body)


@each_case
def test_an_answer_is_known_by_its_row(case):
    rule = classify((*RULES, *HTTP_RULES), of(case))

    assert rule is not None
    assert (rule.name, rule.action, rule.exit_code) == (
        case.name,
        case.action,
        case.exit_code,
    )


def test_every_row_has_its_case():
    assert [rule.name for rule in RULES] == [case.name for case in CASES]


@each_case
def test_an_error_says_what_to_do_and_hides_the_query(case):
    rule = classify(RULES, of(case))

    said = str(rule.error(of(case), CLOCK))

    assert rule.advice in said
    assert "canary" not in said


@each_case
def test_a_code_is_one_of_googles(case):
    """As its newest descriptors have it; a typing error would never match."""
    packed = (TABLES / "v26.json.gz").read_bytes()
    known = json.loads(gzip.decompress(packed))["errors"]
    family, _, name = case.said.partition(".")

    assert not name or name in known[family]


def test_the_code_counts_for_more_than_the_status():
    found = classify(
        RULES, answer(500, failure("authorizationError.CUSTOMER_NOT_ENABLED"))
    )

    assert found.name == "account_disabled"


def test_an_error_of_a_streamed_answer_is_known_too():
    body = [failure("quotaError.RESOURCE_EXHAUSTED")]

    assert classify(RULES, answer(429, body)).name == "quota_exhausted"


def test_a_quota_waits_as_long_as_its_detail_says_even_for_eleven_hours():
    about = {"quotaErrorDetails": {"retryDelay": "40591s"}}
    said = answer(429, failure("quotaError.RESOURCE_EXHAUSTED", details=about))

    assert classify(RULES, said).error(said, CLOCK).wait_seconds == 40591


@pytest.mark.parametrize(
    ("about", "seconds"),
    [
        ({}, 7),
        (None, 7),
        ({"quotaErrorDetails": {"retryDelay": "soon"}}, 7),
        ({"quotaErrorDetails": {"retryDelay": "1.5s"}}, 1.5),
        ({"quotaErrorDetails": []}, 7),
    ],
)
def test_without_a_detail_the_header_says_how_long(about, seconds):
    body = failure("quotaError.RESOURCE_EXHAUSTED", details=about)
    said = answer(429, body, **{"Retry-After": "7"})

    assert classify(RULES, said).error(said, CLOCK).wait_seconds == seconds


def test_the_request_id_that_support_asks_for_is_told():
    said = answer(400, failure("queryError.BAD_VALUE"), **{"request-id": "Ab-1"})

    assert "request-id Ab-1" in str(classify(RULES, said).error(said, CLOCK))


def test_the_fields_that_an_answer_blames_are_read_from_its_words():
    words = "Cannot select 'metrics.clicks' with 'segments.hour' in the query."
    said = answer(400, failure("queryError.UNRECOGNIZED_FIELD", message=words))

    assert blamed_fields(said) == {"metrics.clicks", "segments.hour"}
    assert blamed_fields(None) == set()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "[7]",
        "7",
        '{"error": {"details": 7}}',
        '{"error": {"details": [7]}}',
        '{"error": {"details": [{"errors": 7}]}}',
        '{"error": {"details": [{"errors": ["x"]}]}}',
        '{"error": {"details": [{"errors": [{"errorCode": "x"}]}]}}',
    ],
)
def test_a_strange_refusal_is_known_by_its_status(body):
    assert classify(RULES, answer(400, body)).name == "invalid"


def test_a_good_answer_is_no_error():
    assert classify(RULES, answer(200, {"results": []})) is None


def test_a_long_answer_is_read_once_for_all_rules(monkeypatch):
    """There are some fifty rules, and a page has ten thousand rows."""
    read, found = [], answers._read_error
    monkeypatch.setattr(answers, "_read_error", lambda c: read.append(c) or found(c))
    said = answer(200, {"results": [{"a": 1}]})

    classify(RULES, said)

    assert read == [said.content]
    assert failures(answer(200, {"results": []})) == []


def test_what_holds_for_a_whole_account_leaves_it_out():
    skips = {rule.name for rule in RULES if rule.action is SKIP}

    assert skips >= WHOLE_ACCOUNT
