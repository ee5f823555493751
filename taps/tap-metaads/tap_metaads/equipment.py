"""What the tap has for its streams: accounts, limits, token, and what it remembers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from typing_extensions import override

from tap_kit.errors import SettingsError
from tap_kit.ledger import Ledger
from tap_kit.pacing import TokenBucket
from tap_kit.pii import PiiMode, Pseudonymizer
from tap_kit.tap import KitTap
from tap_kit.tokens import TokenStore
from tap_kit.windows_days import months_before, today_in
from tap_metaads.access import App, MetaToken
from tap_metaads.accounts import Accounts, AccountSummary
from tap_metaads.api import HOST, Graph
from tap_metaads.governor import Governor
from tap_metaads.insights.engine import Engine
from tap_metaads.insights.features import Features
from tap_metaads.insights.shelf import Shelf
from tap_metaads.insights.stream import PARTS_KEPT_MONTHS
from tap_metaads.oauth import OAuth
from tap_metaads.settings import PII_KEY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tap_kit.errors import SkipError
    from tap_kit.limiter import Limiter
    from tap_kit.windows_days import Days
    from tap_metaads.accounts import Account

WITH_PEOPLE = "activities"
"""The stream that names persons."""


class MetaEquipment(KitTap):
    """A tap with all that its streams need; each part is made when first asked for."""

    source = "metaads"
    allowed_hosts = (HOST,)

    @cached_property
    def host_url(self) -> str:
        """Meta's host, or its stand-in."""
        return f"{self.base_url}/graph" if self.base_url else f"https://{HOST}"

    @cached_property
    def oauth_url(self) -> str:
        """Where tokens are asked for."""
        return str(self.config.get("oauth_base_url") or self.host_url).rstrip("/")

    @property
    @override
    def hosts(self) -> tuple[str, ...]:
        own = self.config.get("oauth_base_url")
        return (*self.allowed_hosts, urlsplit(own).netloc) if own else super().hosts

    @cached_property
    def api(self) -> Graph:
        """Asks Meta."""
        return Graph(tap=self)

    @cached_property
    def governor(self) -> Governor:
        """What Meta says is left."""
        return Governor(self.server_clock, self.config["max_wait_seconds"])

    @cached_property
    def limiters(self) -> Sequence[Limiter]:  # type: ignore[override] # Made when first asked for.
        """The ceiling of our own, and Meta's."""
        bucket = TokenBucket(
            self.config["requests_per_second"],
            self.config["request_burst"],
            self.server_clock,
            max_wait_seconds=self.config["max_wait_seconds"],
            name="Meta",
        )
        return (bucket, self.governor)

    @cached_property
    def accounts(self) -> Accounts:
        """The ad accounts of this run."""
        return Accounts(
            self.api,
            named=self.config["account_ids"],
            left_out=self.config["exclude_account_ids"],
            business=str(self.config.get("business_id") or ""),
            skip=self._skip_account,
        )

    @cached_property
    def denied(self) -> set[tuple[str, str]]:
        """Accounts and use cases that may not be read: they are not asked again."""
        return set()

    @cached_property
    def summary(self) -> dict[str, AccountSummary]:
        """How it went, account by account."""
        return defaultdict(AccountSummary)

    @cached_property
    def engine(self) -> Engine:
        """Gets rows of insights."""
        return Engine(self)

    @cached_property
    def features(self) -> Features:
        """What accounts have enabled."""
        return Features(self.api, enables=self.config["auto_enable_features"])

    @cached_property
    def shelf(self) -> Shelf:
        """Actions that wait for their stream."""
        shelf = Shelf()
        self._resources.callback(shelf.close)
        return shelf

    @cached_property
    def ledger(self) -> Ledger:
        """What was listed once."""
        path = Path(self.config["state_dir"]) / f"{self._file_name}.ids.sqlite"
        ledger = Ledger(path)
        self._resources.callback(ledger.close)
        return ledger

    @cached_property
    def _seen(self) -> dict[tuple[str, str], set[str]]:
        return defaultdict(set)

    def seen(self, level: str, account: Account) -> set[str]:
        """Return the ids of which insights of this run have spoken; grows."""
        return self._seen[level, account.identity]

    @cached_property
    def end(self) -> datetime:
        """The newest instant this run reads [UTC]."""
        started = self.report.started_at
        return min(self.end_date, started) if self.end_date else started

    def today(self, account: Account) -> date:
        """Return the account's day."""
        return today_in(account.timezone, self.clock.now())

    def last_day(self, account: Account) -> date:
        """Return the account's day that is not to be over, by now or by `end_date`."""
        now = self.clock.now()
        at = min(self.end_date, now) if self.end_date else now
        return today_in(account.timezone, at)

    def oldest_parts(self, account: Account) -> date:
        """Return the first day of which people are told by parts."""
        return months_before(self.today(account), PARTS_KEPT_MONTHS)

    def is_old(self, account: Account, days: Days) -> bool:
        """Tell whether people are not told by parts of these days any more."""
        return days.first < self.oldest_parts(account)

    _missing_features = 0

    def note_missing_feature(self) -> None:
        """Count a report that an account has not enabled."""
        self._missing_features += 1
        self.report.set_metric("features_missing", self._missing_features)

    def leave_out_field(self, name: str) -> None:
        """Say that Meta does not know a field any more."""
        self._fields_left_out.add(name)
        self.logger.warning("Meta does not know the field %s any more: left out", name)
        self.report.set_metric("fields_left_out", len(self._fields_left_out))

    @cached_property
    def _fields_left_out(self) -> set[str]:
        return set()

    def _skip_account(self, error: SkipError) -> None:
        self.logger.warning("An ad account was left out. %s", error)
        self.report.add_quarantines()

    @property
    def _file_name(self) -> str:
        """What files in `state_dir` are called; the sandbox has its own."""
        return f"{self.source}-stub" if self.is_stub else self.source

    @cached_property
    def credential(self) -> MetaToken:
        """Lets us in.

        Raises:
            SettingsError: There is no token, or only half of an app.
        """
        token = self.config.get("access_token")
        if not token:
            what = "there is no access_token"
            step = "set it, or nothing of META_… to read the sandbox"
            raise SettingsError(what, where="settings", next_step=step)
        given = [self.config.get(name) for name in ("app_id", "app_secret")]
        if any(given) and not all(given):
            what = "app_id and app_secret belong together"
            raise SettingsError(what, where="settings", next_step="set both, or none")
        app = App(*map(str, given)) if all(given) else None
        store = Path(self.config["state_dir"]) / f"{self._file_name}.token.json"
        return MetaToken(
            str(token),
            app,
            OAuth(tap=self),
            TokenStore(store, self.real_clock),
            self.server_clock,
        )

    @cached_property
    def people(self) -> Pseudonymizer:
        """Treats names of people; the sandbox's are nobody's secret.

        Raises:
            SettingsError: Mode hash without a good key.
        """
        mode = self.config["pii_mode"]
        if mode == PiiMode.HASH and not self.streams[WITH_PEOPLE].selected:
            mode = PiiMode.DROP  # There is nobody: no key is needed.
        if self.is_stub and mode == PiiMode.HASH:
            return Pseudonymizer(hashlib.sha256(b"sandbox").digest(), mode)
        return Pseudonymizer.from_environment(PII_KEY, mode)
