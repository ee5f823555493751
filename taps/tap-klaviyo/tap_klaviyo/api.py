"""One way to ask Klaviyo anything: paced, checked, retried, and signed anew when due.

https://developers.klaviyo.com/en/reference/api_overview
"""

from __future__ import annotations

import base64
from contextlib import contextmanager
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

import msgspec
from singer_sdk.streams.rest import HTTPRequest
from typing_extensions import override

from tap_kit.errors import AuthError, DataError
from tap_kit.stream import KitStream
from tap_klaviyo.errors import RULES
from tap_klaviyo.rates import MINUTE, S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from requests import PreparedRequest, Response
    from singer_sdk.helpers.types import Auth

    from tap_klaviyo.rates import Rate
    from tap_klaviyo.tap import TapKlaviyo

HOST = "a.klaviyo.com"
TOKEN_PATH = "/oauth/token"  # noqa: S105 - an address.
OPT_OUT = "X-Klaviyo-Revision-Fall-Forward-Opt-Out"
MOST_PAGES = 100_000
"""A walk that is longer goes in a circle that we have not seen."""
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
"""Prices are read digit by digit; a float would round them."""


class KlaviyoRequests(KitStream):
    """Requests to Klaviyo. It is a stream to the kit, but none that anybody reads."""

    name = "klaviyo"
    schema: ClassVar[dict[str, Any]] = {"type": "object", "properties": {}}
    primary_keys = ()
    error_rules = RULES

    @property
    @override
    def tap(self) -> TapKlaviyo:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def url_base(self) -> str:
        return self.tap.host_url

    def read(self, request: HTTPRequest) -> dict[str, Any]:
        """Send a request and decode its answer.

        Raises:
            DataError: The answer is no JSON object.
            TapError: As the error rules say.
        """
        response = self.fetch(request)
        try:
            body = _decode(response.content)
        except msgspec.DecodeError as error:
            what = "is no JSON"
            raise self._strange(what) from error
        if not isinstance(body, dict):
            what = "is no JSON object"
            raise self._strange(what)
        return body

    def _strange(self, what: str) -> DataError:
        step = "run again; if it stays, the API has changed: report this line"
        return DataError(f"the answer {what}", where=self.name, next_step=step)


class OAuthApi(KlaviyoRequests):
    """Where tokens are granted."""

    payload_as_json = False

    @property
    @override
    def authenticator(self) -> Auth:
        return self._sign

    def _sign(self, request: PreparedRequest) -> PreparedRequest:
        client = f"{self.config['client_id']}:{self.config['client_secret']}"
        word = base64.b64encode(client.encode()).decode()
        request.headers["Authorization"] = f"Basic {word}"
        return request

    def grant(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """Send a form and return what it is answered with.

        Raises:
            AuthError: Klaviyo refuses, or grants nothing that is a token.
        """
        url = self.url_base + TOKEN_PATH
        grant = self.read(HTTPRequest(url, method="POST", data=dict(form)))
        token = grant.get("access_token")
        if not isinstance(token, str) or not token:
            what = "Klaviyo answered a token request without a token"
            raise AuthError(what, where="OAuth", next_step="run again, or report it")
        self.tap.hide(token, str(grant.get("refresh_token") or token))
        return grant


class Api(KlaviyoRequests):
    """The JSON:API of one account."""

    payload_as_json = True
    _endpoint = ""
    _rate: Rate = S

    @property
    @override
    def authenticator(self) -> Auth:
        return self._sign

    def _sign(self, request: PreparedRequest) -> PreparedRequest:
        kind = "Klaviyo-API-Key" if self.config.get("api_key") else "Bearer"
        request.headers["Authorization"] = f"{kind} {self.tap.credential.token()}"
        request.headers["Accept"] = "application/vnd.api+json"
        request.headers["revision"] = str(self.config["revision"])
        request.headers[OPT_OUT] = "1"
        return request

    @override
    @contextmanager
    def paced(self, cost: float) -> Iterator[None]:
        windows = self.tap.windows(self._endpoint, self._rate)
        with windows.charged(cost) as waited:
            self.tap.report.add_wait(waited)
            yield

    @override
    def after_response(self, response: Response) -> None:
        """Believe the server when it says that nothing is left of the minute."""
        if response.headers.get("RateLimit-Remaining") == "0":
            self.tap.windows(self._endpoint, self._rate).exhaust(MINUTE)

    def get(
        self, path: str, parameters: Mapping[str, str], *, endpoint: str, rate: Rate
    ) -> Iterator[dict[str, Any]]:
        """Give every page of a list, following `links.next`.

        Args:
            path: From the host on.
            parameters: Of the first page; the server repeats them in its links.
            endpoint: The path's template, whose rate limit it is.
            rate: That limit.

        Raises:
            DataError: A link leads elsewhere, or where we have been.
            TapError: As the error rules say.
        """
        query: dict[str, Any] = dict(parameters)
        seen: set[str] = set()
        for _ in range(MOST_PAGES):
            request = HTTPRequest(self.url_base + path, params=query)
            page = self._send_for(request, endpoint, rate)
            yield page
            following = _next_link(page)
            if following is None:
                return
            if following in seen:
                what = "the pages go in a circle"
                raise self._astray(what)
            seen.add(following)
            query = self._query_of(following, path)
        what = f"there are more than {MOST_PAGES:,} pages"
        raise self._astray(what)

    def post(
        self, path: str, kind: str, attributes: Mapping[str, Any], rate: Rate
    ) -> dict[str, Any]:
        """Ask for a report and return its `data`.

        Raises:
            TapError: As the error rules say.
        """
        body = {"data": {"type": kind, "attributes": dict(attributes)}}
        request = HTTPRequest(self.url_base + path, method="POST", data=body)
        data = self._send_for(request, path, rate).get("data")
        if not isinstance(data, dict):
            what = "holds no report"
            raise self._strange(what)
        return data

    def _send_for(
        self, request: HTTPRequest, endpoint: str, rate: Rate
    ) -> dict[str, Any]:
        self._endpoint, self._rate = endpoint, rate
        try:
            return self.read(request)
        except AuthError as error:
            if not _is_stale_token(error) or not self.tap.credential.renew():
                raise
            return self.read(request)

    def _query_of(self, link: str, path: str) -> dict[str, str]:
        """Take the query of a link that leads to where we are."""
        here, there = urlsplit(self.url_base + path), urlsplit(link)
        if (there.scheme, there.netloc, there.path.rstrip("/")) != (
            here.scheme,
            here.netloc,
            here.path.rstrip("/"),
        ):
            what = "the link to the next page leads elsewhere"
            raise self._astray(what)
        return dict(parse_qsl(there.query, keep_blank_values=True))

    def _astray(self, what: str) -> DataError:
        step = "nothing was read from there: report this line"
        return DataError(what, where=self._endpoint, next_step=step)


def _next_link(page: Mapping[str, Any]) -> str | None:
    links = page.get("links")
    following = links.get("next") if isinstance(links, dict) else None
    return following if isinstance(following, str) and following else None


def _is_stale_token(error: AuthError) -> bool:
    response = error.response
    return response is not None and response.status_code == HTTPStatus.UNAUTHORIZED
