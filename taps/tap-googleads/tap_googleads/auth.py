"""What lets us in: a user's refresh token, a service account, or a given token.

https://developers.google.com/google-ads/api/docs/oauth/overview, RFC 7523
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from typing_extensions import override

from tap_kit.credentials import Credential, FixedToken
from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tap_kit.clock import Clock

    Grant = Callable[[Mapping[str, str]], Mapping[str, Any]]

SCOPE = "https://www.googleapis.com/auth/adwords"
AUDIENCE = "https://oauth2.googleapis.com/token"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
USER = ("client_id", "client_secret", "refresh_token")
WAYS = (*USER, "access_token", "service_account_json")
LIFE_SECONDS = 3600
RENEW_AT = 0.8
"""A token is renewed when this share of its life has passed."""
_SERVICE = "service_account_json"


class GrantedToken(Credential):
    """A token that lasts an hour and is renewed in time.

    Args:
        grant: Sends a form to the token server and returns what it answers.
        form: Makes the form.
        clock: Shows the server's time.
    """

    def __init__(
        self, grant: Grant, form: Callable[[], Mapping[str, str]], clock: Clock
    ) -> None:
        self._grant = grant
        self._form = form
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
        granted = self._grant(self._form())
        lasts = float(granted.get("expires_in") or LIFE_SECONDS)
        self._token = str(granted["access_token"])
        self._until = self._clock.now() + timedelta(seconds=lasts * RENEW_AT)
        return True


class ServiceAccount:
    """Signs that it is who it is.

    cryptography is imported here, for those who come in this way.

    Args:
        key: Content of its key file.
        clock: Shows the server's time.

    Raises:
        SettingsError: It is no such key.
    """

    def __init__(self, key: str, clock: Clock) -> None:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - see above.
        from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - see above.

        self._clock = clock
        try:
            content = msgspec.json.decode(key)
            self._email = str(content["client_email"])
            self._id = str(content.get("private_key_id") or "")
            private = str(content["private_key"]).encode()
            signer = serialization.load_pem_private_key(private, password=None)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _no_key() from error
        if not isinstance(signer, rsa.RSAPrivateKey):
            raise _no_key()
        self._signer = signer

    def form(self) -> Mapping[str, str]:
        """Return the form that asks for a token, signed for an hour."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - see above.
        from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415 - see above.

        now = int(self._clock.now().timestamp())
        header = {"alg": "RS256", "typ": "JWT"} | (
            {"kid": self._id} if self._id else {}
        )
        claims = {
            "iss": self._email,
            "scope": SCOPE,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + LIFE_SECONDS,
        }
        unsigned = f"{_packed(header)}.{_packed(claims)}"
        signed = self._signer.sign(
            unsigned.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        return {"grant_type": JWT_BEARER, "assertion": f"{unsigned}.{_base64(signed)}"}


def credential(config: Mapping[str, Any], grant: Grant, clock: Clock) -> Credential:
    """Choose the way in that the settings name.

    Args:
        config: The tap's settings.
        grant: Sends a form to the token server and returns what it answers.
        clock: Shows the server's time.

    Raises:
        SettingsError: Two, or half of one, are named, or the key is none.
    """
    given = [name for name in WAYS if config.get(name)]
    ways = {"user" if name in USER else name for name in given}
    if len(ways) > 1:
        what = f"there is more than one way in: {', '.join(given)}"
        raise SettingsError(what, where="settings", next_step="keep one of them")
    if _SERVICE in ways:
        account = ServiceAccount(_key(str(config[_SERVICE])), clock)
        return GrantedToken(grant, account.form, clock)
    if "access_token" in ways:
        return FixedToken(str(config["access_token"]))
    if missing := [name for name in USER if name not in given]:
        what = f"OAuth lacks {', '.join(missing)}"
        step = f"set it, or `{_SERVICE}`"
        raise SettingsError(what, where="settings", next_step=step)
    form = {name: str(config[name]) for name in USER} | {"grant_type": "refresh_token"}
    return GrantedToken(grant, lambda: form, clock)


def _key(given: str) -> str:
    """Return the key, also where its file is named."""
    if given.lstrip().startswith("{"):
        return given
    try:
        return Path(given).expanduser().read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _no_key() from error


def _no_key() -> SettingsError:
    return SettingsError(
        "it is no key of a service account, nor a file with one",
        where=_SERVICE,
        next_step="download one as JSON from the Google Cloud console",
    )


def _packed(content: Mapping[str, Any]) -> str:
    return _base64(msgspec.json.encode(content))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
