"""Singer tap for Google Ads.

https://developers.google.com/google-ads/api/docs/start
"""

from __future__ import annotations

import hashlib
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from typing_extensions import override

from tap_googleads import auth, changes
from tap_googleads.accounts import ITSELF, Accounts
from tap_googleads.api import HOST, TOKEN_HOST, Api, OAuthApi
from tap_googleads.client import GoogleAdsStream
from tap_googleads.custom import custom_streams
from tap_googleads.lookback import Lookback
from tap_googleads.pace import Operations
from tap_googleads.preflight import Preflight
from tap_googleads.settings import PII_KEY, SETTINGS
from tap_googleads.streams import STREAM_TYPES
from tap_googleads.versions import VERSIONS
from tap_kit import windows_state
from tap_kit.checkup import attempt, refused
from tap_kit.pacing import TokenBucket
from tap_kit.pii import PiiMode, Pseudonymizer
from tap_kit.planning import Quota
from tap_kit.tap import KitTap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_kit.checkup import Finding
    from tap_kit.credentials import Credential
    from tap_kit.loop import RecordStream
    from tap_kit.planning import Reading

_DAY_SECONDS = 86_400
WITH_PEOPLE = "change_events"
"""The stream that names persons."""


class TapGoogleAds(KitTap):
    """What an advertiser pays Google for, and what came of it."""

    name = "tap-googleads"
    package_name = "tap-googleads"
    source = "googleads"
    stream_types = STREAM_TYPES
    allowed_hosts = (HOST, TOKEN_HOST)
    environment_prefix = "GOOGLE_ADS"
    config_jsonschema = SETTINGS
    cost_unit = "operations"

    @override
    def has_credentials(self) -> bool:
        """Any part of any way in: half of one is an error, not the sandbox."""
        return any(self.config.get(name) for name in auth.WAYS)

    @override
    def sandbox_config(self) -> Mapping[str, Any]:
        return {
            "client_id": "sandbox-client.apps.example",
            "client_secret": "sandbox-secret-0000000000",
            "refresh_token": "1//sandbox-refresh-0000000000",
        }

    @property
    @override
    def hosts(self) -> tuple[str, ...]:
        own = urlsplit(self.config.get("oauth_base_url") or "").netloc
        return (*self.allowed_hosts, own) if own else self.allowed_hosts

    @property
    @override
    def all_types(self) -> tuple[type[RecordStream], ...]:
        return (*self.stream_types, *self._own_queries)

    @override
    def plan(self) -> Mapping[str, Any]:
        """Return which accounts will be read, by which version, for how much."""
        return {
            "api_version": self.config["api_version"],
            "customer_ids": [account.id for account in self.accounts.managers_too],
            "max_operations": self.config["max_operations_per_run"],
        }

    @override
    def readings(self) -> Iterator[Reading]:
        for stream in self.asking:
            if isinstance(stream, GoogleAdsStream):
                yield stream.reading()

    @property
    @override
    def quotas(self) -> Sequence[Quota]:
        most = self.config["max_operations_per_run"]
        return (Quota("operations of this run", most, _DAY_SECONDS),)

    @override
    def probe(self) -> Iterator[Finding]:
        """Look whether accounts can be reached, and which cannot.

        Raises:
            TapError: None can.
        """
        accounts = self.accounts
        for account in accounts.all:
            kind = "manager" if account.is_manager else "account"
            yield attempt(
                f"{kind} {account.id}",
                partial(list, self.api.search(account, ITSELF)),
                f"{account.currency}, {account.zone}",
            )
        for number, error in accounts.refused.items():
            yield refused(f"account {number}", error)

    @property
    @override
    def api_version(self) -> tuple[str, str | None]:  # type: ignore[override] # By setting.
        version = self.config["api_version"]
        sunset = VERSIONS[version].sunset
        return version, sunset.isoformat() if sunset else None

    @override
    def check_settings(self) -> None:
        """Refuse half a credential and a missing PII key before anything is asked.

        Raises:
            SettingsError: A setting is missing.
        """
        _ = self.credential, self.people

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        windows_state.check(state, self.clock.now())
        changes.check(state)
        super().load_state(state)

    # ---------- what streams need

    @cached_property
    def api_url(self) -> str:
        """Google's host, or its stand-in."""
        return f"{self.base_url}/googleads" if self.base_url else f"https://{HOST}"

    @cached_property
    def oauth_url(self) -> str:
        """Where tokens are granted."""
        if url := self.config.get("oauth_base_url"):
            return str(url).rstrip("/")
        return f"{self.base_url}/oauth2" if self.base_url else f"https://{TOKEN_HOST}"

    @cached_property
    def api(self) -> Api:
        """Asks Google."""
        return Api(tap=self)

    @cached_property
    def credential(self) -> Credential:
        """Lets us in.

        Raises:
            SettingsError: Two ways in are named, or half of one.
        """
        return auth.credential(self.config, OAuthApi(tap=self).grant, self.server_clock)

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts of this run."""
        return Accounts(
            self.api,
            self.config.get("login_customer_id"),
            self.config["customer_ids"],
            self.report,
        )

    @cached_property
    def lookback(self) -> Lookback:
        """How many days are pulled again."""
        return Lookback(self.api, self.config.get("lookback_days"))

    @cached_property
    def preflight(self) -> Preflight:
        """Knows which fields have to stay out."""
        name = f"{self.source}-stub" if self.is_stub else self.source
        path = Path(self.config["state_dir"]) / f"{name}.preflight.json"
        return Preflight(self.api, path, self.config["api_version"], self.report)

    @cached_property
    def operations(self) -> Operations:
        """What this run may still ask."""
        return Operations(self.config["max_operations_per_run"], self.report)

    @cached_property
    def bucket(self) -> TokenBucket:
        """How fast this run may ask."""
        rate = self.config["max_requests_per_second"]
        longest = self.config["max_wait_seconds"]
        return TokenBucket(
            rate, rate, self.clock, max_wait_seconds=longest, name="Google Ads"
        )

    @cached_property
    def people(self) -> Pseudonymizer:
        """Treats personal data; the sandbox's people are nobody's secret.

        Raises:
            SettingsError: Mode hash without a good key, and a stream that needs it.
        """
        mode = self.config["pii_mode"]
        if mode == PiiMode.HASH and not self.streams[WITH_PEOPLE].selected:
            mode = PiiMode.DROP
        if self.is_stub and mode == PiiMode.HASH:
            return Pseudonymizer(hashlib.sha256(b"sandbox").digest(), mode)
        return Pseudonymizer.from_environment(PII_KEY, mode)

    @cached_property
    def _own_queries(self) -> tuple[type[RecordStream], ...]:
        return custom_streams(
            self.config["custom_queries"], {kind.name for kind in self.stream_types}
        )
