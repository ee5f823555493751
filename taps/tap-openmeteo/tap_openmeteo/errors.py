"""What Open-Meteo answers when it does not answer, and what we do then.

The texts are the server's own (RateLimiter.swift, ApiKeyManager.swift and the parameter
checks). It sends no Retry-After; windows are fixed, so the wait follows from the clock.
An error costs one call.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from tap_kit.errors import Action, ErrorRule, ExitCode
from tap_kit.http_rules import until_next_window
from tap_openmeteo.plans import DAY, HOUR, MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

_OK = 200
_END_BYTES = 4096


def decode(text: bytes) -> Any:  # noqa: ANN401 -- JSON holds anything.
    """Read JSON as the standard has it: NaN and Infinity are no numbers.

    Raises:
        ValueError: It is no JSON.
    """
    return json.loads(text, parse_constant=_refuse_constant)


def reason(response: Response) -> str:
    """Return the server's `reason`; nothing when the body is no error of its own."""
    if response.status_code == _OK:
        return ""
    try:
        body = decode(response.content)
    except ValueError:
        return ""
    return str(body.get("reason", "")) if isinstance(body, dict) else ""


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON number"
    raise ValueError(msg)


def _says(text: str) -> Callable[[Response], bool]:
    pattern = re.compile(text, re.IGNORECASE)
    return lambda response: pattern.search(reason(response)) is not None


def _streaming_failed(response: Response) -> bool:
    end = response.content[-_END_BYTES:]
    return (
        response.status_code == _OK and b"Unexpected error while streaming data" in end
    )


def _html(response: Response) -> bool:
    return (
        response.status_code == _OK
        and response.content[:_END_BYTES].lstrip()[:1] == b"<"
    )


def _cut(response: Response) -> bool:
    body = response.content.strip()
    return response.status_code == _OK and body[:1] + body[-1:] not in {b"{}", b"[]"}


_rule = partial(ErrorRule, detail=reason)
_wait = partial(_rule, action=Action.WAIT)
_retry = partial(_rule, action=Action.RETRY)
_split = partial(_rule, action=Action.SPLIT)
_fatal = partial(_rule, action=Action.FATAL)
_auth = partial(_fatal, exit_code=ExitCode.AUTH)

_AGAIN = "run again later; the state holds what is done"
_KEY = "check the setting `api_key` against the key of your Open-Meteo account"
_PLAN = "take a plan that includes this API (README, Plans), or deselect the stream"
_REPORT = "the tap or the API has changed: report this line"
_RANGE = "move `start_date` or `history_start_date` into the range that the API names"

RULES: tuple[ErrorRule, ...] = (
    _wait(
        name="minutely_limit",
        matches=_says("Minutely API request limit exceeded"),
        wait=until_next_window(MINUTE),
        advice="let one tap at a time use this address; it goes on at the next minute",
    ),
    _wait(
        name="hourly_limit",
        matches=_says("Hourly API request limit exceeded"),
        wait=until_next_window(HOUR),
        advice="run again after the full hour (UTC)",
    ),
    _wait(
        name="daily_limit",
        matches=_says("Daily API request limit exceeded"),
        wait=until_next_window(DAY),
        advice="run again after midnight UTC, or take a larger plan",
    ),
    _retry(
        name="too_many_concurrent_requests",
        matches=_says("Too many concurrent requests"),
        advice="let one tap at a time use this address or key",
    ),
    _retry(name="overloaded", matches=_says("service is overloaded"), advice=_AGAIN),
    _split(
        name="too_much_data",
        matches=_says("requests too much data"),
        advice="lower `max_weight_per_request`",
    ),
    _split(
        name="too_many_locations",
        matches=_says(r"Only up to \d+ locations"),
        advice="lower `max_locations_per_request`",
    ),
    _rule(
        name="no_data_for_location",
        matches=_says("No data is available for this location"),
        action=Action.SKIP,
        advice="remove the place that has no weather",
    ),
    _fatal(
        name="out_of_allowed_range",
        matches=_says("is out of allowed range"),
        advice=_RANGE,
        exit_code=ExitCode.USAGE,
    ),
    _fatal(
        name="unknown_variable",
        matches=_says("Cannot initialize"),
        advice="deselect that column; its name or its API has changed",
    ),
    _fatal(name="invalid_timezone", matches=_says("Invalid timezone"), advice=_REPORT),
    _fatal(
        name="point_out_of_range",
        matches=_says("(Latitude|Longitude) must be in range"),
        advice=_REPORT,
    ),
    _auth(name="api_key_required", matches=_says("API key required"), advice=_KEY),
    _auth(name="api_key_invalid", matches=_says("API key is invalid"), advice=_KEY),
    _auth(
        name="plan_too_small",
        matches=_says("requires the API Professional"),
        advice=_PLAN,
    ),
    _retry(name="streaming_failed", matches=_streaming_failed, advice=_AGAIN),
    _retry(
        name="html_instead_of_json",
        matches=_html,
        advice="look for a proxy or a login page between here and Open-Meteo",
    ),
    _retry(name="not_json", matches=_cut, advice=_AGAIN),
)
"""First match wins; the kit's rules for plain HTTP statuses come after these."""
