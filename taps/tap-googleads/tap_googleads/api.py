"""One way to ask Google Ads anything: paced, counted, checked, and signed anew.

https://developers.google.com/google-ads/api/rest/common/search
"""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from singer_sdk.streams.rest import HTTPRequest
from typing_extensions import override

from tap_googleads.errors import PAGE_LOST, RULES, PageLostError
from tap_kit.errors import AuthError, DataError, RetryError
from tap_kit.stream import KitStream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from requests import PreparedRequest, Response
    from singer_sdk.helpers.types import Auth

    from tap_googleads.accounts import Account
    from tap_googleads.tap import TapGoogleAds

HOST = "googleads.googleapis.com"
TOKEN_HOST = "oauth2.googleapis.com"  # noqa: S105 - an address.
TOKEN_PATH = "/token"  # noqa: S105 - an address.
MOST_PAGES = 100_000
"""A walk that is longer goes in a circle that we have not seen."""
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
"""Conversion values are read digit by digit; a float would round them."""


class GoogleRequests(KitStream):
    """Requests to Google. It is a stream to the kit, but none that anybody reads."""

    name = "googleads"
    schema: ClassVar[dict[str, Any]] = {"type": "object", "properties": {}}
    primary_keys = ()
    error_rules = RULES
    url_base = ""

    @property
    @override
    def tap(self) -> TapGoogleAds:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @override
    def validate_response(self, response: Response) -> None:
        try:
            super().validate_response(response)
        except RetryError as error:
            if error.rule is PAGE_LOST:  # The same request would never succeed.
                raise PageLostError(
                    error.what,
                    where=error.where,
                    next_step=error.next_step,
                    response=response,
                ) from error
            raise

    def read(self, request: HTTPRequest) -> Any:  # noqa: ANN401 - any JSON value.
        """Send a request and decode its answer.

        Raises:
            DataError: The answer is no JSON.
            TapError: As the error rules say.
        """
        response = self.fetch(request)
        try:
            return _decode(response.content)
        except msgspec.DecodeError as error:
            what = "is no JSON"
            raise self.strange(what) from error

    def strange(self, what: str) -> DataError:
        """Say that an answer is none that we know."""
        step = "run again; if it stays, the API has changed: report this line"
        return DataError(f"the answer {what}", where=self.name, next_step=step)


class OAuthApi(GoogleRequests):
    """Where tokens are granted."""

    payload_as_json = False

    def grant(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """Send a form and return what it is answered with.

        Raises:
            AuthError: Google refuses, or grants nothing that is a token.
        """
        url = f"{self.tap.oauth_url}{TOKEN_PATH}"
        granted = self.read(HTTPRequest(url, method="POST", data=dict(form)))
        token = granted.get("access_token") if isinstance(granted, dict) else None
        if not isinstance(token, str) or not token:
            what = "Google answered a token request without a token"
            raise AuthError(what, where="OAuth", next_step="run again, or report it")
        self.tap.hide(token)
        return dict(granted)


class Api(GoogleRequests):
    """The accounts' data, asked by queries."""

    payload_as_json = True
    _login: str | None = None

    @property
    @override
    def authenticator(self) -> Auth:
        return self._sign

    def _sign(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.tap.credential.token()}"
        if self._login:
            request.headers["login-customer-id"] = self._login
        if token := self.config.get("developer_token"):
            request.headers["developer-token"] = str(token)
        return request

    @override
    @contextmanager
    def paced(self, cost: float) -> Iterator[None]:
        with self.tap.bucket.charged(cost) as waited:
            self.tap.report.add_wait(waited)
            yield

    @override
    def after_response(self, response: Response) -> None:
        """Believe the server when it says that we are too fast."""
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            self.tap.bucket.correct(0)

    def accessible(self) -> list[str]:
        """Return the accounts that the user was given access to, by number.

        Raises:
            TapError: As the error rules say.
        """
        self.tap.operations.spend()
        self._login = None
        url = f"{self._version_url}/customers:listAccessibleCustomers"
        body = self._signed(HTTPRequest(url, method="GET"))
        names = body.get("resourceNames") if isinstance(body, dict) else None
        if not isinstance(names, list):
            what = "lists no accounts"
            raise self.strange(what)
        return [str(name).rpartition("/")[2] for name in names]

    def search(self, account: Account, query: str) -> Iterator[dict[str, Any]]:
        """Give the rows of a query, page by page.

        Raises:
            PageLostError: A page token expired; the query has to begin anew.
            DataError: The pages go in a circle.
            TapError: As the error rules say.
        """
        body = {"query": query}
        seen: set[str] = set()
        self.tap.operations.spend()
        for _ in range(MOST_PAGES):
            page = self._ask(account, "search", body)
            yield from self._rows(page)
            token = page.get("nextPageToken")
            if not token:
                return
            if token in seen:
                break
            seen.add(token)
            body["pageToken"] = token
        what = "leads in a circle of pages"
        raise self.strange(what)

    def stream(self, account: Account, query: str) -> Iterator[dict[str, Any]]:
        """Give the rows of a query that is answered at once, without pages.

        Raises:
            TooLargeError: It is more than one answer may hold; ask by pages.
            TapError: As the error rules say.
        """
        self.tap.operations.spend()
        for batch in self._ask(account, "searchStream", {"query": query}):
            yield from self._rows(batch)

    def validate(self, account: Account, query: str) -> None:
        """Ask whether a query may be asked, without its rows.

        Raises:
            ShrinkError: Not with one of its fields.
            TapError: As the error rules say.
        """
        self.tap.operations.spend()
        self._ask(account, "search", {"query": query, "validateOnly": True})

    @property
    def _version_url(self) -> str:
        return f"{self.tap.api_url}/{self.config['api_version']}"

    def _ask(self, account: Account, method: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an object, or a list of them.
        self._login = account.login
        url = f"{self._version_url}/customers/{account.id}/googleAds:{method}"
        page = self._signed(HTTPRequest(url, method="POST", data=dict(body)))
        if not isinstance(page, list if method == "searchStream" else dict):
            what = "holds no rows"
            raise self.strange(what)
        return page

    def _rows(self, page: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as above.
        rows = page.get("results", []) if isinstance(page, dict) else None
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            what = "holds no rows"
            raise self.strange(what)
        return rows

    def _signed(self, request: HTTPRequest) -> Any:  # noqa: ANN401 - any JSON value.
        """Send a request; once more with a new token where the first is refused."""
        try:
            return self.read(request)
        except AuthError as error:
            if not _is_stale_token(error) or not self.tap.credential.renew():
                raise
            return self.read(request)


def _is_stale_token(error: AuthError) -> bool:
    response = error.response
    return response is not None and response.status_code == HTTPStatus.UNAUTHORIZED
