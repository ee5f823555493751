"""Tokens: a refresh token is used once, and gives an access token and its successor."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from wv_sandbox.exchange import Answer
from wv_sandbox.klaviyo.resource import make_id

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange

CLIENT = "sandbox-client", "sandbox-secret-0000000000"
FIRST_REFRESH_TOKEN = "sandbox-refresh-0"  # noqa: S105 - it opens the sandbox only.
LIFETIME = timedelta(hours=1)


class Tokens:
    """What was given out, and until when it is good."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Begin again with the first refresh token."""
        self._refresh = FIRST_REFRESH_TOKEN
        self._access: dict[str, datetime] = {}
        self._given = 0

    def is_good(self, token: str) -> bool:
        """Tell whether an access token still opens the account."""
        until = self._access.get(token)
        return until is not None and self._clock.now() < until

    def grant(self, exchange: Exchange) -> Answer:
        """Answer `POST /oauth/token`."""
        form = {k: v[0] for k, v in parse_qs(exchange.body.decode()).items()}
        basic = base64.b64encode(":".join(CLIENT).encode()).decode()
        if exchange.headers.get("authorization") != f"Basic {basic}":
            return _refused("invalid_client", 401)
        if form.get("grant_type") != "refresh_token":
            return _refused("unsupported_grant_type")
        if form.get("refresh_token") != self._refresh:
            return _refused("invalid_grant")
        self._given += 1
        self._refresh = f"sandbox-refresh-{self._given}"
        access = make_id("access", self._given, length=32)
        self._access[access] = self._clock.now() + LIFETIME
        granted = {
            "access_token": access,
            "refresh_token": self._refresh,
            "token_type": "bearer",
            "expires_in": int(LIFETIME.total_seconds()),
            "scope": "campaigns:read events:read",
        }
        return Answer(json.dumps(granted).encode())


def _refused(error: str, status: int = 400) -> Answer:
    body = {"error": error, "error_description": f"The request was refused: {error}"}
    return Answer(json.dumps(body).encode(), status)
