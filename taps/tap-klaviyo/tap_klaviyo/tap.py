"""Singer tap for Klaviyo.

https://developers.klaviyo.com/en/reference/api_overview
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.checkup import Finding, attempt
from tap_kit.credentials import Credential, FixedToken, RotatingToken
from tap_kit.errors import SettingsError
from tap_kit.ledger import Ledger
from tap_kit.pacing import FixedWindows
from tap_kit.pii import PiiMode, Pseudonymizer
from tap_kit.planning import Quota, Reading
from tap_kit.tap import KitTap
from tap_kit.tokens import TokenStore
from tap_klaviyo.api import HOST, Api, OAuthApi
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.cursor import check
from tap_klaviyo.deletes import Deletes
from tap_klaviyo.listing import Listing
from tap_klaviyo.newer import NEWER, NEWER_STREAMS
from tap_klaviyo.reports import ValuesStream
from tap_klaviyo.settings import LIVES_UNTIL, PII_KEY, SETTINGS
from tap_klaviyo.streams import STREAM_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tap_kit.loop import RecordStream
    from tap_klaviyo.rates import Rate

OAUTH = ("client_id", "client_secret", "refresh_token")
LAG = timedelta(minutes=1)
"""What was changed just now may not be in the answers yet."""
DAY = 86_400
CLOCK_MARGIN_SECONDS = 0.2
"""How far the server's seconds may be from ours; a window lasts one second at least."""


class TapKlaviyo(KitTap):
    """What a shop sends to its customers, and what they do with it."""

    name = "tap-klaviyo"
    package_name = "tap-klaviyo"
    source = "klaviyo"
    stream_types = STREAM_TYPES
    allowed_hosts = (HOST,)
    config_jsonschema = SETTINGS

    @override
    def has_credentials(self) -> bool:
        """A key, or any part of OAuth: half of it is an error, not the sandbox."""
        return any(self.config.get(name) for name in ("api_key", *OAUTH))

    @override
    def sandbox_config(self) -> Mapping[str, Any]:
        return {"api_key": "pk_sandbox_000000000000000000000000"}

    @override
    def plan(self) -> Mapping[str, Any]:
        """Return what will be read, until when."""
        return {
            "revision": self.config["revision"],
            "end": self.end.isoformat(),
            "pii_mode": self.config["pii_mode"],
        }

    @override
    def readings(self) -> Iterator[Reading]:
        for stream in self._reading():
            yield stream.reading()

    @property
    @override
    def quotas(self) -> Sequence[Quota]:
        reports = tuple(s.name for s in self._reading() if isinstance(s, ValuesStream))
        most = self.config["max_reports_per_day"]
        return (Quota("values reports a day", most, DAY, reports),) if reports else ()

    @override
    def probe(self) -> Iterator[Finding]:
        """Ask for one page in each scope that is needed."""
        scopes = {stream.scope: stream for stream in reversed(self._reading())}
        for scope, stream in sorted(scopes.items()):
            yield attempt(
                f"scope {scope}", stream.try_out, f"{stream.name} can be read"
            )

    def _reading(self) -> list[KlaviyoStream]:
        """Return the selected streams that ask Klaviyo."""
        return [s for s in self.asking if isinstance(s, KlaviyoStream)]

    @property
    @override
    def api_version(self) -> tuple[str, str]:  # type: ignore[override] # By setting.
        revision = str(self.config["revision"])
        return revision, LIVES_UNTIL[revision]

    @override
    def check_settings(self) -> None:
        """Refuse half a credential and a missing PII key before anything is asked.

        Raises:
            SettingsError: A setting is missing.
        """
        _ = self.people, self.credential

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        check(state, self.clock.now())
        super().load_state(state)

    @property
    @override
    def _kinds(self) -> tuple[type[RecordStream], ...]:
        """The streams, two of them in the form of the newer revision if it is asked."""
        if self.config["revision"] != NEWER:
            return super()._kinds
        return tuple(NEWER_STREAMS.get(kind, kind) for kind in super()._kinds)

    # ---------- what streams need

    @cached_property
    def end(self) -> datetime:
        """The newest instant this run reads [UTC]; whole seconds, as filters have."""
        latest = (self.clock.now() - LAG).replace(microsecond=0)
        return min(self.end_date, latest) if self.end_date else latest

    @cached_property
    def host_url(self) -> str:
        """Klaviyo's host, or its stand-in."""
        return f"{self.base_url}/a" if self.base_url else f"https://{HOST}"

    @cached_property
    def api(self) -> Api:
        """Asks Klaviyo."""
        return Api(tap=self)

    @cached_property
    def listing(self) -> Listing:
        """The ids that streams are read by."""
        return Listing(self.api, self.config.get("conversion_metric_id"))

    @cached_property
    def deletes(self) -> Deletes:
        """Finds what is gone."""
        ledger = Ledger(
            Path(self.config["state_dir"]) / f"{self._file_name}.ids.sqlite"
        )
        self._resources.callback(ledger.close)
        return Deletes(
            ledger,
            until=self.end,
            lookback=timedelta(days=self.config["lookback_days"]),
            sweep_every=timedelta(days=self.config["sweep_days"]),
        )

    @property
    def _file_name(self) -> str:
        """What files in `state_dir` are called; the sandbox has its own."""
        return f"{self.source}-stub" if self.is_stub else self.source

    @cached_property
    def credential(self) -> Credential:
        """Lets us in.

        Raises:
            SettingsError: OAuth is only half given, or beside a key.
        """
        given = [name for name in OAUTH if self.config.get(name)]
        if key := self.config.get("api_key"):
            if given:
                what = f"there is a key and {', '.join(given)}"
                raise SettingsError(
                    what, where="settings", next_step="keep one of both"
                )
            return FixedToken(key)
        if missing := [name for name in OAUTH if name not in given]:
            what = f"OAuth lacks {', '.join(missing)}"
            raise SettingsError(
                what, where="settings", next_step="set it, or `api_key`"
            )
        store = Path(self.config["state_dir"]) / f"{self._file_name}.token.json"
        return RotatingToken(
            OAuthApi(tap=self).grant,
            {},
            self.config["refresh_token"],
            TokenStore(store, self.real_clock),
            self.server_clock,
        )

    @cached_property
    def people(self) -> Pseudonymizer:
        """Treats personal data; the sandbox's people are nobody's secret.

        Raises:
            SettingsError: Mode hash without a good key.
        """
        mode = self.config["pii_mode"]
        if self.is_stub and mode == PiiMode.HASH:
            return Pseudonymizer(hashlib.sha256(b"sandbox").digest(), mode)
        return Pseudonymizer.from_environment(PII_KEY, mode)

    @cached_property
    def _windows(self) -> dict[str, FixedWindows]:
        return {}

    def windows(self, endpoint: str, rate: Rate) -> FixedWindows:
        """Return what an endpoint's limits still allow."""
        if endpoint not in self._windows:
            self._windows[endpoint] = FixedWindows(
                rate.windows,
                self.server_clock,
                name=f"Klaviyo {endpoint}",
                max_wait_seconds=self.config["max_wait_seconds"],
                overshoot=False,
                margin_seconds=CLOCK_MARGIN_SECONDS,
            )
        return self._windows[endpoint]
