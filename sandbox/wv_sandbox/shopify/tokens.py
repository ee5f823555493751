"""Access tokens: static ones, those of client credentials, and rotating ones.

https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens
"""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify.errors import RefusedError
from wv_sandbox.shopify.grants import SCOPES, Grant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_sandbox.clock import SandboxClock

STATIC_TOKEN = "shpat_sandbox_00000000000000000000"  # noqa: S105  Opens nothing but the sandbox.
"""A token of an app made in the admin: all scopes, for ever."""
REFRESH_TOKEN = "shprt_sandbox_00000000000000000000"  # noqa: S105  As above.
"""The refresh token that every shop's first renewal begins with."""
CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-secret-0000000000"
STRANGER = "sandbox-stranger"
"""Client id of an app of another organisation: `shop_not_permitted`."""
SCOPELESS = "sandbox-scopeless"
"""Client id of an app that was released without scopes."""
CLIENT_SECONDS = 86_399
OFFLINE_SECONDS = 3_600
REFRESH_SECONDS = 7_776_000
_STATIC = re.compile(
    r"shpat_sandbox(?:_level(?P<level>[01]))?(?P<less>(?:_no_[a-z_]+?)*)_0{8,}"
)


class OAuthError(Exception):
    """A refusal of the token endpoint.

    Args:
        status: HTTP status.
        error: Code.
        words: What it says to a human.
    """

    def __init__(self, status: int, error: str, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.error = error

    @property
    def as_json(self) -> bool:
        """Whether it comes as JSON; others come as a page."""
        return self.status == HTTPStatus.UNAUTHORIZED


@dataclass
class _Family:
    """Refresh tokens of one shop, of which each replaces the one before.

    Attributes:
        active: The newest that was used.
        replacement: The one given for it, not used yet.
        until: When each ends.
    """

    active: str = REFRESH_TOKEN
    replacement: str | None = None
    until: dict[str, float] = field(default_factory=dict)

    def use(self, token: str, now: float) -> bool:
        """Use a token, if it is active or its replacement, and has not ended."""
        if token not in {self.active, self.replacement}:
            return False
        if now >= self.until.get(token, math.inf):
            return False
        self.active = token
        return True


@dataclass
class Tokens:
    """The tokens of all shops.

    Args:
        clock: By which they expire.
    """

    clock: SandboxClock
    _issued: dict[tuple[str, str], tuple[Grant, float]] = field(default_factory=dict)
    _families: dict[str, _Family] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget every token that was issued."""
        self._issued.clear()
        self._families.clear()

    def expire(self) -> None:
        """Let every issued access token expire now."""
        now = self._now()
        self._issued = {key: (held[0], now) for key, held in self._issued.items()}

    def read(self, shop: str, token: str | None) -> Grant:
        """Tell what a token may read.

        Raises:
            RefusedError: Status 401; it is unknown or has expired.
        """
        if token and (match := _STATIC.fullmatch(token)):
            return _static(match)
        issued = self._issued.get((shop, token or ""))
        if issued is None or self._now() >= issued[1]:
            raise RefusedError(401)
        return issued[0]

    def grant(self, shop: str, asked: Mapping[str, str]) -> dict[str, Any]:
        """Answer the token endpoint.

        Args:
            shop: Label of the shop.
            asked: Parameters of the request.

        Raises:
            OAuthError: What was asked for is not granted.
        """
        if asked.get("client_id") == STRANGER:
            words = "Client credentials cannot be performed on this shop."
            raise OAuthError(400, "shop_not_permitted", words)
        _check_client(asked)
        match asked.get("grant_type"):
            case "client_credentials":
                scopes = frozenset[str]() if asked["client_id"] == SCOPELESS else SCOPES
                return self._issue(shop, Grant(scopes), CLIENT_SECONDS)
            case "refresh_token":
                return self._renew(shop, asked.get("refresh_token", ""))
            case _:
                words = "The grant type is not supported"
                raise OAuthError(400, "unsupported_grant_type", words)

    def _renew(self, shop: str, token: str) -> dict[str, Any]:
        family = self._families.setdefault(shop, _Family())
        if not family.use(token, self._now()):
            words = "This request requires an active refresh_token"
            raise OAuthError(401, "invalid_request", words)
        family.replacement = _name("shprt", shop, len(self._issued), token)
        family.until[family.replacement] = self._now() + REFRESH_SECONDS
        return {
            **self._issue(shop, Grant(), OFFLINE_SECONDS),
            "refresh_token": family.replacement,
            "refresh_token_expires_in": REFRESH_SECONDS,
        }

    def _issue(self, shop: str, grant: Grant, seconds: int) -> dict[str, Any]:
        token = _name("shpat", shop, len(self._issued))
        self._issued[shop, token] = grant, self._now() + seconds
        scope = ",".join(sorted(grant.scopes))
        return {"access_token": token, "scope": scope, "expires_in": seconds}

    def _now(self) -> float:
        return self.clock.now().timestamp()


def _static(match: re.Match[str]) -> Grant:
    less = {f"read_{name}" for name in match["less"].split("_no_")[1:]}
    if not less <= SCOPES:
        raise RefusedError(401)
    level = 2 if match["level"] is None else int(match["level"])
    return Grant(SCOPES - less, level)


def _check_client(asked: Mapping[str, str]) -> None:
    known = asked.get("client_id") in {CLIENT_ID, SCOPELESS}
    if not known or asked.get("client_secret") != CLIENT_SECRET:
        words = "Could not find Shopify API application with these credentials"
        raise OAuthError(400, "application_cannot_be_found", words)


def _name(prefix: str, *parts: object) -> str:
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    return f"{prefix}_{digest}"
