"""What went wrong on the wire, said without the URL's query, headers or body.

The exceptions of requests and urllib3 quote the whole URL, those of http.client the
header. They are read here, and new ones are made.
"""

from __future__ import annotations

import ssl
from http.client import HTTPException, LineTooLong
from typing import TYPE_CHECKING

from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import InvalidJSONError, RequestException, Timeout
from urllib3.exceptions import (
    HTTPError,
    InvalidHeader,
    NewConnectionError,
    ProtocolError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as WireTimeout

from tap_kit.errors import (
    DataError,
    DeadlineError,
    FatalError,
    RetryError,
    SettingsError,
    TapError,
    TooLargeError,
    TruncatedError,
)
from tap_kit.wording import safe_url

if TYPE_CHECKING:
    from collections.abc import Iterator

WIRE_ERRORS = (RequestException, HTTPError, HTTPException, OSError, ValueError)
"""What requests and the layers below it may raise."""

_Verdict = tuple[type[TapError], str, str]
_AGAIN = "run again, nothing is lost"
_REPORT = "report it to the vendor"
_NO_ANSWER: _Verdict = (RetryError, "no answer ({reason})", _AGAIN)
_LATE: _Verdict = (
    DeadlineError,
    "the answer took too long",
    f"{_AGAIN}; if it stays, raise request_timeout_seconds",
)
_UNTRUSTED: _Verdict = (
    FatalError,
    "the certificate is not trusted ({reason})",
    "check host and clock; let REQUESTS_CA_BUNDLE name your own authority",
)
_MALFORMED: _Verdict = (
    SettingsError,
    "the request cannot be sent: its URL, headers or body are malformed",
    "look for a line break or blank in the URL and token settings",
)
_HEADERS: _Verdict = (TooLargeError, "the answer's headers are too large", _REPORT)
# The first row with a kind that is among the causes; a later kind may wrap an earlier.
_VERDICTS: tuple[tuple[tuple[type[BaseException], ...], _Verdict], ...] = (
    ((ssl.SSLCertVerificationError,), _UNTRUSTED),
    ((NewConnectionError,), _NO_ANSWER),  # To urllib3 this is a timeout.
    ((TimeoutError, Timeout, WireTimeout), _LATE),
    ((LineTooLong,), _HEADERS),
    ((InvalidHeader,), (DataError, "the answer's lengths contradict", _REPORT)),
    ((NotConnected,), _NO_ANSWER),
    ((ProtocolError, SSLError), (TruncatedError, "the answer broke off", _AGAIN)),
    ((ValueError, InvalidJSONError), _MALFORMED),
)


def failure(error: Exception, url: str, *, late: bool = False) -> TapError:
    """Make the error that a reader, the retries and the exit code understand.

    Args:
        error: One of `WIRE_ERRORS`. Only the operating system's words are taken over.
        url: Where the request went.
        late: Whether the deadline was over.
    """
    causes = list(_causes(error))
    kind, what, step = _LATE if late else _verdict(causes)
    reason = next((text for text in map(_reason, causes) if text), type(error).__name__)
    return kind(what.format(reason=reason), where=safe_url(url), next_step=step)


def _verdict(causes: list[BaseException]) -> _Verdict:
    # http.client raises its base class for one thing: more than 100 headers.
    if any(type(cause) is HTTPException for cause in causes):
        return _HEADERS
    for kinds, verdict in _VERDICTS:
        if any(isinstance(cause, kinds) for cause in causes):
            return verdict
    return _NO_ANSWER


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all it was made from, each once."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += cause.__context__, cause.__cause__, *cause.args
        waiting.append(getattr(cause, "reason", None))


def _reason(cause: BaseException) -> str | None:
    if isinstance(cause, OSError) and isinstance(cause.errno, int):
        return cause.strerror
    return None
