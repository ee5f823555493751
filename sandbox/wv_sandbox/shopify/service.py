"""The shops: from a request to its answer."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

from wv_sandbox.exchange import Answer
from wv_sandbox.shopify import versions
from wv_sandbox.shopify.buckets import Buckets
from wv_sandbox.shopify.errors import RefusedError, as_json, page
from wv_sandbox.shopify.faults import KINDS
from wv_sandbox.shopify.tokens import OAuthError, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.faults import Fault
    from wv_sandbox.shopify.shop.demand import Lift
    from wv_sandbox.shopify.shops import Shops

    Lifts = Callable[[str], Sequence[Lift]]

_GRAPHQL = re.compile(r"/admin/api/([^/]+)/graphql\.json")
_STORAGE = "storage"
_OAUTH = "/admin/oauth/access_token"


class Shopify:
    """All shops of Shopify.

    Args:
        climate: Whose weather moves their sales, and whose seed they grow from.
        clock: Whose time it is.
        lifts: Gives what moves the sales of a shop beside its weather, by its label;
            asked when the shop is first opened.
    """

    kinds = KINDS

    def __init__(self, climate: Climate, clock: SandboxClock, lifts: Lifts) -> None:
        self._lifts = lifts
        self._climate = climate
        self._clock = clock
        self.tokens = Tokens(clock)
        self.buckets = Buckets(clock)
        self._lock = Lock()
        self._shops: Shops | None = None

    @property
    def shops(self) -> Shops:
        """The shops, and all that is slow to import, when first asked for."""
        with self._lock:
            if self._shops is None:
                module = import_module("wv_sandbox.shopify.shops")
                self._shops = module.Shops(
                    self._climate, self._clock, self.buckets, self._lifts
                )
            return self._shops

    def clear(self) -> None:
        """Forget tokens, points spent and bulk operations."""
        self.tokens.clear()
        self.buckets.clear()
        if self._shops is not None:
            self._shops.clear()

    async def answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        """Answer a request.

        Args:
            label: Shop domain without `.myshopify.com`, or `storage`.
            path: Path on that host.
            exchange: The request.
        """
        try:
            return await self._answer(label, path, exchange)
        except RefusedError as refusal:
            return refusal.answer()

    def refuse(self, options: dict[str, Any]) -> Answer:
        """Refuse in the server's words.

        Args:
            options: `status` (429); `reason` for words of one's own.
        """
        return RefusedError(options.get("status", 429), options.get("reason")).answer()

    def instead(self, fault: Fault, exchange: Exchange) -> Answer | None:
        """Send a caller to the shop's new domain (fault `moved`)."""
        if fault.kind != "moved":
            return None
        _, source, label, *path = exchange.path.split("/")
        moved = "/".join(("", source, fault.options.get("to", f"{label}-moved"), *path))
        return Answer(b"", HTTPStatus.MOVED_PERMANENTLY, headers={"location": moved})

    def damage(self, kind: str, body: bytes, options: dict[str, Any]) -> bytes:
        """Leave a body as it is: its own faults are heeded while it is made."""
        del kind, options
        return body

    async def _answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        if path == _OAUTH:
            return self._oauth(label, exchange)
        if label == _STORAGE:
            return self.shops.stored(path, exchange)
        match = _GRAPHQL.fullmatch(path)
        if match is None or exchange.method != "POST":
            raise RefusedError(404)
        await exchange.pause()
        version = versions.answering(match[1])
        token = exchange.headers.get("x-shopify-access-token")
        grant = self.tokens.read(label, token)
        body = await asyncio.to_thread(
            lambda: self.shops.answer(label, version, grant, exchange)
        )
        if exchange.fault is not None and exchange.fault.kind == "answered_version":
            version = exchange.fault.options.get("version", versions.SUPPORTED[0])
        return Answer(as_json(body), headers={versions.HEADER: version})

    def _oauth(self, label: str, exchange: Exchange) -> Answer:
        try:
            asked = {name: values[0] for name, values in exchange.parameters().items()}
            return Answer(as_json(self.tokens.grant(label, asked)))
        except OAuthError as error:
            if not error.as_json:
                words = f"Oauth error {error.error}: {error}"
                return Answer(page(words), error.status, "text/html")
            told = {"error": error.error, "error_description": str(error)}
            return Answer(as_json(told), error.status)
        except ValueError:
            raise RefusedError(400) from None
