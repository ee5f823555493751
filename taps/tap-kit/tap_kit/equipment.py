"""What a tap has for its streams: time, report, session, breaker, and an address."""

from __future__ import annotations

import os
import weakref
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from singer_sdk import Tap
from singer_sdk.exceptions import (
    ConfigurationError,
    ConfigValidationError,
    MappingError,
)
from typing_extensions import override

from tap_kit import cassette
from tap_kit.breaker import CircuitBreaker
from tap_kit.clock import SystemClock
from tap_kit.environment import from_environment
from tap_kit.http import SafeSession
from tap_kit.redact import Redactor, install
from tap_kit.report import RunReport
from tap_kit.sandbox import Sandbox
from tap_kit.settings import (
    catalog_of,
    instant,
    masked,
    secrets,
    settings,
    wrong_setting,
    wrong_settings,
)
from tap_kit.writer import KitWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from singer_sdk.mapper import PluginMapper

    from tap_kit.clock import Clock
    from tap_kit.limiter import Limiter

_MAPPING = ("stream_maps", "flattening_enabled")
"""Settings that change what a stream carries, and may be wrong."""


class EquippedTap(Tap):
    """A tap with settings, secrets and tools; all are made when first asked for.

    Args:
        clock: Shows the time and waits; the machine's, or one set to `as_of`, if None.

    Raises:
        SettingsError: A setting, the catalog or the state is wrong.
    """

    source: ClassVar[str]
    """The source's name, also in the sandbox: `openmeteo`."""
    allowed_hosts: ClassVar[tuple[str, ...]] = ()
    """The vendor's hosts; the session asks no others."""
    environment_prefix: ClassVar[str] = ""
    """Settings may stand in the environment under the vendor's own names, too, as
    `<prefix>_<SETTING>`; none if empty."""
    limiters: Sequence[Limiter] = ()
    """What each request acquires its cost from; a tap with a pace overrides it."""

    config_jsonschema = settings()
    message_writer_class = KitWriter
    message_writer: KitWriter

    def __init__(  # noqa: PLR0913 - the SDK's signature, and a clock.
        self,
        *,
        config: dict[str, Any] | None = None,
        catalog: dict[str, Any] | None = None,
        state: dict[str, Any] | None = None,
        parse_env_config: bool = False,
        validate_config: bool = True,
        setup_mapper: bool = True,
        clock: Clock | None = None,
    ) -> None:
        self._given_clock = clock
        self._resources = ExitStack()
        weakref.finalize(self, self._resources.close)
        config = {**self._from_environment(), **(config or {})}
        self._redactor = Redactor(self._secrets({**os.environ}, config))
        weakref.finalize(self, install(self._redactor))
        try:
            super().__init__(
                config=config,
                catalog=catalog_of(catalog),
                state=state,
                parse_env_config=parse_env_config,
                validate_config=validate_config,
                setup_mapper=False,
            )
            self.hide(*self._secrets({}, self.config))  # Now with those of an .env.
            self._told = dict(self._config)
            if self.is_stub:
                self._config = {**self._config, **self.sandbox_config()}
            if setup_mapper:
                _ = self.streams
                if any(self._config.get(name) for name in _MAPPING):
                    self.setup_mapper()
        except ConfigValidationError as error:
            raise wrong_settings(self.name, error) from error
        except (ConfigurationError, MappingError, ValueError) as error:
            raise wrong_setting(self.name, error) from error

    @property  # type: ignore[misc] # Nobody sets another.
    @override
    def mapper(self) -> PluginMapper:
        """What becomes of records; without such settings made for the first of them.

        Of fifty streams it copies every schema, which no check-up needs.
        """
        if self._mapper is None:
            self.setup_mapper()
        return super().mapper

    @classmethod
    def _from_environment(cls) -> dict[str, Any]:
        prefix = cls.environment_prefix
        if not prefix:
            return {}
        return from_environment(cls.config_jsonschema, os.environ, prefix)

    @classmethod
    def _secrets(
        cls, environment: Mapping[str, str], config: Mapping[str, Any]
    ) -> list[str]:
        schema, prefix = cls.config_jsonschema, cls.name.upper().replace("-", "_")
        found = secrets(schema, environment, config, prefix)
        if (
            own := cls.environment_prefix
        ):  # Also where a file's setting counts for more.
            found += secrets(schema, environment, {}, own)
        return found

    # ---------- what a tap may override

    def has_credentials(self) -> bool:
        """Tell whether the real source can be asked; if not, the sandbox is."""
        return True

    def sandbox_config(self) -> Mapping[str, Any]:
        """Return the settings that replace the user's when the sandbox is asked."""
        return {}

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts the session may ask; more than the vendor's where settings say."""
        return self.allowed_hosts

    # ---------- what streams need

    @cached_property
    def is_stub(self) -> bool:
        """Whether the records come from the sandbox."""
        return not self.has_credentials()

    @cached_property
    def clock(self) -> Clock:
        """The time of this run: `as_of` if it is set, and on from there."""
        return self._given_clock or SystemClock(self._instant("as_of"))

    @cached_property
    def real_clock(self) -> Clock:
        """The time outside: for what outlives the run, also when it is a replay."""
        return self._given_clock or SystemClock()

    @property
    def server_clock(self) -> Clock:
        """The server's time: the vendor's is the real one, a sandbox keeps ours."""
        return self.clock if self.base_url else self.real_clock

    @property
    def user_agent(self) -> str:
        """How we name ourselves to a server."""
        return f"{self.name}/{self.plugin_version}"

    @cached_property
    def start_date(self) -> datetime | None:
        """The setting `start_date` as an instant [UTC]."""
        return self._instant("start_date")

    @property
    def end_date(self) -> datetime | None:
        """The setting `end_date` as an instant [UTC]."""
        return self._instant("end_date")

    @cached_property
    def report(self) -> RunReport:
        """What this run has done so far."""
        return RunReport(
            self.name,
            self.plugin_version,
            self.clock,
            correlation_id=self.config.get("correlation_id"),
        )

    @cached_property
    def columns(self) -> dict[str, str]:
        """What every record of this run carries."""
        return {
            "_wv_source": "stub" if self.is_stub else "api",
            "_wv_connector": self.name,
            "_wv_connector_version": self.plugin_version,
            "_wv_run_id": self.report.run_id,
        }

    @cached_property
    def breaker(self) -> CircuitBreaker:
        """Knows over runs whether the source answers; the sandbox has its own."""
        name = f"{self.source}-stub" if self.is_stub else self.source
        path = Path(self.config["state_dir"]) / f"{name}.breaker.json"
        return CircuitBreaker(path, clock=self.real_clock)

    @cached_property
    def base_url(self) -> str | None:
        """Where to ask instead of the vendor: `api_base_url`, or the sandbox."""
        if url := self.config.get("api_base_url"):
            return str(url).rstrip("/")
        if file := os.environ.get(cassette.REPLAY):
            replayed = cassette.header(Path(file))["base_url"]
            return None if replayed is None else str(replayed)
        if not self.is_stub:
            return None
        sandbox = Sandbox(seed=self.config["sandbox_seed"], now=self._instant("as_of"))
        return self._resources.enter_context(sandbox).url(self.source)

    @cached_property
    def session(self) -> SafeSession:
        """The one session of all streams."""
        own = (urlsplit(self.base_url).netloc,) if self.base_url else ()
        session = SafeSession(
            allowed_hosts=(*self.hosts, *own),
            user_agent=self.user_agent,
            deadline_seconds=self.config["request_timeout_seconds"],
        )
        self._resources.callback(session.close)
        session.recording = self.recording
        if file := os.environ.get(cassette.REPLAY):
            answers = cassette.Cassette(Path(file), self._redactor)
            session.mount("https://", answers)
            session.mount("http://", answers)
        return session

    @cached_property
    def recording(self) -> cassette.Recording | None:
        """Takes down the traffic of this run, if the environment asks for it."""
        file = os.environ.get(cassette.RECORD)
        if file is None:
            return None
        header = {
            "tap": self.name,
            "version": self.plugin_version,
            "started_at": self.report.started_at.isoformat(),
            "settings": masked(self.config_jsonschema, self._told),
            "base_url": self.base_url,
            "streams": [n for n, stream in self.streams.items() if stream.selected],
            "state": self.state,
        }
        recording = cassette.Recording(Path(file), self._redactor, header)
        weakref.finalize(self, recording.close)
        return recording

    def hide(self, *secrets: str) -> None:
        """Keep secrets out of the log that no setting held, e.g. a fresh token."""
        self._redactor.add(*secrets)

    def close(self) -> None:
        """Let go of sandbox and session; what needs them again starts them again."""
        self._resources.close()
        for name in ("session", "base_url"):
            self.__dict__.pop(name, None)

    def _instant(self, setting: str) -> datetime | None:
        text = self.config.get(setting)
        return instant(text, setting) if text else None
