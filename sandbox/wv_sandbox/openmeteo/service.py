"""The Open-Meteo hosts: from a request to its answer."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any

from wv_sandbox.exchange import Answer
from wv_sandbox.openmeteo import damage, geocoding, models, plans, recordings
from wv_sandbox.openmeteo.endpoints import ENDPOINTS, Readers
from wv_sandbox.openmeteo.errors import (
    ApiError,
    StreamError,
    error_body,
    stream_failure,
)
from wv_sandbox.openmeteo.faults import KINDS
from wv_sandbox.openmeteo.limits import LIMIT_REASONS, Limits
from wv_sandbox.openmeteo.weather import Weather

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.faults import Fault
    from wv_sandbox.openmeteo.plans import Caller
    from wv_sandbox.openmeteo.words import Parameters

    Job = Callable[[Caller, Parameters], tuple[bytes, float]]
    """Makes the body of an answer and tells what it weighs."""

MAX_BODY_BYTES = 128 << 10
_ERROR_WEIGHT = 1.0
_REDIRECT_BELOW_CHARACTERS = 3_500
_BAD_GATEWAY, _TOO_MANY = 502, 429
_WORDS = {
    200: "Something went wrong.",
    400: "Something is wrong with this request.",
    401: "API key required. Please add &apikey= to the URL.",
    403: "This API endpoint requires the API Professional or Enterprise plan",
    404: "Not Found",
    500: "Something went wrong.",
    503: "The service is overloaded",
}
_META = re.compile(r"/data/([a-z0-9_]+)/static/meta\.json")


class OpenMeteo:
    """All hosts of Open-Meteo.

    Args:
        climate: Whose weather is served.
        clock: Whose time it is.
    """

    kinds = KINDS

    def __init__(self, climate: Climate, clock: SandboxClock) -> None:
        self._climate = climate
        self._clock = clock
        self.limits = Limits(clock)

    def clear(self) -> None:
        """Forget what was spent."""
        self.limits.clear()

    async def answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        """Answer a request.

        Args:
            label: Host without `.open-meteo.com`, for example `customer-archive-api`.
            path: Path on that host, for example `/v1/archive`.
            exchange: The request.
        """
        try:
            return await self._answer(label, path, exchange)
        except ApiError as error:
            return Answer(error.body, error.status)
        except StreamError as error:
            return Answer(error.body)

    def refuse(self, options: dict[str, Any]) -> Answer:
        """Refuse in the server's words.

        Args:
            options: `status` (429); `limit` minutely, hourly, daily or concurrent for a
                429; `reason` for words of one's own.
        """
        status = options.get("status", 429)
        if status == _BAD_GATEWAY:
            return Answer(
                b"<html><body><h1>502 Bad Gateway</h1></body></html>", 502, "text/html"
            )
        words = (
            LIMIT_REASONS[options.get("limit", "minutely")]
            if status == _TOO_MANY
            else _WORDS.get(status, _WORDS[500])
        )
        return Answer(error_body(options.get("reason", words)), status)

    def instead(self, fault: Fault, exchange: Exchange) -> Answer | None:
        """Give a recorded body (fault `recorded`), the first one if none is named."""
        del exchange
        if fault.kind != "recorded":
            return None
        name = fault.options.get("name", recordings.names()[0])
        return Answer(recordings.body(name))

    def damage(self, kind: str, body: bytes, options: dict[str, Any]) -> bytes:
        """Damage a body, see `damage.DAMAGES`, or end it as the server does."""
        if kind == "stream_failure":
            kept = body[: int(len(body) * options.get("share", 0.5))]
            return kept + stream_failure(options.get("words", "timeoutReached"))
        return damage.damage(kind, body, options)

    async def _answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        job = self._job(plans.family(label), path)
        parameters = _read(exchange)
        if not plans.is_customer(label) and _goes_to_customers(exchange, parameters):
            moved = exchange.path.replace(f"/{label}/", f"/customer-{label}/", 1)
            return Answer(b"", 303, headers={"location": f"{moved}?{exchange.query}"})
        caller = plans.caller(label, exchange, parameters)
        async with self.limits.turn(caller.name, caller.at_once, caller.in_flight):
            if caller.free:
                self.limits.check(caller.name)
            await exchange.pause()
            return await self._charged(job, caller, parameters)

    async def _charged(
        self, job: Job, caller: Caller, parameters: Parameters
    ) -> Answer:
        weight = _ERROR_WEIGHT
        try:
            body, weight = await asyncio.to_thread(job, caller, parameters)
        finally:
            if caller.free:
                self.limits.add(caller.name, weight)
        return Answer(body)

    def _job(self, family: str, path: str) -> Job:
        if (family, path) == ("geocoding-api", "/v1/search"):
            return lambda _caller, parameters: (geocoding.search(parameters, 0.1), 1.0)
        if (family, path) == ("geocoding-api", "/v1/get"):
            return lambda _caller, parameters: (geocoding.get(parameters), 1.0)
        if family in plans.WEATHER_HOSTS and (found := _META.fullmatch(path)):
            return lambda _caller, _parameters: (
                models.meta(found[1], self._clock.now()),
                0.0,
            )
        if (family, path) in ENDPOINTS:
            return self._weather(family, path)
        message = "Not Found"
        raise ApiError(message, 404)

    def _weather(self, family: str, path: str) -> Job:
        def serve(caller: Caller, parameters: Parameters) -> tuple[bytes, float]:
            started = time.perf_counter()
            readers = Readers(ENDPOINTS[family, path], self._climate, self._clock.now())
            served = Weather(readers, caller.locations).serve(parameters)
            return served.write((time.perf_counter() - started) * 1000.0), served.weight

        return serve


def _read(exchange: Exchange) -> Parameters:
    if len(exchange.body) > MAX_BODY_BYTES:
        message = "Payload Too Large"
        raise ApiError(message, 413)
    try:
        return exchange.parameters()
    except ValueError:
        message = "Data corrupted at path ''. The given data was not valid JSON."
        raise ApiError(message) from None


def _goes_to_customers(exchange: Exchange, parameters: Parameters) -> bool:
    """A key on a free host leads to the customers' one, if the address is short."""
    short = len(exchange.path) + len(exchange.query) < _REDIRECT_BELOW_CHARACTERS
    return (
        exchange.method == "GET" and short and bool(plans.key_of(exchange, parameters))
    )
