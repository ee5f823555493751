"""Singer tap for Shopify.

https://shopify.dev/docs/api/admin-graphql
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.errors import SettingsError
from tap_shopify_wv import outlook
from tap_shopify_wv.bulk_jobs import KEY as BULK_JOBS
from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.deletes import STATE_KEY as DELETES
from tap_shopify_wv.equipment import STUB_SHOP, STUB_TOKEN, ShopifyEquipment
from tap_shopify_wv.pii import check_kept
from tap_shopify_wv.settings import SETTINGS
from tap_shopify_wv.shop import ALL_ORDERS
from tap_shopify_wv.state import StateCheck
from tap_shopify_wv.streams import STREAM_TYPES
from tap_shopify_wv.windows import warn_of_old_orders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_kit.checkup import Finding
    from tap_kit.planning import Quota, Reading


class TapShopify(ShopifyEquipment):
    """Orders to the cent, customers as pseudonyms, products and all around them."""

    name = "tap-shopify-wv"
    package_name = "tap-shopify-wv"
    stream_types = STREAM_TYPES
    config_jsonschema = SETTINGS
    environment_prefix = "SHOPIFY"
    cost_unit = "query points"

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
            f"{', '.join(ways)} without shop_domain"
            if ways
            else "shop_domain without a credential"
        )
        step = "set both, or neither to read the sandbox (README, Access)"
        raise SettingsError(what, where="settings", next_step=step)

    @override
    def sandbox_config(self) -> Mapping[str, Any]:
        return {"shop_domain": STUB_SHOP, "access_token": STUB_TOKEN}

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        """Take the state only if it is whole: the SDK would ignore what it lacks."""
        keys = {stream.name: stream.replication_key for stream in self._own}
        others = frozenset({BULK_JOBS, DELETES})
        super().load_state(state)
        StateCheck(keys, self.shop_domain, self.clock.now(), others).refuse_wrong(state)

    @override
    def plan(self) -> Mapping[str, Any]:
        """Return which shop, by which version and way, and the price of a page."""
        return {
            "shop": self.shop_domain,
            "api_version": self.config["api_version"],
            "mode": self.config["bulk_mode"],
            "pii_mode": self.config["pii_mode"],
            "points_a_page": {
                stream.name: stream.query.cost(stream.first)
                for stream in self._reading()
            },
        }

    @override
    def readings(self) -> Iterator[Reading]:
        for stream in self._reading():
            if not self.shop.access.missing(stream.scopes):
                yield outlook.reading(stream, self.config["bulk_mode"], self.api.ask)

    @property
    @override
    def quotas(self) -> Sequence[Quota]:
        return (self.pace.quota,)

    @property
    @override
    def quota_left(self) -> float:
        """What the bucket holds of our share, as the server said last."""
        return self.pace.points.available / self.pace.points.burst

    @override
    def probe(self) -> Iterator[Finding]:
        """Ask for the shop, and what the app may read of it."""
        yield from outlook.scopes(self.shop, self._reading())

    @property
    @override
    def api_version(self) -> tuple[str, str | None]:  # type: ignore[override] # By setting.
        version = str(self.config["api_version"])
        return version, outlook.ends_on(version)

    @override
    def check_settings(self) -> None:
        """Refuse columns that do not exist, and hashes without a key.

        Raises:
            SettingsError: Settings or keys do not fit.
        """
        columns = {stream.name: stream.columns_read for stream in self._own}
        check_kept(self.config["free_text_columns"], columns, "free_text_columns")
        _ = self.people  # No key, no run.

    @override
    def prepare(self) -> None:
        """Warn of orders that the app cannot see, before anything is read.

        Raises:
            TapError: The shop does not let us in, or settings do not fit.
        """
        super().prepare()
        if any(stream.root == "orders" for stream in self._reading()):
            sees_all = ALL_ORDERS in self.shop.access.scopes
            warn_of_old_orders(self.floor, self.clock.now(), all_orders=sees_all)

    def _reading(self) -> list[ShopifyStream]:
        """Return the selected streams that ask Shopify."""
        return [stream for stream in self._own if stream.selected]

    @property
    def _own(self) -> list[ShopifyStream]:
        """Return all streams but the run's report."""
        streams = self.streams.values()
        return [stream for stream in streams if isinstance(stream, ShopifyStream)]
