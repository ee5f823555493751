"""The token: checked at the start, exchanged before it expires, signed by the app.

An expired token cannot be exchanged, so the exchange comes early, and what it gives is
kept in a file of its own (0600). When Meta refuses the token, a newer one in that file
is taken, or one exchange tried; then the run ends and says why.
https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived
https://developers.facebook.com/docs/facebook-login/guides/access-tokens/debugging
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from typing_extensions import override

from tap_kit.credentials import Credential
from tap_kit.errors import ApiError, AuthError
from tap_kit.tokens import fingerprint
from tap_metaads.answer import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_kit.clock import Clock
    from tap_kit.tokens import TokenStore

EXCHANGE_BEFORE = timedelta(days=7)
"""A token that ends sooner is exchanged at the start of a run."""
READS = frozenset({"ads_read", "ads_management"})
"""Permissions of which one lets ads be read."""
_STEP = "make a new token (a system user's never expires) and set `access_token`"


class App(NamedTuple):
    """The app that a token belongs to."""

    identity: str
    secret: str


class TokenServer(Protocol):
    """Where tokens are looked up and exchanged."""

    def inspect(self, token: str) -> Mapping[str, Any]:
        """Return what Meta knows of a token."""

    def exchange(self, token: str) -> Mapping[str, Any]:
        """Return a long-lived token for a valid one."""


class MetaToken(Credential):
    """The account's token; a fixed one where no app is set.

    Args:
        token: From the settings.
        app: Checks and exchanges it; None if not set.
        server: Asks Meta.
        store: Keeps what an exchange gave.
        clock: Shows the server's time.
    """

    def __init__(
        self,
        token: str,
        app: App | None,
        server: TokenServer,
        store: TokenStore,
        clock: Clock,
    ) -> None:
        self._seed = fingerprint(token)
        self._token = token
        self._app = app
        self._server = server
        self._store = store
        self._clock = clock
        self._has_renewed = False

    @override
    def token(self) -> str:
        return self._token

    def proof(self) -> str:
        """Sign the token with the app's secret; empty without one."""
        if self._app is None:
            return ""
        secret = self._app.secret.encode()
        return hmac.digest(secret, self._token.encode(), "sha256").hex()

    def start(self) -> datetime | None:
        """Take the newest token, check it, and exchange it if it is about to expire.

        Returns:
            When it expires [UTC]; None if never, or if nobody can say.

        Raises:
            AuthError: It does not let ads be read.
        """
        self._token = self._stored() or self._token
        if self._app is None:
            return None
        found = self._server.inspect(self._token)
        self._refuse_useless(found)
        until = _instant(found.get("expires_at"))
        if until is None or until - self._clock.now() > EXCHANGE_BEFORE:
            return until
        self._exchange()
        return _instant(self._server.inspect(self._token).get("expires_at"))

    @override
    def renew(self) -> bool:
        """Look for a newer token, once a run; False where there is none."""
        if self._has_renewed:
            return False
        self._has_renewed = True
        newer = self._stored()
        if newer and newer != self._token:
            self._token = newer
            return True
        if self._app is None:
            return False
        try:
            self._exchange()
        except ApiError:
            return False  # What Meta said first is what the person needs to know.
        return True

    def _stored(self) -> str:
        kept = self._store.load(self._seed) or {}
        return str(kept.get("access_token") or "")

    def _exchange(self) -> None:
        with self._store.locked():
            newer = self._stored()
            if newer and newer != self._token:  # Another run was faster.
                self._token = newer
                return
            grant = self._server.exchange(self._token)
            kept = {"access_token": str(grant["access_token"])}
            self._store.save(kept, self._seed)  # Before its first use.
            self._token = kept["access_token"]

    def _refuse_useless(self, found: Mapping[str, Any]) -> None:
        what = ""
        if found.get("is_valid") is not True:
            what = "the token is not valid (any more)"
        elif "scopes" in found and READS.isdisjoint(found["scopes"] or ()):
            what = "the token lacks the permission ads_read"
        if what:
            raise AuthError(what, where="access_token", next_step=_STEP)


def _instant(seconds: object) -> datetime | None:
    """Read an instant [s since 1970]; 0 and nothing are never."""
    known = number(seconds)
    return datetime.fromtimestamp(known, UTC) if known else None
