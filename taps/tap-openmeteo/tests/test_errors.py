"""Every row of the error table, by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import requests

from tap_kit.clock import ManualClock
from tap_kit.errors import (
    Action,
    AuthError,
    ExitCode,
    FatalError,
    RetryError,
    SkipError,
    SplitError,
    WaitError,
    classify,
)
from tap_openmeteo.errors import RULES, decode, reason

CLOCK = ManualClock(datetime(2026, 11, 15, 9, 20, 30, tzinfo=UTC))
WHOLE = '{"hourly": {"time": [1, 2]}}'


def response(status: int, body: str) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made.url = "https://archive-api.open-meteo.com/v1/archive?latitude=52.5"
    made._content = body.encode()
    return made


def refused(status: int, text: str) -> requests.Response:
    return response(status, json.dumps({"error": True, "reason": text}))


CASES = {
    "minutely_limit": (
        refused(
            429,
            "Minutely API request limit exceeded. Please try again in one minute.",
        ),
        WaitError,
        ExitCode.GAVE_UP,
    ),
    "hourly_limit": (
        refused(
            429,
            "Hourly API request limit exceeded. Please try again in the next hour.",
        ),
        WaitError,
        ExitCode.GAVE_UP,
    ),
    "daily_limit": (
        refused(429, "Daily API request limit exceeded. Please try again tomorrow."),
        WaitError,
        ExitCode.GAVE_UP,
    ),
    "too_many_concurrent_requests": (
        refused(429, "Too many concurrent requests"),
        RetryError,
        ExitCode.GAVE_UP,
    ),
    "overloaded": (
        refused(503, "The service is overloaded"),
        RetryError,
        ExitCode.GAVE_UP,
    ),
    "too_much_data": (
        refused(400, "Your API call requests too much data. Please reduce it."),
        SplitError,
        ExitCode.DATA,
    ),
    "too_many_locations": (
        refused(400, "Only up to 1000 locations can be requested at once"),
        SplitError,
        ExitCode.DATA,
    ),
    "no_data_for_location": (
        refused(400, "No data is available for this location"),
        SkipError,
        ExitCode.PARTIAL,
    ),
    "out_of_allowed_range": (
        refused(
            400,
            "Parameter 'start_date' is out of allowed range from 1940-01-01 to "
            "2026-11-15",
        ),
        FatalError,
        ExitCode.USAGE,
    ),
    "unknown_variable": (
        refused(
            400,
            "Data corrupted at path ''. Cannot initialize "
            "SurfacePressureAndHeightVariable from invalid String value sunlight.",
        ),
        FatalError,
        ExitCode.DATA,
    ),
    "invalid_timezone": (refused(400, "Invalid timezone"), FatalError, ExitCode.DATA),
    "point_out_of_range": (
        refused(400, "Latitude must be in range of -90 to 90°. Given: 91.0."),
        FatalError,
        ExitCode.DATA,
    ),
    "api_key_required": (
        refused(401, "API key required. Please add &apikey= to the URL."),
        AuthError,
        ExitCode.AUTH,
    ),
    "api_key_invalid": (
        refused(400, "The supplied API key is invalid."),
        AuthError,
        ExitCode.AUTH,
    ),
    "plan_too_small": (
        refused(
            403,
            "This API endpoint requires the API Professional or Enterprise plan",
        ),
        AuthError,
        ExitCode.AUTH,
    ),
    "streaming_failed": (
        response(
            200,
            '{"hourly":{"time":[1,2Unexpected error while streaming data: timeout',
        ),
        RetryError,
        ExitCode.GAVE_UP,
    ),
    "html_instead_of_json": (
        response(200, "\n <!doctype html><html>Log in to the hotel</html>"),
        RetryError,
        ExitCode.GAVE_UP,
    ),
    "not_json": (response(200, '{"hourly":{"time":[1,2'), RetryError, ExitCode.GAVE_UP),
}


def test_every_rule_has_a_case():
    assert set(CASES) == {rule.name for rule in RULES}


@pytest.mark.parametrize(("name", "case"), CASES.items(), ids=CASES.keys())
def test_the_answer_is_recognised(name, case):
    answer, kind, code = case

    rule = classify(RULES, answer)
    assert rule is not None
    error = rule.error(answer, CLOCK)

    assert rule.name == name
    assert type(error) is kind
    assert error.exit_code is code
    assert error.next_step
    assert "latitude=" not in str(error)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("minutely_limit", 31),
        ("hourly_limit", 39 * 60 + 31),
        ("daily_limit", 14 * 3600 + 39 * 60 + 31),
    ],
)
def test_limits_wait_for_the_next_fixed_window(name, seconds):
    """The server sends no Retry-After; a second more, because clocks differ."""
    answer = CASES[name][0]

    rule = classify(RULES, answer)

    assert rule is not None
    assert rule.error(answer, CLOCK).wait_seconds == seconds


def test_the_servers_own_words_are_quoted():
    answer = CASES["out_of_allowed_range"][0]

    rule = classify(RULES, answer)

    assert rule is not None
    assert "from 1940-01-01 to 2026-11-15" in str(rule.error(answer, CLOCK))


GOOD = {
    "an object": response(200, WHOLE),
    "an array": response(200, f"[{WHOLE}]"),
    "space around it": response(200, f"\n{WHOLE}\n "),
    "a reason among the data": response(
        200, '{"reason": "Daily API request limit exceeded"}'
    ),
}


@pytest.mark.parametrize("answer", GOOD.values(), ids=GOOD.keys())
def test_a_good_answer_is_no_error(answer):
    assert classify(RULES, answer) is None


@pytest.mark.parametrize("status", [404, 418, 500, 502])
def test_plain_statuses_are_left_to_the_kit(status):
    """What a status means everywhere stands in one place, below our rows."""
    assert classify(RULES, response(status, "<html>")) is None


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '"reason"', "<html>", '{"error": true}', "\udcff"]
)
def test_a_strange_body_has_no_reason(body):
    made = response(400, "")
    made._content = body.encode(errors="surrogateescape")

    assert reason(made) == ""


def test_rules_are_known_by_unique_names():
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_only_what_helps_is_tried_again():
    """A wrong key stays wrong, and every error costs a call."""
    again = {rule.name for rule in RULES if rule.action in {Action.RETRY, Action.WAIT}}

    assert again == {
        "minutely_limit",
        "hourly_limit",
        "daily_limit",
        "too_many_concurrent_requests",
        "overloaded",
        "streaming_failed",
        "html_instead_of_json",
        "not_json",
    }


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": -Infinity}', "{", ""])
def test_what_is_no_json_is_not_decoded(text):
    """Python would take NaN for a number; the lake would keep it for ever."""
    with pytest.raises(ValueError, match=r"is no JSON|Expecting"):
        decode(text.encode())
