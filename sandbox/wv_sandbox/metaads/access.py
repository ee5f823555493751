"""Tokens: which are good, for what, until when; and how one becomes another.

https://developers.facebook.com/docs/facebook-login/guides/access-tokens
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads.errors import METHOD, GraphError, Row, invalid
from wv_sandbox.metaads.rows import ROWS

if TYPE_CHECKING:
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.metaads.request import Request

APP_ID: Final = "100000000000001"
APP_SECRET: Final = "0123456789abcdef0123456789abcdef"  # noqa: S105 - it opens the sandbox only.
SYSTEM_TOKEN: Final = "EAASANDBOXSYSTEM00000000000000000000"  # noqa: S105 - it opens the sandbox only.
"""A system user's; it never expires."""
SHORT_TOKEN: Final = "EAASANDBOXSHORT000000000000000000000"  # noqa: S105 - it opens the sandbox only.
"""A person's, two hours old at most: good for an hour after the first call."""
EXPIRED_TOKEN: Final = "EAASANDBOXEXPIRED0000000000000000000"  # noqa: S105 - it opens the sandbox only.
SCOPELESS_TOKEN: Final = "EAASANDBOXNOSCOPE0000000000000000000"  # noqa: S105 - it opens the sandbox only.
"""It may not read ads."""
_LONG_PREFIX = "EAASANDBOXLONG"
SHORT_LIFE: Final = timedelta(hours=1)
LONG_LIFE: Final = timedelta(days=60)
_DATA_ACCESS: Final = timedelta(days=90)
SCOPES: Final = ("ads_read", "business_management", "public_profile")
_PROOF = Row(100, "Invalid appsecret_proof provided in the API argument", type=METHOD)
_PROOF_NEEDED = Row(
    100, "API calls from the server require an appsecret_proof argument", type=METHOD
)
_APP = Row(101, "Error validating application. Cannot get application info.")


@dataclass(frozen=True)
class Token:
    """What the server knows of a token.

    Attributes:
        type: USER or SYSTEM_USER.
        scopes: What it may do.
        issued: When it was given.
        expires: When it ends; None for never.
    """

    type: str
    scopes: tuple[str, ...]
    issued: datetime
    expires: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Tell whether it has expired."""
        return self.expires is not None and now >= self.expires


class Tokens:
    """The tokens of one app.

    Attributes:
        needs_proof: Whether the app refuses calls without `appsecret_proof`.
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Begin again with the tokens that everybody knows, from the next call on."""
        self.needs_proof = False
        self._known: dict[str, Token] = {}

    @property
    def _tokens(self) -> dict[str, Token]:
        # Made late: a clock that is set back after `clear` must not have aged them.
        if not self._known:
            now = self._clock.now()
            yesterday = now - timedelta(days=1)
            self._known |= {
                SYSTEM_TOKEN: Token("SYSTEM_USER", SCOPES, yesterday, None),
                SHORT_TOKEN: Token("USER", SCOPES, now, now + SHORT_LIFE),
                EXPIRED_TOKEN: Token("USER", SCOPES, yesterday, yesterday + SHORT_LIFE),
                SCOPELESS_TOKEN: Token("USER", ("public_profile",), yesterday, None),
            }
        return self._known

    def check(self, request: Request) -> Token:
        """Find the token of a request, and hold its proof against it.

        Raises:
            GraphError: There is none, it is no good, or the proof is wrong.
        """
        if not request.token:
            words = "An access token is required to request this resource."
            raise GraphError(Row(104, words))
        self._check_proof(request)
        return self._good(request.token)

    def _check_proof(self, request: Request) -> None:
        proof = request.text("appsecret_proof")
        if not proof and self.needs_proof:
            raise GraphError(_PROOF_NEEDED)
        if proof and not hmac.compare_digest(proof, prove(request.token)):
            raise GraphError(_PROOF)

    def _good(self, secret: str) -> Token:
        token = self._tokens.get(secret)
        if token is None:
            raise GraphError(ROWS["190"], "Invalid OAuth access token.")
        now = self._clock.now()
        if token.is_over(now):
            words = (
                "Error validating access token: Session has expired on"
                f" {token.expires:%A, %d-%b-%y %H:%M:%S} UTC. The current time is"
                f" {now:%A, %d-%b-%y %H:%M:%S} UTC."
            )
            raise GraphError(ROWS["190/463"], words)
        return token

    def exchange(self, request: Request) -> dict[str, Any]:
        """Answer `GET /oauth/access_token`: a long life for a token that still lives.

        Raises:
            GraphError: The app is another, or the token has expired.
        """
        _check_app(request.text("client_id"), request.text("client_secret"))
        if request.text("grant_type") != "fb_exchange_token":
            words = "grant_type must be fb_exchange_token"
            raise invalid(words, "grant_type")
        old = self._good(request.text("fb_exchange_token"))
        now = self._clock.now()
        secret = f"{_LONG_PREFIX}{len(self._tokens):022d}"
        self._tokens[secret] = Token("USER", old.scopes, now, now + LONG_LIFE)
        return {
            "access_token": secret,
            "token_type": "bearer",
            "expires_in": int(LONG_LIFE.total_seconds()),
        }

    def debug(self, request: Request) -> dict[str, Any]:
        """Answer `GET /debug_token`: what is known of `input_token`.

        Raises:
            GraphError: Who asks is neither the app nor the holder of a good token.
        """
        asker = request.token
        if "|" in asker:
            _check_app(*asker.split("|", 1))
        else:
            self._good(asker)
        token = self._tokens.get(request.text("input_token"))
        if token is None:
            error = {"code": 190, "message": "Invalid OAuth access token."}
            return {"data": {"error": error, "is_valid": False, "scopes": []}}
        return {"data": self._described(token)}

    def _described(self, token: Token) -> dict[str, Any]:
        over = token.is_over(self._clock.now())
        described: dict[str, Any] = {
            "app_id": APP_ID,
            "type": token.type,
            "application": "WeatherVane sandbox",
            "data_access_expires_at": _seconds(token.issued + _DATA_ACCESS),
            "expires_at": 0 if token.expires is None else _seconds(token.expires),
            "is_valid": not over,
            "issued_at": _seconds(token.issued),
            "scopes": list(token.scopes),
            "user_id": "122000000000000001",
        }
        if over:
            words = "Error validating access token: Session has expired."
            described["error"] = {"code": 190, "message": words, "subcode": 463}
        return described


def prove(token: str, secret: str = APP_SECRET) -> str:
    """Give the `appsecret_proof` of a token."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _check_app(app_id: str, secret: str) -> None:
    if (app_id, secret) != (APP_ID, APP_SECRET):
        raise GraphError(_APP)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
