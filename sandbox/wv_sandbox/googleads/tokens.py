"""Access tokens for an hour: by a refresh token, or by a service account's signature.

https://developers.google.com/identity/protocols/oauth2/service-account, RFC 7523
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from wv_sandbox.exchange import Answer
from wv_sandbox.googleads.errors import GoogleAdsError
from wv_sandbox.googleads.faults import grant_refused

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange

CLIENT: Final = "sandbox-client.apps.example", "sandbox-secret-0000000000"
REFRESH_TOKEN: Final = "1//sandbox-refresh-0000000000"  # noqa: S105 - opens nothing else.
"""Of a user who sees all accounts; good for ever, and never replaced."""
ACCESS_TOKEN: Final = "ya29.sandbox-access-0000000000"  # noqa: S105 - as above.
"""Good for ever, for what asks without a token endpoint."""
SERVICE_EMAIL: Final = "weathervane@sandbox.iam.example"
"""The service account that is a user of the accounts; whatever key it signs with."""
LIFETIME: Final = timedelta(seconds=3600)
_AUDIENCE = "https://oauth2.googleapis.com/token"
_SCOPE = "https://www.googleapis.com/auth/adwords"
_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LONGEST_SECONDS = 3600
_SKEW_SECONDS = 300


class Tokens:
    """What was given out, and until when it is good."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Forget all tokens."""
        self._access: dict[str, datetime] = {}
        self._revoked = False

    def revoke(self) -> None:
        """Take the user's consent back: no token is good any more, nor gives one."""
        self._access.clear()
        self._revoked = True

    def check(self, header: str) -> None:
        """Check the header `Authorization`.

        Raises:
            GoogleAdsError: There is none, or its token is not good (401).
        """
        kind, _, token = header.partition(" ")
        if kind != "Bearer":
            words = "Request is missing required authentication credential."
            raise GoogleAdsError(words, status=401)
        if token == ACCESS_TOKEN and not self._revoked:
            return
        until = self._access.get(token)
        if until is None:
            name, words = "OAUTH_TOKEN_INVALID", "The OAuth access token is not valid."
        elif self._clock.now() >= until:
            name, words = "OAUTH_TOKEN_EXPIRED", "The OAuth access token has expired."
        else:
            return
        raise GoogleAdsError(words, f"authenticationError.{name}", 401)

    def grant(self, exchange: Exchange) -> Answer:
        """Answer `POST /token`."""
        form = {k: v[0] for k, v in parse_qs(exchange.body.decode()).items()}
        error = self._refusal(form)
        if error:
            return grant_refused(error)
        number = len(self._access)
        named = hashlib.blake2b(f"access {number}".encode(), digest_size=12).hexdigest()
        token = f"ya29.sandbox-{named}"
        self._access[token] = self._clock.now() + LIFETIME
        granted = {
            "access_token": token,
            "expires_in": int(LIFETIME.total_seconds()) - 1,
            "scope": _SCOPE,
            "token_type": "Bearer",
        }
        return Answer(json.dumps(granted).encode())

    def _refusal(self, form: dict[str, str]) -> str:
        match form.get("grant_type"):
            case "refresh_token":
                given = form.get("client_id"), form.get("client_secret")
                if given != CLIENT:
                    return "invalid_client"
                good = form.get("refresh_token") == REFRESH_TOKEN and not self._revoked
                return "" if good else "invalid_grant"
            case grant if grant == _BEARER:
                return self._refused_assertion(form.get("assertion", ""))
            case _:
                return "unsupported_grant_type"

    def _refused_assertion(self, assertion: str) -> str:
        """Check what a service account claims; its signature it alone can check."""
        parts = assertion.split(".")
        try:
            head, claims = (_unpacked(part) for part in parts[:2])
        except ValueError:
            return "invalid_grant"
        if len(parts) != 3 or not parts[2] or head.get("alg") != "RS256":  # noqa: PLR2004
            return "invalid_grant"
        if claims.get("scope") != _SCOPE:
            return "invalid_scope"
        now = self._clock.now().timestamp()
        issued, until = claims.get("iat", 0), claims.get("exp", 0)
        good = (
            claims.get("iss") == SERVICE_EMAIL
            and claims.get("aud") == _AUDIENCE
            and issued - _SKEW_SECONDS <= now < until
            and until - issued <= _LONGEST_SECONDS
        )
        return "" if good and not self._revoked else "invalid_grant"


def _unpacked(part: str) -> dict[str, Any]:
    """Read a part of an assertion.

    Raises:
        ValueError: It is no object in JSON in base64.
    """
    read = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(read, dict):
        message = "the part is no object"
        raise ValueError(message)  # noqa: TRY004 - bad parts are one error.
    return read
