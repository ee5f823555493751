"""Error rules any HTTP API obeys, and how long a server wants to be left alone.

A tap writes its own rows first: `rules = (*OPENMETEO_RULES, *HTTP_RULES)`.
Meaning of the codes and of Retry-After: https://www.rfc-editor.org/rfc/rfc9110
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from tap_kit.errors import Action, ErrorRule, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

    from tap_kit.clock import Clock

RETRY_AFTER_CAP_SECONDS = 3600.0
"""A server that asks for more is asked again after an hour [s]."""

# Fractions are not in the RFC, but several vendors send them.
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LONGEST_HEADER = 64


def retry_after(response: Response, clock: Clock) -> float | None:
    """Read Retry-After: seconds or an HTTP date [s].

    A date counts from the server's own Date where it sends one, so a wrong clock on
    either side does no harm. Never negative, never more than `RETRY_AFTER_CAP_SECONDS`;
    None when the header is missing or makes no sense.
    """
    text = response.headers.get("Retry-After", "").strip()
    if len(text) <= _LONGEST_HEADER and _SECONDS.fullmatch(text):
        return min(float(text), RETRY_AFTER_CAP_SECONDS)
    then = http_date(text)
    if then is None:
        return None
    now = http_date(response.headers.get("Date", "")) or clock.now()
    return min(max((then - now).total_seconds(), 0.0), RETRY_AFTER_CAP_SECONDS)


def until_next_window(
    seconds: int, *, margin_seconds: float = 1.0
) -> Callable[[Response, Clock], float]:
    """Make a wait until the next UTC window of this length begins, and a margin [s].

    For servers that clear a counter at each full minute, hour or day and send no
    Retry-After. The margin covers clocks that differ a little.

    Raises:
        ValueError: `seconds` is not positive.
    """
    if seconds <= 0:
        msg = f"a window has a positive length, got {seconds}"
        raise ValueError(msg)

    def wait(_response: Response, clock: Clock) -> float:
        return seconds - clock.now().timestamp() % seconds + margin_seconds

    return wait


def status(*codes: int) -> Callable[[Response], bool]:
    """Match answers by their status code."""
    return lambda response: response.status_code in codes


def http_date(text: str) -> datetime | None:
    """Read an HTTP date [UTC]; None where it is none."""
    if not text or len(text) > _LONGEST_HEADER:
        return None
    try:
        then = parsedate_to_datetime(text)
        return then.replace(tzinfo=UTC) if then.tzinfo is None else then.astimezone(UTC)
    except (ValueError, OverflowError):  # Whatever a hostile server likes to send.
        return None


HTTP_RULES = (
    ErrorRule(
        name="unauthorized",
        matches=status(HTTPStatus.UNAUTHORIZED),
        action=Action.FATAL,
        advice="check the key or token in the settings",
        exit_code=ExitCode.AUTH,
    ),
    ErrorRule(
        name="forbidden",
        matches=status(HTTPStatus.FORBIDDEN),
        action=Action.FATAL,
        advice="check the permissions or the plan of the account",
        exit_code=ExitCode.AUTH,
    ),
    ErrorRule(
        name="too_many_requests",
        matches=status(HTTPStatus.TOO_MANY_REQUESTS),
        action=Action.WAIT,
        advice="run again later, nothing is lost; or lower the rate in the settings",
        wait=retry_after,
    ),
    ErrorRule(
        name="too_large",
        matches=status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        action=Action.SHRINK,
        advice="ask for fewer rows or columns a page",
    ),
    ErrorRule(
        name="try_again",
        matches=status(HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY),
        action=Action.RETRY,
        advice="run again; if it stays, see the vendor's status page",
        wait=retry_after,
    ),
    ErrorRule(
        name="unavailable",
        matches=lambda response: (
            response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        ),
        action=Action.RETRY,
        advice="run again later, nothing is lost; see the vendor's status page",
        wait=retry_after,
    ),
    ErrorRule(
        name="unexpected_status",
        matches=lambda response: response.status_code >= HTTPStatus.MULTIPLE_CHOICES,
        action=Action.FATAL,
        advice="check the settings of this stream against the vendor's documentation",
    ),
)
"""What the codes mean where a vendor says nothing else; put it last."""
