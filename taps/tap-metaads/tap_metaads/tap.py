"""Singer tap for Meta Ads.

https://developers.facebook.com/docs/marketing-api
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.checkup import Finding, Status, attempt, refused
from tap_kit.errors import TapError
from tap_kit.planning import Quota, Reading
from tap_metaads.client import MetaStream
from tap_metaads.equipment import MetaEquipment
from tap_metaads.insights.custom import custom_streams
from tap_metaads.settings import SETTINGS
from tap_metaads.state import check
from tap_metaads.streams import STREAM_TYPES
from tap_metaads.usage import INSIGHTS_CASE
from tap_metaads.versions import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_kit.errors import ExitCode
    from tap_kit.loop import RecordStream

LIMITED_CALLS = 600
"""Calls for insights an hour with limited access; each active ad adds 400 [1]."""
_QUOTA = "insights of one account an hour, with limited access and without active ads"
_OWN = ("access_token", "app_id", "app_secret", "business_id")
"""Settings of which any says that a real account is meant."""


class TapMetaAds(MetaEquipment):
    """What a shop advertises at Meta, what it costs, and what it brings."""

    name = "tap-metaads"
    package_name = "tap-metaads"
    stream_types = STREAM_TYPES
    config_jsonschema = SETTINGS
    environment_prefix = "META"

    @override
    def has_credentials(self) -> bool:
        """A token; a part of the rest without one is an error, not the sandbox."""
        return any(self.config.get(name) for name in _OWN)

    @override
    def sandbox_config(self) -> Mapping[str, Any]:
        return {
            "access_token": "EAASANDBOXSYSTEM00000000000000000000",
            "app_id": "100000000000001",
            "app_secret": "0123456789abcdef0123456789abcdef",
            "exclude_account_ids": ["2001000000000003"],  # It may not be read.
        }

    @override
    def plan(self) -> Mapping[str, Any]:
        """Return which accounts will be read, and how."""
        return {
            "graph_version": self.config["graph_version"],
            "accounts": [account.identity for account in self.accounts.all],
            "insights_mode": self.config["insights_mode"],
            "lookback_days": self.config["lookback_days"],
            "auto_enable_features": self.config["auto_enable_features"],
            "pii_mode": self.config["pii_mode"],
        }

    @override
    def readings(self) -> Iterator[Reading]:
        """Give what each stream would ask at least: a page of each slice and account.

        Raises:
            TapError: The accounts cannot be found.
        """
        for stream in self._reading:
            spans = [stream.outlook(account) for account in self.accounts.all]
            starts = [span.start for span in spans if span.start]
            yield Reading(
                stream=stream.name,
                start=min(starts, default=None),
                end=self.clock.now().date(),
                requests=sum(span.requests for span in spans),
            )

    @property
    @override
    def quotas(self) -> Sequence[Quota]:
        """What an app with limited access may ask of insights in an hour."""
        figures = tuple(s.name for s in self._reading if s.case == INSIGHTS_CASE)
        return (Quota(_QUOTA, LIMITED_CALLS, 3600, figures),) if figures else ()

    @override
    def probe(self) -> Iterator[Finding]:
        """Ask for one page of what each use case is for."""
        yield self._token()
        accounts = attempt("accounts", lambda: self.accounts.all, "they can be listed")
        yield accounts
        if accounts.status is Status.FAIL:
            return  # Whatever else is asked is asked of an account.
        cases = {stream.case: stream for stream in reversed(self._reading)}
        for case, stream in sorted(cases.items()):
            yield attempt(f"use case {case}", stream.try_out, f"{stream.name} is read")

    def _token(self) -> Finding:
        if not self.config.get("app_id"):
            step = "set `app_id` and `app_secret` to be told before it expires"
            return Finding("token", Status.SKIP, "only its app may look at it", step)
        try:
            until = self.credential.start()
        except TapError as error:
            return refused("token", error)
        ends = f"until {until.date()}" if until else "and does not expire"
        return Finding("token", Status.OK, f"it lets ads be read, {ends}")

    @property
    @override
    def api_version(self) -> tuple[str, str | None]:  # type: ignore[override] # By setting.
        version = str(self.config["graph_version"])
        sunset = VERSIONS[version].sunset
        return version, sunset.isoformat() if sunset else None

    @property
    def _reading(self) -> list[MetaStream]:
        """Return the selected streams that ask Meta."""
        return [s for s in self.asking if isinstance(s, MetaStream)]

    @override
    def check_settings(self) -> None:
        """Refuse half a credential and a missing PII key.

        Raises:
            SettingsError: A setting is missing or wrong.
        """
        _ = self.credential, self.people

    @override
    def prepare(self) -> None:
        """Check the token, and find the accounts, before anything is told.

        Raises:
            SettingsError: A setting is missing or wrong.
            AuthError: The token does not let ads be read.
        """
        super().prepare()
        if until := self.credential.start():
            self.logger.info("The token is good until %s", until.date())
        names = ", ".join(account.identity for account in self.accounts.all)
        self.logger.info("Ad accounts: %s", names)
        self.report.set_metric("ad_accounts", len(self.accounts.all))

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        check(state, self.clock.now())
        super().load_state(state)

    @override
    def finish(self, error: BaseException | None = None) -> ExitCode:
        """Close the report; it tells each account's rows and streams left out."""
        for identity, summary in self.summary.items():
            self.report.set_metric(f"account_{identity}_rows", summary.rows)
            if missing := len(summary.left_out):
                self.report.set_metric(f"account_{identity}_left_out", missing)
        if used := self.governor.highest_percent:
            self.report.set_metric("usage_highest_percent", used)
        return super().finish(error)

    @property
    @override
    def all_types(self) -> tuple[type[RecordStream], ...]:
        """The streams, and the reports of the settings."""
        return (*self.stream_types, *self._custom)

    @cached_property
    def _custom(self) -> tuple[type[RecordStream], ...]:
        taken = {kind.name for kind in self.stream_types}
        return custom_streams(self.config["custom_reports"], taken)
