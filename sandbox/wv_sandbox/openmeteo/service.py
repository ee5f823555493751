"""The Open-Meteo hosts: from a request to its answer."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from wv_sandbox.exchange import Answer
from wv_sandbox.openmeteo import plans
from wv_sandbox.openmeteo.endpoints import ENDPOINTS, serve_weather
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.limits import Limits

if TYPE_CHECKING:
    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.openmeteo.plans import Caller
    from wv_sandbox.openmeteo.query import Parameters

_MAX_BODY_BYTES = 128 << 10
_ERROR_WEIGHT = 1.0


class OpenMeteo:
    """All hosts of Open-Meteo.

    Args:
        climate: Whose weather is served.
        clock: Whose time it is.
    """

    def __init__(self, climate: Climate, clock: SandboxClock) -> None:
        self._climate = climate
        self._clock = clock
        self.limits = Limits(clock)

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

    async def _answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        if len(exchange.body) > _MAX_BODY_BYTES:
            message = "Payload Too Large"
            raise ApiError(message, 413)
        try:
            parameters = exchange.parameters()
        except ValueError:
            message = "Data corrupted at path ''. The given data was not valid JSON."
            raise ApiError(message) from None
        if (plans.family(label), path) not in ENDPOINTS:
            message = "Not Found"
            raise ApiError(message, 404)
        caller = plans.caller(label, exchange, parameters)
        async with self.limits.turn(caller.name, caller.at_once, caller.in_flight):
            if caller.free:
                self.limits.check(caller.name)
            await exchange.pause()
            return await self._charged(label, path, caller, parameters)

    async def _charged(
        self, label: str, path: str, caller: Caller, parameters: Parameters
    ) -> Answer:
        weight = _ERROR_WEIGHT
        try:
            started = time.perf_counter()
            served = await asyncio.to_thread(
                serve_weather,
                ENDPOINTS[plans.family(label), path],
                self._climate,
                self._clock.now(),
                caller,
                parameters,
            )
            weight = served.weight
            milliseconds = (time.perf_counter() - started) * 1000.0
            return Answer(await asyncio.to_thread(served.write, milliseconds))
        finally:
            if caller.free:
                self.limits.add(caller.name, weight)
