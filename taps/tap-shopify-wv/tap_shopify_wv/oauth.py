"""Where Shopify grants tokens, and why it does not.

https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from singer_sdk.streams.rest import HTTPRequest

from tap_kit.errors import Action, AuthError, ErrorRule, ExitCode
from tap_shopify_wv.answers import read_json
from tap_shopify_wv.api import ShopRequests
from tap_shopify_wv.errors import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from requests import Response

TOKEN_PATH = "/admin/oauth/access_token"  # noqa: S105 - an address.
_SHARED_RULES = frozenset(
    {
        "frozen",
        "not_found",
        "locked",
        "too_many_requests",
        "security_rejection",
        "disabled",
        "edge",
        "maintenance",
        "html_instead_of_json",
    }
)


def _refusal(response: Response) -> str:
    body = read_json(response)
    return str(body.get("error") or "") if isinstance(body, dict) else ""


def _refused(name: str) -> Callable[[Response], bool]:
    return lambda response: _refusal(response) == name


_auth = partial(
    ErrorRule, action=Action.FATAL, exit_code=ExitCode.AUTH, detail=_refusal
)
OAUTH_RULES: tuple[ErrorRule, ...] = (
    _auth(
        name="shop_not_permitted",
        matches=_refused("shop_not_permitted"),
        advice="client credentials work only for an app and a shop of the same "
        "organisation: use `refresh_token` or `access_token`",
    ),
    _auth(
        name="invalid_client",
        matches=_refused("invalid_client"),
        advice="check `client_id` and `client_secret` in the Dev Dashboard",
    ),
    _auth(
        name="invalid_grant",
        matches=_refused("invalid_grant"),
        advice="the refresh token has ended (90 days) or was used elsewhere: install "
        "the app again, set the new `refresh_token`",
    ),
    _auth(
        name="token_refused",
        matches=lambda response: (
            response.status_code
            in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        ),
        advice="check `client_id`, `client_secret`, token, and that the app is there",
    ),
    *(rule for rule in RULES if rule.name in _SHARED_RULES),
)
"""First match wins; the kit's rules for plain HTTP statuses come after these."""


class OAuthApi(ShopRequests):
    """Where tokens are granted."""

    error_rules = OAUTH_RULES
    payload_as_json = False

    def grant(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """Send a form and return what it is answered with.

        Raises:
            AuthError: Shopify refuses, or grants nothing that is a token.
            TapError: As the error rules say.
        """
        request = HTTPRequest(
            self.url_base + TOKEN_PATH, method="POST", data=dict(form)
        )
        grant = read_json(self.fetch(request))
        token = grant.get("access_token") if isinstance(grant, dict) else None
        if not isinstance(grant, dict) or not isinstance(token, str) or not token:
            what = "Shopify answered a token request without a token"
            raise AuthError(what, where="OAuth", next_step="run again, or report it")
        self.tap.hide(token, str(grant.get("refresh_token") or token))
        return grant
