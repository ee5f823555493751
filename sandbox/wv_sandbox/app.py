"""The sandbox's application: its sources, its faults, and how it is told what to do."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from wv_sandbox import effects
from wv_sandbox.climate import Climate
from wv_sandbox.control import Control
from wv_sandbox.delivery import Reset, respond
from wv_sandbox.exchange import Exchange, go_on
from wv_sandbox.faults import Faults
from wv_sandbox.googleads.service import GoogleAds
from wv_sandbox.klaviyo.calendar import lift
from wv_sandbox.klaviyo.service import Klaviyo
from wv_sandbox.metaads.service import MetaAds
from wv_sandbox.openmeteo.service import OpenMeteo
from wv_sandbox.recorder import Recorder
from wv_sandbox.shopify.service import Shopify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.effects import Source
    from wv_sandbox.shopify.shop.demand import Lift
    from wv_sandbox.shopify.shop.shop import Shop

_LONGEST_ADDRESS = 64_000
"""The real servers cut the connection on longer ones."""
MAILED_SHOP = "weathervane-demo"
"""The shop whose customers get the mail of the Klaviyo account, and see ads."""


def _lifts(climate: Climate, label: str) -> Sequence[Lift]:
    """Give what moves the sales of a shop beside its weather: mail and ads."""
    if label != MAILED_SHOP:
        return ()
    ads = import_module("wv_sandbox.ads.lifting")
    return partial(lift, climate.seed), ads.lift(climate, label)


class Box:
    """A sandbox: one seed, one clock, and everything that is asked of it.

    Args:
        seed: Equal seeds give equal data.
        clock: Its time.
    """

    def __init__(self, seed: int, clock: SandboxClock) -> None:
        self.clock = clock
        self.requests = Recorder()
        climate = Climate(seed)
        self.openmeteo = OpenMeteo(climate, clock)
        self.shopify = Shopify(climate, clock, partial(_lifts, climate))
        self.klaviyo = Klaviyo(seed, clock)
        self.metaads = MetaAds(climate, clock, self._shop)
        self.googleads = GoogleAds(climate, clock, self._shop)
        self.sources: dict[str, Source] = {
            "openmeteo": self.openmeteo,
            "shopify": self.shopify,
            "klaviyo": self.klaviyo,
            "metaads": self.metaads,
            "googleads": self.googleads,
        }
        self.faults = Faults(*(source.kinds for source in self.sources.values()))

    def _shop(self, label: str) -> Shop:
        """Give a shop whose orders ads lead to, when first asked for."""
        return self.shopify.shops.shop(label)

    def clear(self) -> None:
        """Forget faults, requests and what every source remembers of them."""
        self.faults.clear()
        self.requests.clear()
        for source in self.sources.values():
            source.clear()

    async def serve(self, source: Source, request: Request) -> Response:
        """Serve `/<source>/<host label>/<path>`, with the fault that is due."""
        exchange = await self._exchange(request)
        fault = exchange.fault
        if len(exchange.path) + len(exchange.query) > _LONGEST_ADDRESS:
            return Reset()
        answer = None if fault is None else effects.instead(fault, source, exchange)
        if answer is None:
            label, path = (
                request.path_params["label"],
                "/" + request.path_params["path"],
            )
            answer = await source.answer(label, path, exchange)
            if fault is not None:
                answer = effects.on_body(fault, source, answer.whole())
        if fault is None:
            return respond(answer, exchange)
        return effects.deliver(fault, self.faults, answer, exchange)

    async def _exchange(self, request: Request) -> Exchange:
        """Record a request, and find the fault that is due."""
        body, url = await request.body(), request.url
        headers = dict(request.headers)
        fault = self.faults.take(url.path, body)
        self.requests.add(request.method, url.path, url.query, headers, body)
        client = request.client.host if request.client else ""
        pause = go_on
        if (
            fault is not None
            and fault.kind == "slow"
            and fault.options.get("where") != "body"
        ):
            pause = partial(self.faults.hold, fault.options.get("seconds", 1.0))
        return Exchange(
            request.method, url.path, url.query, headers, body, client, pause, fault
        )


def make_app(box: Box) -> Starlette:
    """Make the application of a sandbox."""
    return Starlette(
        routes=[
            *Control(box).routes(),
            *(
                Route(
                    f"/{name}/{{label}}/{{path:path}}",
                    partial(box.serve, source),
                    methods=["GET", "POST"],
                )
                for name, source in box.sources.items()
            ),
        ]
    )
