"""What an answer of Google Ads says when it is an error.

https://developers.google.com/google-ads/api/rest/error-handling
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import msgspec

from tap_kit.http_rules import retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import Response

    from tap_kit.clock import Clock

_SECONDS = re.compile(r"([0-9]+(?:\.[0-9]+)?)s")
_QUOTED = re.compile(r"'([a-z_]+(?:\.[a-z0-9_]+)+)'")


_told: WeakKeyDictionary[Response, Any] = WeakKeyDictionary()
"""What answers say in `error`: every rule asks for it, and pages are long."""


def _error(response: Response) -> Any:  # noqa: ANN401 - any JSON value.
    if response not in _told:
        _told[response] = _read_error(response.content)
    return _told[response]


def _read_error(content: bytes) -> Any:  # noqa: ANN401 - any JSON value.
    try:
        body = msgspec.json.decode(content)
    except msgspec.DecodeError:
        return None
    first = body[0] if isinstance(body, list) and body else body  # A streamed answer.
    return first.get("error") if isinstance(first, dict) else None


def failures(response: Response) -> list[dict[str, Any]]:
    """Return the errors that an answer lists."""
    return [error for error in _failures(response) if isinstance(error, dict)]


def _failures(response: Response) -> Iterator[Any]:
    error = _error(response)
    details = error.get("details") if isinstance(error, dict) else None
    for detail in details if isinstance(details, list) else ():
        found = detail.get("errors") if isinstance(detail, dict) else None
        yield from found if isinstance(found, list) else ()


def codes(response: Response) -> list[str]:
    """Return the errors' codes, e.g. `queryError.UNRECOGNIZED_FIELD`."""
    found = (failure.get("errorCode") for failure in failures(response))
    pairs = (pair for code in found if isinstance(code, dict) for pair in code.items())
    return [f"{family}.{name}" for family, name in pairs]


def oauth_error(response: Response) -> str:
    """Return the token endpoint's word, e.g. `invalid_grant`; empty if none."""
    word = _error(response)
    return word if isinstance(word, str) else ""


def detail(response: Response) -> str:
    """Return the server's code and words, and the id that Google's support asks for."""
    words = [str(failure.get("message") or "") for failure in failures(response)[:1]]
    request = response.headers.get("request-id", "")
    asked = f"request-id {request}" if request else ""
    parts = (*codes(response)[:1], oauth_error(response), *words, asked)
    return ", ".join(part for part in parts if part)


def retry_delay(response: Response, clock: Clock) -> float | None:
    """Return how long the quota's own detail, or else Retry-After, asks to wait [s].

    It can be eleven hours and more, so it is not capped here.
    """
    for failure in failures(response):
        about = failure.get("details")
        quota = about.get("quotaErrorDetails") if isinstance(about, dict) else None
        delay = quota.get("retryDelay") if isinstance(quota, dict) else None
        if isinstance(delay, str) and (found := _SECONDS.fullmatch(delay)):
            return float(found[1])
    return retry_after(response, clock)


def blamed_fields(response: Response | None) -> set[str]:
    """Return the fields of a query that an answer names."""
    if response is None:
        return set()
    words = " ".join(str(failure.get("message")) for failure in failures(response))
    return set(_QUOTED.findall(words))
