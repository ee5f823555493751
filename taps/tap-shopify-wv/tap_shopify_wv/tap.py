"""Singer tap for Shopify.

https://shopify.dev/docs/api/admin-graphql
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.breaker import CircuitBreaker
from tap_kit.errors import SettingsError
from tap_kit.pii import PiiMode, Pseudonymizer
from tap_kit.settings import secrets
from tap_kit.tap import KitTap
from tap_kit.tokens import TokenStore
from tap_shopify_wv.api import AdminApi
from tap_shopify_wv.auth import Credential, FetchedToken, FixedToken, RotatingToken
from tap_shopify_wv.bulk_jobs import KEY as BULK_JOBS
from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.environment import (
    PREFIX,
    check_domain,
    check_secret,
    from_environment,
)
from tap_shopify_wv.oauth import OAuthApi
from tap_shopify_wv.pace import Pace
from tap_shopify_wv.settings import PII_KEY, SETTINGS
from tap_shopify_wv.shop import ALL_ORDERS, Shop, open_shop
from tap_shopify_wv.state import StateCheck
from tap_shopify_wv.streams import STREAM_TYPES
from tap_shopify_wv.windows import warn_of_old_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tap_shopify_wv.bulk_jobs import Span
    from tap_shopify_wv.drain import Node
    from tap_shopify_wv.rows import Treat
    from tap_shopify_wv.schema import Column

STUB_SHOP = "weathervane-demo.myshopify.com"
STUB_TOKEN = "shpat_sandbox_00000000000000000000"  # noqa: S105 - the sandbox's.
STUB_PII_KEY = b"WeatherVane sandbox: no real person"
"""Nobody in the sandbox is real, so its pseudonyms may be the same everywhere."""
STORAGE_HOST = "storage.googleapis.com"
"""Where results of bulk operations lie; no credentials go there."""
LONGEST_OPEN_SECONDS = 900


class TapShopify(KitTap):
    """Orders to the cent, customers as pseudonyms, products and all around them."""

    name = "tap-shopify-wv"
    package_name = "tap-shopify-wv"
    source = "shopify"
    stream_types = STREAM_TYPES
    config_jsonschema = SETTINGS

    def __init__(self, *, config: dict[str, Any] | None = None, **options: Any) -> None:  # noqa: ANN401 - the kit's.
        given = from_environment(SETTINGS, os.environ)
        super().__init__(config={**given, **(config or {})}, **options)

    @classmethod
    @override
    def _secrets(
        cls, environment: Mapping[str, str], config: Mapping[str, Any]
    ) -> list[str]:
        ours = secrets(cls.config_jsonschema, environment, {}, PREFIX)
        return [*super()._secrets(environment, config), *ours]

    # ---------- with or without an account

    @override
    def has_credentials(self) -> bool:
        """Tell whether a shop is named and there is some way to be let in.

        Raises:
            SettingsError: One is there without the other.
        """
        config = self.config
        ways = [name for name in ("access_token", "refresh_token") if config.get(name)]
        if config.get("client_id") and config.get("client_secret"):
            ways.append("client_id and client_secret")
        if bool(ways) == bool(config.get("shop_domain")):
            return bool(ways)
        what = (
            f"{' and '.join(ways)} without shop_domain"
            if ways
            else "shop_domain without a credential"
        )
        step = "set both, or neither to read the sandbox (README, Access)"
        raise SettingsError(what, where="settings", next_step=step)

    @override
    def sandbox_config(self) -> Mapping[str, Any]:
        return {"shop_domain": STUB_SHOP, "access_token": STUB_TOKEN}

    # ---------- the run

    @override
    def plan(self) -> Mapping[str, Any]:
        """Return which shop, from when on, how, and who is kept recognisable."""
        windows = {
            stream.name: [instant.isoformat() for instant in stream.progress.span]
            for stream in self._reading()
            if stream.progress
        }
        return {
            "shop": self.shop_domain,
            "api_version": self.config["api_version"],
            "mode": self.config["bulk_mode"],
            "windows": windows,
            "points_a_page": {
                stream.name: stream.query.cost(stream.first)
                for stream in self._reading()
            },
            "pii_mode": self.config["pii_mode"],
        }

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        """Take the state only if it is whole: the SDK would ignore what it lacks."""
        keys = {kind.name: kind.replication_key for kind in STREAM_TYPES}
        others = frozenset({BULK_JOBS})
        StateCheck(keys, self.shop_domain, self.clock.now(), others).refuse_wrong(state)
        super().load_state(state)

    @override
    def open(self) -> None:
        """Learn what may be read, and warn of what cannot, before anything is read.

        Raises:
            SettingsError: Settings, version or keys do not fit.
        """
        if not self._is_open:
            _ = self.people
            _ = self.shop
            if any(stream.root == "orders" for stream in self._reading()):
                scopes = self.shop.access.scopes
                warn_of_old_orders(
                    self.floor, self.clock.now(), all_orders=ALL_ORDERS in scopes
                )
        super().open()

    def read_roots(self, stream: ShopifyStream, span: Span | None) -> Iterator[Node]:
        """Yield a stream's root nodes in a window, by bulk or by pages."""
        return stream.by_pages(span)

    # ---------- what streams need

    @property
    def shop_domain(self) -> str:
        """The shop's permanent name.

        Raises:
            SettingsError: It is none.
        """
        return check_domain(self.config.get("shop_domain") or STUB_SHOP)

    @cached_property
    def shop_url(self) -> str:
        """Where the shop answers."""
        if self.base_url:
            return f"{self.base_url}/{self.shop_domain.partition('.')[0]}"
        return f"https://{self.shop_domain}"

    @property
    @override
    def hosts(self) -> tuple[str, ...]:
        return (self.shop_domain, STORAGE_HOST)

    @cached_property
    @override
    def breaker(self) -> CircuitBreaker:
        """Knows over runs whether this shop answers."""
        label = self.shop_domain.partition(".")[0]
        name = f"{self.source}-{'stub-' if self.is_stub else ''}{label}.breaker.json"
        return CircuitBreaker(
            Path(self.config["state_dir"]) / name,
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

    def ask(
        self, document: str, variables: Mapping[str, Any], cost: float
    ) -> dict[str, Any]:
        """Send a query with its variables and its cost [points]; return its data.

        Raises:
            TapError: As the error rules say.
        """
        return self.api.ask(document, variables, cost)

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
        if token := given.get("refresh_token"):
            fetch = OAuthApi(tap=self).grant
            store = TokenStore(self._token_path, self.server_clock)
            return RotatingToken(fetch, client, token, store, self.server_clock)
        if token := given.get("access_token"):
            return FixedToken(token)
        return FetchedToken(OAuthApi(tap=self).grant, client, self.server_clock)

    @property
    def _token_path(self) -> Path:
        if path := self.config.get("token_store_path"):
            return Path(path)
        label = self.shop_domain.partition(".")[0]
        return Path(self.config["state_dir"]) / f"{self.source}-{label}.token.json"

    @cached_property
    def shop(self) -> Shop:
        """The shop, as it was asked for at the start of the run."""
        return open_shop(self.api, self.config["api_version"])

    @property
    def floor(self) -> datetime:
        """Nothing older is read: `start_date`, or when the shop was made."""
        made = self.shop.created_at.astimezone(UTC)
        return max(made, self.start_date) if self.start_date else made

    def tell_pruned(self, stream: str, refused: Mapping[str, str]) -> None:
        """Say and count which fields are not asked for, and why."""
        for path, reason in sorted(refused.items()):
            self.logger.warning("%s: %s is left out: %s", stream, path, reason)

    def treatment(self, stream: str) -> Treat:
        """Return what is done to the personal data of a stream."""
        keep = self.config["pii_mode"] == PiiMode.KEEP
        kept = self.config["free_text_columns"]

        def treat(column: Column) -> Callable[[Any], Any] | None:
            if column.pii:
                return partial(self.people.value, column.pii)
            if column.free_text and not keep and f"{stream}.{column.name}" not in kept:
                return lambda _text: None
            return None

        return treat

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

    def _reading(self) -> list[ShopifyStream]:
        """Return the selected streams that ask Shopify."""
        return [
            stream
            for stream in self.streams.values()
            if isinstance(stream, ShopifyStream) and stream.selected
        ]
