"""What an answer of the Graph API says: its body, and its error if it has one.

Errors come as HTTP 400, 401, 403 and 500, and now and then as 200; so the body is asked
before the status. https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import Response

_decode = msgspec.json.Decoder(float_hook=Decimal).decode
"""Numbers are read digit by digit; a float would round them."""


class Problem(NamedTuple):
    """An error as Meta names it.

    Args:
        code: Its number; 0 if it has none.
        subcode: The finer one; 0 if it has none.
        is_transient: Whether Meta says that it will pass.
        message: Meta's words, for developers and for people.
    """

    code: int
    subcode: int
    is_transient: bool
    message: str


@lru_cache(maxsize=1)
def body_of(response: Response) -> Any:  # noqa: ANN401 - any JSON value.
    """Decode an answer, once; None where it is no JSON."""
    try:
        return _decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def problem_of(response: Response) -> Problem | None:
    """Return the error that an answer holds; None if it holds none."""
    body = body_of(response)
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return None
    words = (error.get("message"), error.get("error_user_msg"))
    return Problem(
        number(error.get("code")),
        number(error.get("error_subcode")),
        error.get("is_transient") is True,
        ": ".join(str(word) for word in words if word),
    )


def problem_of_job(run: Mapping[str, Any]) -> Problem:
    """Return why a job failed, as it says since v25.0."""
    names = ("error_user_title", "error_user_msg", "error_message")
    return Problem(
        number(run.get("error_code")),
        number(run.get("error_subcode")),
        is_transient=False,
        message=": ".join(str(run[name]) for name in names if run.get(name)),
    )


def number(value: object) -> int:
    """Read a code, which may come as a text; 0 if it is none."""
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
