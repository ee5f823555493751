"""The shops that were asked for, and their GraphQL endpoints."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify import endpoint
from wv_sandbox.shopify.errors import RefusedError
from wv_sandbox.shopify.shop.kinds import UnknownShopError
from wv_sandbox.shopify.shop.shop import Shop

if TYPE_CHECKING:
    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.shopify.buckets import Buckets
    from wv_sandbox.shopify.grants import Grant

_SHOPS_KEPT = 8


class Shops:
    """Shops by their labels.

    Args:
        climate: Whose weather moves their sales.
        clock: Whose time it is.
        buckets: What queries are paid from.
    """

    def __init__(self, climate: Climate, clock: SandboxClock, buckets: Buckets) -> None:
        self._clock = clock
        self._buckets = buckets
        self._open = lru_cache(_SHOPS_KEPT)(lambda label: Shop(label, climate))

    def clear(self) -> None:
        """Forget bulk operations."""

    def answer(
        self, label: str, version: str, grant: Grant, exchange: Exchange
    ) -> dict[str, Any]:
        """Answer a GraphQL request.

        Args:
            label: Label of the shop.
            version: API version that answers.
            grant: What the caller may read.
            exchange: The request.

        Raises:
            RefusedError: There is no such shop (404).
        """
        now = self._clock.now()
        try:
            shop = self._open(label).at(now)
        except UnknownShopError:
            raise RefusedError(404) from None
        call = endpoint.Call(label, version, grant, shop, now, {}, {})
        return endpoint.answer(call, exchange.body, self._buckets)
