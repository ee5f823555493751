"""Where tokens are looked up and exchanged.

https://developers.facebook.com/docs/facebook-login/guides/access-tokens
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk.streams.rest import HTTPRequest
from typing_extensions import override

from tap_kit.errors import AuthError
from tap_metaads.answer import body_of
from tap_metaads.api import Graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import PreparedRequest
    from singer_sdk.helpers.types import Auth


class OAuth(Graph):
    """Token endpoints: they are asked as the app, not as the person."""

    @property
    @override
    def url_base(self) -> str:
        return f"{self.tap.oauth_url}/{self.config['graph_version']}"

    @property
    @override
    def authenticator(self) -> Auth:
        return self._sign_as_app

    def _sign_as_app(self, request: PreparedRequest) -> PreparedRequest:
        app = f"{self.config['app_id']}|{self.config['app_secret']}"
        request.headers["Authorization"] = f"Bearer {app}"
        return request

    def inspect(self, token: str) -> Mapping[str, Any]:
        """Return what Meta knows of a token.

        Raises:
            AuthError: Nothing.
            TapError: As the error rules say.
        """
        answer = self._read("debug_token", {"input_token": token})
        data = answer.get("data")
        if not isinstance(data, dict):
            what = "Meta does not tell what the token is"
            raise _strange(what)
        return data

    def exchange(self, token: str) -> Mapping[str, Any]:
        """Return a long-lived token for one that is still valid.

        Raises:
            AuthError: None was given.
            TapError: As the error rules say.
        """
        asked = {
            "grant_type": "fb_exchange_token",
            "client_id": self.config["app_id"],
            "client_secret": self.config["app_secret"],
            "fb_exchange_token": token,
        }
        grant = self._read("oauth/access_token", asked)
        granted = grant.get("access_token")
        if not isinstance(granted, str) or not granted:
            what = "Meta answered an exchange without a token"
            raise _strange(what)
        self.tap.hide(granted)
        return grant

    def _read(self, path: str, query: dict[str, Any]) -> dict[str, Any]:
        request = HTTPRequest(f"{self.url_base}/{path}", params=query)
        body = body_of(self.fetch(request))
        return body if isinstance(body, dict) else {}


def _strange(what: str) -> AuthError:
    step = "check `app_id` and `app_secret`, then run again"
    return AuthError(what, where="access_token", next_step=step)
