"""One way to ask Shopify anything: paced, checked, retried, and signed anew when due.

https://shopify.dev/docs/api/admin-graphql
"""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk.streams.rest import HTTPRequest
from typing_extensions import override

from tap_kit.errors import (
    AuthError,
    FatalError,
    RedirectRefusedError,
    RetryError,
    ShrinkError,
)
from tap_kit.stream import KitStream
from tap_shopify_wv.answers import Answer
from tap_shopify_wv.errors import ENDS_AT_ONCE, RULES, other_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from requests import PreparedRequest, Response
    from singer_sdk.helpers.types import Auth, Context

    from tap_shopify_wv.tap import TapShopify

TOKEN_HEADER = "X-Shopify-Access-Token"  # noqa: S105 - a header's name.
GRAPHQL_PATH = "/admin/api/{version}/graphql.json"
_TRIES_INSIDE_A_200 = 3
"""Of an INTERNAL_SERVER_ERROR, before less is asked for."""
_FIRST_WAIT_SECONDS = 2.0


class ShopRequests(KitStream):
    """Requests to one shop. It is a stream to the kit, but none that anybody reads."""

    name = "shopify"
    schema: ClassVar[dict[str, Any]] = {"type": "object", "properties": {}}
    primary_keys = ()
    waits_for_breaker = True
    _tries: int | None = None

    @property
    @override
    def tap(self) -> TapShopify:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def url_base(self) -> str:
        return self.tap.shop_url

    @override
    def backoff_max_tries(self) -> int:
        return self._tries or int(self.config["max_retries"]) + 1

    @override
    @contextmanager
    def paced(self, cost: float) -> Iterator[None]:
        with self.tap.pace.charged(cost) as waited:
            self.tap.report.add_wait(waited)
            yield

    @override
    def fetch(self, request: HTTPRequest, context: Context | None = None) -> Response:
        """Send one request; see the kit.

        Raises:
            TapError: As the error rules say.
        """
        try:
            return super().fetch(request, context)
        except RedirectRefusedError as error:
            step = "the shop may have been renamed: set `shop_domain` to its new name"
            raise RedirectRefusedError(
                error.what, where=error.where, next_step=step
            ) from error
        except FatalError as error:
            if error.rule and error.rule.name in ENDS_AT_ONCE:
                self.tap.breaker.failure(at_once=True)
            raise


class AdminApi(ShopRequests):
    """The GraphQL Admin API of one shop."""

    error_rules = RULES
    payload_as_json = True
    _cost = 1.0
    _checks_version = True

    @property
    @override
    def authenticator(self) -> Auth:
        return self._sign

    def _sign(self, request: PreparedRequest) -> PreparedRequest:
        request.headers[TOKEN_HEADER] = self.tap.credential.token()
        return request

    @override
    def request_cost(self, request: PreparedRequest) -> float:
        return self._cost

    @override
    def after_response(self, response: Response) -> None:
        """Learn what is left, and refuse an answer of another version.

        Raises:
            FatalError: Another version answered than was asked.
        """
        if throttle := Answer.of(response).throttle:
            self.tap.pace.believe(throttle)
        rule = other_version(str(self.config["api_version"]))
        if self._checks_version and rule.matches(response):
            raise rule.error(response, self.tap.server_clock)

    def ask(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        cost: float = 10.0,
        *,
        once: bool = False,
    ) -> dict[str, Any]:
        """Send one query or mutation and return its data, whole.

        Args:
            document: One operation.
            variables: Those that it declares.
            cost: What it will cost, as far as we know [points].
            once: Never send it a second time where it may have had an effect.

        Raises:
            ShrinkError: It asked for too much at once.
            SkipError: Something in it is not ours to read.
            RetryError: With `once`: it is not known whether it had an effect.
            TapError: As the error rules say.
        """
        wait = _FIRST_WAIT_SECONDS
        for tries_left in reversed(range(_TRIES_INSIDE_A_200)):
            try:
                return self._answer(document, variables or {}, cost, once=once)
            except ShrinkError as error:
                is_passing = error.rule and error.rule.name == "internal_server_error"
                if is_passing and once:
                    raise RetryError(
                        error.what, where=error.where, next_step=error.next_step
                    ) from error
                if not (is_passing and tries_left):
                    raise
                self.logger.warning("%s Trying again in %.0f s.", error, wait)
                self._pause(wait, 0.0)
                wait *= 2
        raise AssertionError  # The last try returns or raises.

    @contextmanager
    def any_version(self) -> Iterator[None]:
        """Take answers of any version, to ask which versions there are."""
        self._checks_version = False
        try:
            yield
        finally:
            self._checks_version = True

    def _answer(
        self, document: str, variables: Mapping[str, Any], cost: float, *, once: bool
    ) -> dict[str, Any]:
        path = GRAPHQL_PATH.format(version=self.config["api_version"])
        request = HTTPRequest(
            self.url_base + path,
            method="POST",
            data={"query": document, "variables": dict(variables)},
        )
        self._cost, self._tries = cost, 1 if once else None
        try:
            response = self.fetch(request)
        except AuthError as error:
            if not _is_stale_token(error) or not self.tap.credential.renew():
                raise
            response = self.fetch(request)
        data = Answer.of(response).data
        return data if data is not None else {}


def _is_stale_token(error: AuthError) -> bool:
    response = error.response
    return response is not None and response.status_code == HTTPStatus.UNAUTHORIZED
