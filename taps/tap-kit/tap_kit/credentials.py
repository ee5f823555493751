"""What lets us in: a fixed token, one fetched with a secret, or one that rotates.

OAuth 2.0, RFC 6749 sections 4.4 (client credentials) and 6 (refresh).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.tokens import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tap_kit.clock import Clock
    from tap_kit.tokens import TokenStore

SPARE = timedelta(minutes=2)
"""A token that ends sooner is renewed before it is used."""


class Credential(ABC):
    """Gives a token, and another one when the server does not take it any more."""

    @abstractmethod
    def token(self) -> str:
        """Return a token that should work."""

    @abstractmethod
    def renew(self) -> bool:
        """Get another token; False where there is no way to get one."""


class FixedToken(Credential):
    """A token that somebody has made by hand.

    Args:
        token: From the settings.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    @override
    def token(self) -> str:
        return self._token

    @override
    def renew(self) -> bool:
        return False


class FetchedToken(Credential):
    """A token that a client may fetch whenever it needs one.

    Args:
        fetch: Sends a form to the server and returns what it grants.
        client: `client_id` and `client_secret`.
        clock: Shows the server's time.
    """

    def __init__(
        self,
        fetch: Callable[[Mapping[str, str]], Mapping[str, Any]],
        client: Mapping[str, str],
        clock: Clock,
    ) -> None:
        self._fetch = fetch
        self._form = {**client, "grant_type": "client_credentials"}
        self._clock = clock
        self._token = ""
        self._until: datetime | None = None

    @override
    def token(self) -> str:
        if self._until is None or self._clock.now() >= self._until:
            self.renew()
        return self._token

    @override
    def renew(self) -> bool:
        grant = self._fetch(self._form)
        self._token = str(grant["access_token"])
        self._until = _end(grant, self._clock)
        return True


class RotatingToken(Credential):
    """A short-lived token; each renewal may bring a new refresh token, too.

    Args:
        fetch: Sends a form to the server and returns what it grants.
        client: `client_id` and `client_secret`.
        refresh_token: From the settings; a newer one may lie in the store.
        store: Keeps what came last, so that it outlives the run.
        clock: Shows the server's time.
    """

    def __init__(
        self,
        fetch: Callable[[Mapping[str, str]], Mapping[str, Any]],
        client: Mapping[str, str],
        refresh_token: str,
        store: TokenStore,
        clock: Clock,
    ) -> None:
        self._fetch = fetch
        self._client = client
        self._seed = fingerprint(refresh_token)
        self._first = {"refresh_token": refresh_token}
        self._store = store
        self._clock = clock
        self._grant: Mapping[str, Any] = {}

    @override
    def token(self) -> str:
        if not self._is_fresh(self._grant):
            self._take(self._is_fresh)
        return str(self._grant["access_token"])

    @override
    def renew(self) -> bool:
        stale = self._grant.get("access_token")
        self._take(lambda stored: stored.get("access_token") not in {None, stale})
        return True

    def _take(self, is_good: Callable[[Mapping[str, Any]], bool]) -> None:
        """Take the stored token if it is good, else a new one; nobody in between."""
        with self._store.locked():
            stored = self._store.load(self._seed) or self._first
            if is_good(stored):
                self._grant = stored
                return
            form = {
                **self._client,
                "grant_type": "refresh_token",
                "refresh_token": str(stored["refresh_token"]),
            }
            grant = self._fetch(form)
            kept = {
                "access_token": grant["access_token"],
                "refresh_token": grant.get("refresh_token", stored["refresh_token"]),
                "expires_at": _end(grant, self._clock).isoformat(),
            }
            self._store.save(kept, self._seed)  # Before its first use.
            self._grant = kept

    def _is_fresh(self, grant: Mapping[str, Any]) -> bool:
        until = grant.get("expires_at")
        return until is not None and self._clock.now() < datetime.fromisoformat(until)


def _end(grant: Mapping[str, Any], clock: Clock) -> datetime:
    """Return when a granted token must not be used any more."""
    seconds = grant.get("expires_in")
    lasts = timedelta(seconds=float(seconds)) if seconds else timedelta(hours=1)
    return clock.now() + lasts - SPARE
