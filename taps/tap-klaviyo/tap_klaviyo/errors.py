"""What Klaviyo answers when it does not answer, and what we do then.

https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from tap_kit.errors import Action, ErrorRule, ExitCode
from tap_kit.http_rules import retry_after, status

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response


def problem(response: Response) -> dict[str, Any]:
    """Return the first error object of an answer; empty if it holds none."""
    try:
        body = msgspec.json.decode(response.content)
    except msgspec.DecodeError:
        return {}
    errors = body.get("errors") if isinstance(body, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, dict) else {}


def detail(response: Response) -> str:
    """Return the server's code and words."""
    found = problem(response)
    parts = (found.get("code"), found.get("detail"), oauth_error(response))
    return ": ".join(str(part) for part in parts if part)


def oauth_error(response: Response) -> str:
    """Return the token endpoint's word, e.g. `invalid_grant`; empty if none."""
    try:
        body = msgspec.json.decode(response.content)
    except msgspec.DecodeError:
        return ""
    return str(body.get("error") or "") if isinstance(body, dict) else ""


def _code(*codes: str) -> Callable[[Response], bool]:
    return lambda response: (
        not response.ok and str(problem(response).get("code")) in codes
    )


def _about(parameter: str) -> Callable[[Response], bool]:
    def matches(response: Response) -> bool:
        source = problem(response).get("source")
        blamed = source.get("parameter") if isinstance(source, dict) else None
        return not response.ok and blamed == parameter

    return matches


def _oauth(*words: str) -> Callable[[Response], bool]:
    return lambda response: not response.ok and oauth_error(response) in words


_rule = partial(ErrorRule, detail=detail)
_fatal = partial(_rule, action=Action.FATAL)
_auth = partial(_fatal, exit_code=ExitCode.AUTH)
_skip = partial(_rule, action=Action.SKIP)
_retry = partial(_rule, action=Action.RETRY)

_KEY = "check `api_key` (a private key, pk_…) or the OAuth settings"
_SCOPE = "give the key the read scope that README names for the stream, or deselect it"
_REPORT = "the tap or the API has changed: report this line"
_AGAIN = "run again later; the state holds what is done"

RULES: tuple[ErrorRule, ...] = (
    _rule(
        name="throttled",
        matches=status(429),
        action=Action.WAIT,
        wait=retry_after,
        advice="let one tap at a time use this key; all keys share the account's quota",
    ),
    _auth(
        name="refresh_token_refused",
        matches=_oauth("invalid_grant"),
        advice="connect the app to the account again: the refresh token was used, "
        "revoked or is older than 90 days",
    ),
    _auth(
        name="client_refused",
        matches=_oauth("invalid_client", "unauthorized_client"),
        advice="check `client_id` and `client_secret`",
    ),
    _auth(
        name="key_refused",
        matches=_code("not_authenticated", "authentication_failed"),
        advice=_KEY,
    ),
    _auth(name="unauthorized", matches=status(401), advice=_KEY),
    _skip(
        name="scope_missing",
        matches=_code("permission_denied"),
        advice=_SCOPE,
        exit_code=ExitCode.AUTH,
    ),
    _skip(
        name="forbidden", matches=status(403), advice=_SCOPE, exit_code=ExitCode.AUTH
    ),
    _fatal(
        name="revision_gone",
        matches=status(410),
        advice="set `revision` to one that Klaviyo still serves; README says which",
        exit_code=ExitCode.USAGE,
    ),
    _fatal(name="invalid_filter", matches=_about("filter"), advice=_REPORT),
    _fatal(name="invalid_page_size", matches=_about("page[size]"), advice=_REPORT),
    _retry(
        name="cursor_expired",
        matches=_about("page[cursor]"),
        advice="run again; the state holds what is done",
    ),
    _skip(
        name="gone_meanwhile",
        matches=_code("not_found"),
        advice="somebody deleted it while we read; nothing to do",
    ),
    _fatal(name="not_allowed", matches=status(405), advice=_REPORT),
    _fatal(name="conflict", matches=status(409), advice=_REPORT),
    _fatal(name="invalid", matches=status(400), advice=_REPORT),
    _retry(name="server_error", matches=status(500), advice=_AGAIN),
    _retry(name="unavailable", matches=status(503), advice=_AGAIN),
    _retry(name="edge_timeout", matches=status(504, 520, 524), advice=_AGAIN),
)
