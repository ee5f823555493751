"""What every stream of Open-Meteo shares: address, key, price, and one request.

https://open-meteo.com/en/docs
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from singer_sdk.streams.rest import HTTPRequest
from typing_extensions import override

from tap_kit.errors import DataError, classify
from tap_kit.stream import KitStream
from tap_openmeteo.errors import RULES, decode
from tap_openmeteo.plans import WINDOWS, url_base
from tap_openmeteo.through import Kind, Through

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from requests import PreparedRequest, Response
    from singer_sdk.helpers.types import Auth

    from tap_kit.planning import Reading
    from tap_openmeteo.plans import Endpoint
    from tap_openmeteo.tap import TapOpenMeteo

LONGEST_QUERY = 4_000
"""Beyond it a GET becomes a POST: very long addresses reset the connection."""


class OpenMeteoStream(KitStream):
    """A stream that asks one API of Open-Meteo, one request at a time."""

    endpoint: ClassVar[Endpoint]
    positions: ClassVar[Kind[Any]]
    """What the state remembers of each place: days or instants."""
    error_rules = RULES
    payload_as_json = False  # A form reads its lists as a query does.
    _cost = 1.0

    @property
    @override
    def tap(self) -> TapOpenMeteo:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def url_base(self) -> str:
        return url_base(self.endpoint, self.tap.subscription, self.tap.base_url)

    @property
    @override
    def authenticator(self) -> Auth:
        return self._sign

    def _sign(self, request: PreparedRequest) -> PreparedRequest:
        """Add the key, if there is one; never to the URL, which ends up in logs."""
        if key := self.config.get("api_key"):
            request.headers["X-Api-Key"] = key
        return request

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: a run brings what is new, and activating it would drop the rest."""
        return False

    @cached_property
    def through(self) -> Through[Any]:
        """How far each place has been read; writes itself into the stream's state."""
        now = self.tap.clock.now()
        return Through(self.stream_state, self.positions, now=now, stream=self.name)

    @override
    def request_cost(self, request: PreparedRequest) -> float:
        return self._cost

    @override
    @contextmanager
    def paced(self, cost: float) -> Iterator[None]:
        with self.tap.budget.charged(cost) as waited:
            self.tap.report.add_wait(waited)
            yield

    @override
    def after_response(self, response: Response) -> None:
        """Believe the server when it says that a window is full."""
        if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            return
        rule = classify(RULES, response)
        if rule and (window := WINDOWS.get(rule.name)):
            self.tap.budget.exhaust(window)

    @abstractmethod
    def reading(self) -> Reading:
        """Return what this run would ask."""

    @abstractmethod
    def try_out(self) -> object:
        """Ask for the least that there is.

        Raises:
            TapError: As the error rules say.
        """

    def ask(
        self,
        parameters: Mapping[str, str],
        *,
        path: str | None = None,
        cost: float = 1.0,
        by_post: bool = False,
    ) -> Any:  # noqa: ANN401 -- JSON holds anything.
        """Send one request and decode its answer.

        Args:
            parameters: Of the query; a form if it is long.
            path: Where it differs from the endpoint's.
            cost: Its weight [calls].
            by_post: Send a form in any case.

        Raises:
            DataError: The answer is no JSON.
            TapError: As the error rules say.
        """
        request = HTTPRequest(
            self.url_base + (path or self.endpoint.path),
            safe_query_chars=",",
        )
        if by_post or len(urlencode(parameters, safe=",")) > LONGEST_QUERY:
            request.method, request.data = "POST", dict(parameters)
        else:
            request.params = dict(parameters)
        self._cost = cost
        response = self.fetch(request)
        try:
            return decode(response.content)
        except ValueError as error:
            what = f"the answer is no JSON: {error}"
            step = "run again; if it stays, the API has changed: report this line"
            raise DataError(
                what, where=f"stream {self.name}", next_step=step
            ) from error


def stamp(seconds: float) -> str:
    """Write an instant [s since 1970] as `2026-11-15T06:00:00Z`."""
    return text(datetime.fromtimestamp(seconds, UTC))


def text(instant: datetime) -> str:
    """Write an instant in UTC, to the second."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
