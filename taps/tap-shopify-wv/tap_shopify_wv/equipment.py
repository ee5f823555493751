"""What the tap has for its streams: a shop, a way in, a pace, readers, people."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from typing_extensions import override

from tap_kit.breaker import CircuitBreaker
from tap_kit.credentials import Credential, FetchedToken, FixedToken, RotatingToken
from tap_kit.ledger import Ledger
from tap_kit.pii import Pseudonymizer
from tap_kit.tap import KitTap
from tap_kit.tokens import TokenStore
from tap_shopify_wv import geocoder
from tap_shopify_wv.api import AdminApi
from tap_shopify_wv.bulk import BulkReader, Source
from tap_shopify_wv.bulk_choice import Choosing, goes_by_bulk
from tap_shopify_wv.bulk_wait import Tools
from tap_shopify_wv.deletes import Deletes, Times
from tap_shopify_wv.environment import check_domain, check_secret
from tap_shopify_wv.geo import Locator
from tap_shopify_wv.geocoder_cache import GeocoderCache
from tap_shopify_wv.oauth import OAuthApi
from tap_shopify_wv.pace import Pace
from tap_shopify_wv.settings import PII_KEY
from tap_shopify_wv.shop import ALL_ORDERS, Shop, open_shop
from tap_shopify_wv.sweep import IdsOnly
from tap_shopify_wv.windows import INDEX_LAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_shopify_wv.bulk_jobs import Span
    from tap_shopify_wv.client import ShopifyStream
    from tap_shopify_wv.drain import Node

STUB_SHOP = "weathervane-demo.myshopify.com"
STUB_TOKEN = "shpat_sandbox_00000000000000000000"  # noqa: S105 - the sandbox's.
STUB_PII_KEY = b"WeatherVane sandbox: no real person"
"""Nobody in the sandbox is real, so its pseudonyms may be the same everywhere."""
STORAGE_HOST = "storage.googleapis.com"
"""Where results of bulk operations lie; no credentials go there."""
LONGEST_OPEN_SECONDS = 900


class Readable(Choosing, Source, Protocol):
    """What can be read by bulk and by pages."""


class ShopifyEquipment(KitTap):
    """A tap of one shop; everything is made when first asked for."""

    source = "shopify"

    # ---------- where and who

    @property
    def shop_domain(self) -> str:
        """The shop's permanent name.

        Raises:
            SettingsError: It is none.
        """
        return check_domain(self.config.get("shop_domain") or STUB_SHOP)

    @property
    def shop_label(self) -> str:
        """The shop's name without its domain."""
        return self.shop_domain.partition(".")[0]

    @property
    def shop_url(self) -> str:
        """Where the shop answers."""
        if self.base_url:
            return f"{self.base_url}/{self.shop_label}"
        return f"https://{self.shop_domain}"

    @property
    @override
    def hosts(self) -> tuple[str, ...]:
        others = () if self.config["geocoder"] == "off" else (geocoder.HOST,)
        return (self.shop_domain, STORAGE_HOST, *others)

    @cached_property
    def credential(self) -> Credential:
        """Who we are.

        Raises:
            SettingsError: A secret cannot be one.
        """
        config = self.config
        names = ("access_token", "refresh_token", "client_secret")
        given = {n: check_secret(n, config[n]) for n in names if config.get(n)}
        client = {n: str(config.get(n) or "") for n in ("client_id", "client_secret")}
        grant = OAuthApi(tap=self).grant
        if token := given.get("refresh_token"):
            store = TokenStore(self._path("token.json", "token_store_path"), self.clock)
            return RotatingToken(grant, client, token, store, self.server_clock)
        if token := given.get("access_token"):
            return FixedToken(token)
        return FetchedToken(grant, client, self.server_clock)

    # ---------- how

    @cached_property
    @override
    def breaker(self) -> CircuitBreaker:
        """Knows over runs whether this shop answers."""
        return CircuitBreaker(
            self._path("breaker.json"),
            clock=self.real_clock,
            failures=self.config["circuit_breaker_threshold"],
            open_seconds=self.config["circuit_breaker_reset_seconds"],
            longest_seconds=LONGEST_OPEN_SECONDS,
        )

    @cached_property
    def pace(self) -> Pace:
        """How fast we ask."""
        return Pace(self.config, self.server_clock)

    @cached_property
    def api(self) -> AdminApi:
        """Asks Shopify."""
        return AdminApi(tap=self)

    @cached_property
    def bulk(self) -> BulkReader:
        """Reads by bulk operations."""
        return BulkReader(
            Tools(
                ask=self.api.ask,
                session=self.session,
                clock=self.server_clock,
                report=self.report,
                config=self.config,
            )
        )

    def read(self, source: Readable, span: Span | None = None) -> Iterator[Node]:
        """Yield root nodes of a window, by bulk or by pages, in the same order.

        Raises:
            TapError: As the error rules say.
        """
        if goes_by_bulk(source, span, self.config["bulk_mode"], self.api.ask):
            yield from self.bulk.read(source, span)
        else:
            yield from source.by_pages(span)

    # ---------- what

    @cached_property
    def shop(self) -> Shop:
        """The shop, as it was asked for at the start of the run."""
        return open_shop(self.api, self.config["api_version"])

    @property
    def floor(self) -> datetime:
        """Nothing older is read: `start_date`, or when the shop was made."""
        made = self.shop.created_at.astimezone(UTC)
        return max(made, self.start_date) if self.start_date else made

    @property
    def until(self) -> datetime:
        """Nothing newer is read: what was changed just now is not in the index yet."""
        settled = self.report.started_at - INDEX_LAG
        return min(settled, self.end_date) if self.end_date else settled

    @cached_property
    def deletes(self) -> Deletes | None:
        """Finds what was deleted; None when nobody wants to know."""
        if not self.config["include_deleted"]:
            return None
        ledger = Ledger(self._path("ledger.sqlite"))
        self._resources.callback(ledger.close)
        self._resources.callback(self.__dict__.pop, "deletes", None)
        times = Times(
            until=self.report.started_at - INDEX_LAG,
            lookback=timedelta(days=self.config["lookback_days"]),
            sweep_every=timedelta(days=self.config["sweep_days"]),
        )
        return Deletes(ledger, self.api.ask, self._ids, times)

    def _ids(self, stream: ShopifyStream) -> Iterator[str] | None:
        """Read all ids of a stream's root nodes, if the app sees them all."""
        if stream.root == "orders" and ALL_ORDERS not in self.shop.access.scopes:
            return None
        ids = IdsOnly(stream, self.api.ask)
        return (str(node["id"]) for node in self.read(ids))

    # ---------- people

    @cached_property
    def people(self) -> Pseudonymizer:
        """What is done to personal data.

        Raises:
            SettingsError: There is no key for pseudonyms.
        """
        mode = self.config["pii_mode"]
        if self.is_stub and not os.environ.get(PII_KEY):
            return Pseudonymizer(STUB_PII_KEY, mode)
        return Pseudonymizer.from_environment(PII_KEY, mode)

    @cached_property
    def pruned(self) -> set[str]:
        """Fields that were not asked for because they are not ours to read."""
        return set()

    @cached_property
    def locator(self) -> Locator:
        """Locates shipping addresses."""
        if self.config["geocoder"] == "off":
            return Locator(self.config["geohash_precision"], self.report)
        path = self._path("geocoder.sqlite", "geocoder_cache_path")
        cache = GeocoderCache(path, self.real_clock)
        self._resources.callback(cache.close)
        self._resources.callback(self.__dict__.pop, "locator", None)
        finder = geocoder.OpenMeteoGeocoder(self.session, cache, self.real_clock)
        return Locator(self.config["geohash_precision"], self.report, finder)

    def _path(self, ending: str, setting: str | None = None) -> Path:
        """Return the file a setting names, or else one in `state_dir`."""
        if setting and (given := self.config.get(setting)):
            return Path(str(given))
        stub = "stub-" if self.is_stub else ""
        name = f"{self.source}-{stub}{self.shop_label}.{ending}"
        return Path(self.config["state_dir"]) / name
