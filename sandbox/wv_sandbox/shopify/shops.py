"""The shops that were asked for, and their GraphQL endpoints."""

from __future__ import annotations

from functools import lru_cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from wv_sandbox.exchange import Answer
from wv_sandbox.shopify import endpoint, mishaps
from wv_sandbox.shopify.bulk import BulkOperations
from wv_sandbox.shopify.bulk_job import Caller
from wv_sandbox.shopify.errors import RefusedError
from wv_sandbox.shopify.shop.kinds import UnknownShopError
from wv_sandbox.shopify.shop.shop import Shop

if TYPE_CHECKING:
    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.shopify.buckets import Buckets
    from wv_sandbox.shopify.grants import Grant
    from wv_sandbox.shopify.service import Lifts

_SHOPS_KEPT = 8
_STORAGE = "/shopify/storage/bulk-operation-outputs/"
_SECRETS = frozenset({"authorization", "x-shopify-access-token"})


class Shops:
    """Shops by their labels.

    Args:
        climate: Whose weather moves their sales.
        clock: Whose time it is.
        buckets: What queries are paid from.
        lifts: Gives what moves the sales of a shop beside its weather, by its label.
    """

    def __init__(
        self,
        climate: Climate,
        clock: SandboxClock,
        buckets: Buckets,
        lifts: Lifts,
    ) -> None:
        self._clock = clock
        self._buckets = buckets
        self._bulk = BulkOperations()
        self._lock = Lock()
        self._open = lru_cache(_SHOPS_KEPT)(
            lambda label: Shop(label, climate, lifts(label))
        )

    def shop(self, label: str) -> Shop:
        """Give a shop; what other sources tell of it follows its orders.

        Raises:
            UnknownShopError: There is no shop of that label.
        """
        with self._lock:
            return self._open(label)

    def clear(self) -> None:
        """Forget bulk operations."""
        self._bulk.clear()

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
            shop = self.shop(label).at(now)
        except UnknownShopError:
            raise RefusedError(404) from None
        base = f"http://{exchange.headers['host']}{_STORAGE}"
        caller = Caller(label, version, grant, shop, now, base, exchange.fault)
        bulk = self._bulk
        call = endpoint.Call(
            caller,
            queries={
                "bulkOperation": lambda given: bulk.one(caller, given["id"]),
                "bulkOperations": lambda _given: bulk.all(caller),
            },
            mutations={
                "bulkOperationRunQuery": lambda given: bulk.run(caller, given),
                "bulkOperationCancel": lambda given: bulk.cancel(caller, given["id"]),
            },
        )
        return mishaps.befallen(
            exchange.fault,
            partial(endpoint.answer, call, exchange.body, self._buckets),
            partial(self._buckets.drain, label),
        )

    def stored(self, path: str, exchange: Exchange) -> Answer:
        """Give the file of a bulk operation, as another host does.

        Args:
            path: Path on that host.
            exchange: The request; no token may arrive here.

        Raises:
            RefusedError: A token does (400), or the file cannot be had (403).
        """
        if not _SECRETS.isdisjoint(exchange.headers):
            raise RefusedError(400, "Only one auth mechanism allowed")
        found = self._bulk.file(path.rpartition("/")[2], self._clock.now())
        if found is None or not found.is_file():
            raise RefusedError(403, "The signed URL has expired")
        return Answer(b"", content_type="application/jsonl", file=found)
