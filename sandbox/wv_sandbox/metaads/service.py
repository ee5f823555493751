"""The Graph API: from a request to its answer."""

from __future__ import annotations

import asyncio
import json
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.exchange import JSON, Answer
from wv_sandbox.metaads import batch, faults, versions
from wv_sandbox.metaads.access import Tokens
from wv_sandbox.metaads.errors import NO_PATH, GraphError, Row
from wv_sandbox.metaads.request import Request, read
from wv_sandbox.metaads.rows import PREFIX
from wv_sandbox.metaads.usage import Usage

if TYPE_CHECKING:
    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.faults import Fault
    from wv_sandbox.metaads.world import ShopOf, World

HOSTS: Final = {"graph": "", "ads-api": "marketing-api/"}
"""Labels of hosts, and what their paths begin with behind the version."""
_UNVERSIONED: Final = frozenset({"debug_token", "oauth/access_token"})
_NEEDS_SCOPE = Row(200, "(#200) Requires ads_read permission", status=403)
_HEEDED: Final = frozenset({"usage", "meta_job", "null_batch"})
"""Faults that are heeded while an answer is made."""


class MetaAds:
    """The hosts graph.facebook.com and ads-api.facebook.com.

    Args:
        climate: Whose weather moves what is spent.
        clock: Whose time it is.
        shop_of: Gives the shop of a label, whose orders ads lead to.

    Attributes:
        tokens: Which are good.
        usage: What was used of the limits.
    """

    kinds = faults.KINDS

    def __init__(self, climate: Climate, clock: SandboxClock, shop_of: ShopOf) -> None:
        self._made_of = climate, clock, shop_of
        self._lock = RLock()
        self._world: World | None = None
        self.tokens = Tokens(clock)
        self.usage = Usage(clock)

    @property
    def world(self) -> World:
        """The accounts, and all that is slow to import, when first asked for."""
        with self._lock:
            if self._world is None:
                module = import_module("wv_sandbox.metaads.world")
                world: World = module.World(*self._made_of, self.usage)
                self._world = world
            return self._world

    def clear(self) -> None:
        """Forget tokens, calls, reports and settings."""
        self.tokens.clear()
        self.usage.clear()
        if self._world is not None:
            self._world.clear()

    async def answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        """Answer a request.

        Args:
            label: One of `HOSTS`.
            path: Path on that host.
            exchange: The request.
        """
        try:
            request, headers = _read(label, path, exchange)
            await exchange.pause()
            found = await asyncio.to_thread(self._answer, request)
        except GraphError as error:
            return error.answer()
        return Answer(found.body, found.status, JSON, headers | found.headers)

    def refuse(self, options: dict[str, Any]) -> Answer:
        """Refuse by HTTP status."""
        return faults.by_status(options)

    def instead(self, fault: Fault, exchange: Exchange) -> Answer | None:
        """Refuse by code and subcode."""
        if not fault.kind.startswith(PREFIX):
            return None
        account = _account_in(exchange.path)
        return faults.refused(fault.kind, fault.options, account, self.usage)

    def damage(self, kind: str, body: bytes, options: dict[str, Any]) -> bytes:
        """Damage a good body."""
        return body if kind in _HEEDED else faults.damage(kind, body, options)

    def _answer(self, request: Request) -> Answer:
        with self._lock:
            if not batch.is_batch(request):
                return self._one(request)
            self.tokens.check(request)
            answers = batch.answers(request, self._answered)
            return Answer(json.dumps(answers).encode())

    def _answered(self, request: Request) -> Answer:
        """Answer a request of a batch, or refuse it alone."""
        try:
            return self._one(request)
        except GraphError as error:
            return error.answer()

    def _one(self, request: Request) -> Answer:
        if request.path == "oauth/access_token":
            return Answer(json.dumps(self.tokens.exchange(request)).encode())
        if request.path == "debug_token":
            return Answer(json.dumps(self.tokens.debug(request)).encode())
        token = self.tokens.check(request)
        if "ads_read" not in token.scopes and request.path != "me":
            raise GraphError(_NEEDS_SCOPE)
        call = self.world.call(request.path, _account_in(request.path))
        self.usage.spend(call, writes=request.method == "POST")
        found = json.dumps(self.world.answer(request)).encode()
        fault = request.fault
        told = fault.options if fault is not None and fault.kind == "usage" else {}
        return Answer(found, headers=self.usage.headers(call, told))


def _read(label: str, path: str, exchange: Exchange) -> tuple[Request, dict[str, str]]:
    """Read a request, and tell the headers that its version gets."""
    if label not in HOSTS:
        raise GraphError(NO_PATH)
    base, whole = HOSTS[label], path.strip("/")
    if whole in _UNVERSIONED:
        return read(exchange, versions.NEWEST, whole), {}
    asked, _, rest = whole.partition("/")
    is_insights = exchange.method == "GET" and rest.endswith("insights")
    version, headers = versions.answering(asked, is_insights=is_insights)
    if not rest.startswith(base):
        raise GraphError(NO_PATH, f"Unknown path components: /{rest}")
    return read(exchange, version, rest.removeprefix(base)), headers


def _account_in(path: str) -> str:
    """Give the digits of the account that a path names; empty if it names none."""
    parts = path.strip("/").split("/")
    named = [part for part in parts if part.startswith("act_")]
    return named[0].removeprefix("act_") if named else ""
