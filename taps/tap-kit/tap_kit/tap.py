"""The tap that all our taps are: ready before it reads, honest when it ends."""

from __future__ import annotations

import os
import weakref
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from singer_sdk import Tap
from singer_sdk.exceptions import (
    ConfigurationError,
    ConfigValidationError,
    MappingError,
)
from typing_extensions import override

from tap_kit import approval
from tap_kit.breaker import CircuitBreaker
from tap_kit.cli import KitCommand, json_object
from tap_kit.clock import SystemClock
from tap_kit.errors import ExitCode, SettingsError, TapError
from tap_kit.report import RunReport
from tap_kit.runs import ConnectorRunsStream
from tap_kit.sandbox import Sandbox
from tap_kit.settings import instant, settings, wrong_settings
from tap_kit.writer import KitWriter, PipeClosedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from types import FrameType

    import click
    import requests
    from singer_sdk.streams import Stream

    from tap_kit.clock import Clock
    from tap_kit.limiter import Limiter
    from tap_kit.loop import RecordStream

_SIGNALS_TO_INSIST = 3
"""Ctrl-C under Meltano reaches a tap twice; who sends a third one means it."""


class KitTap(Tap):
    """A source, its streams in the order in which they are read, and `connector_runs`.

    Args:
        clock: Shows the time and waits; the machine's, or one set to `as_of`, if None.

    Raises:
        SettingsError: A setting is wrong.
    """

    source: ClassVar[str]
    """The source's name, also in the sandbox: `openmeteo`."""
    stream_types: ClassVar[tuple[type[RecordStream], ...]]
    """Every stream but the last, `connector_runs`, which all taps have."""
    allowed_hosts: ClassVar[tuple[str, ...]] = ()
    """The vendor's hosts; the session asks no other."""
    limiters: Sequence[Limiter] = ()
    """What every request acquires its cost from; a tap with a pace overrides it."""

    config_jsonschema = settings()
    message_writer_class = KitWriter

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
        self._is_open = False
        self._signals = 0
        weakref.finalize(self, self._resources.close)
        try:
            super().__init__(
                config=dict(config or {}),
                catalog=catalog,
                state=state,
                parse_env_config=parse_env_config,
                validate_config=validate_config,
                setup_mapper=False,
            )
            if self.is_stub:
                self._config = {**self._config, **self.sandbox_config()}
            if setup_mapper:
                self.setup_mapper()
        except ConfigValidationError as error:
            raise wrong_settings(self.name, error) from error
        except (ConfigurationError, MappingError, ValueError) as error:
            step = f"correct it; `{self.name} --about` lists all settings"
            raise SettingsError(
                str(error), where=f"settings of {self.name}", next_step=step
            ) from error

    # ---------- what a tap may override

    def has_credentials(self) -> bool:
        """Tell whether the real source can be asked; if not, the sandbox is."""
        return True

    def sandbox_config(self) -> Mapping[str, Any]:
        """Return the settings that replace the user's when the sandbox is asked."""
        return {}

    def plan(self) -> Mapping[str, Any]:
        """Return what else the approval command should know, e.g. the time windows."""
        return {}

    # ---------- what streams need

    @cached_property
    def clock(self) -> Clock:
        """The time of this run: `as_of` if it is set, and on from there."""
        if self._given_clock:
            return self._given_clock
        as_of = self.config.get("as_of")
        return SystemClock(instant(as_of, "as_of") if as_of else None)

    @cached_property
    def real_clock(self) -> Clock:
        """The time outside: for what outlives the run, also when it is a replay."""
        return self._given_clock or SystemClock()

    @cached_property
    def start_date(self) -> datetime | None:
        """The setting `start_date` as an instant."""
        text = self.config.get("start_date")
        return instant(text, "start_date") if text else None

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
    def is_stub(self) -> bool:
        """Whether the records come from the sandbox."""
        return not self.has_credentials()

    @cached_property
    def columns(self) -> dict[str, str]:
        """What every record of this run carries."""
        return {
            "_wv_source": "stub" if self.is_stub else "api",
            "_wv_connector": self.name,
            "_wv_connector_version": self.plugin_version,
            "_wv_run_id": self.report.run_id,
        }

    @property
    def writer(self) -> KitWriter:
        """The way out."""
        assert isinstance(self.message_writer, KitWriter)
        return self.message_writer

    @cached_property
    def breaker(self) -> CircuitBreaker:
        """Remembers over runs whether the source answers; the sandbox has its own."""
        name = f"{self.source}-stub" if self.is_stub else self.source
        path = Path(self.config["state_dir"]) / f"{name}.breaker.json"
        return CircuitBreaker(path, clock=self.real_clock)

    @cached_property
    def base_url(self) -> str | None:
        """Where to ask instead of the vendor: `api_base_url`, or the sandbox."""
        if url := self.config.get("api_base_url"):
            return str(url).rstrip("/")
        if not self.is_stub:
            return None
        as_of = self.config.get("as_of")
        sandbox = Sandbox(
            seed=self.config["sandbox_seed"],
            now=instant(as_of, "as_of") if as_of else None,
        )
        return self._resources.enter_context(sandbox).url(self.source)

    @cached_property
    def session(self) -> requests.Session:
        """The one session of all streams."""
        from tap_kit.http import SafeSession

        own = (urlsplit(self.base_url).netloc,) if self.base_url else ()
        session = SafeSession(
            allowed_hosts=(*self.allowed_hosts, *own),
            user_agent=f"{self.name}/{self.plugin_version}",
            deadline_seconds=self.config["request_timeout_seconds"],
        )
        return self._resources.enter_context(session)

    # ---------- the run

    def open(self) -> None:
        """Get leave to read, once, before the first record of any stream.

        Raises:
            SettingsError: There are no credentials and `allow_stub` is false, or the
                approval command refuses.
        """
        if self._is_open:
            return
        self._is_open = True
        if self.is_stub:
            self._allow_stub()
        names = [name for name, stream in self.streams.items() if stream.selected]
        plan = {
            **self.plan(),
            "tap": self.name,
            "version": self.plugin_version,
            "source": self.columns["_wv_source"],
            "streams": names,
            "run_id": self.report.run_id,
            "correlation_id": self.report.correlation_id,
        }
        approval.ask(
            self.config.get("approval_command"),
            plan,
            timeout_seconds=self.config["approval_timeout_seconds"],
        )

    def close(self) -> None:
        """Let go of sandbox and session; what needs them again starts them again."""
        self._resources.close()
        self._is_open = False
        for name in ("session", "base_url"):
            self.__dict__.pop(name, None)

    def finish(self, error: BaseException | None = None) -> ExitCode:
        """Close the report; the first call decides."""
        for name, rows in self.writer.rows.items():
            self.report.add_rows(name, rows)
        self.writer.rows.clear()
        return self.report.finish(error)

    @override
    def sync_all(self) -> None:  # type: ignore[misc] # Final for tools; the SDK has no hook around a whole run.
        """Read all streams in order, then say how it went, whatever happened.

        Raises:
            TapError: Why it did not end well; its exit code is the process's.
        """
        try:
            self.open()
            super().sync_all()
        except BaseException as error:
            self._tell(error)
            raise
        finally:
            self.close()
            self.logger.info("%s", self.report.summary())
        if self.finish() is ExitCode.PARTIAL:
            what = "some of it was left out"
            step = "see the warnings above; everything else has arrived"
            raise TapError(
                what, where=self.name, next_step=step, exit_code=ExitCode.PARTIAL
            )

    def _tell(self, error: BaseException) -> None:
        """Write the run's record and the last STATE after a failure."""
        ended = self.report.exit_code is not None
        self.finish(error)
        runs = self.streams[ConnectorRunsStream.name]
        if runs.selected and not ended and not isinstance(error, PipeClosedError):
            runs.sync()
            runs.finalize_state_progress_markers()

    def _allow_stub(self) -> None:
        if not self.config["allow_stub"]:
            what = "there are no credentials, and allow_stub is false"
            step = f"set the credentials (`{self.name} --about` names them)"
            raise SettingsError(what, where=f"settings of {self.name}", next_step=step)
        self.logger.warning(
            "NO CREDENTIALS: %s reads from the embedded sandbox. Its records are not "
            "real and carry _wv_source = stub. Set the credentials, or allow_stub to "
            "false to forbid this.",
            self.name,
        )

    # ---------- the SDK's hooks

    @override
    def discover_streams(self) -> Sequence[Stream]:
        return [kind(tap=self) for kind in (*self.stream_types, ConnectorRunsStream)]

    @property
    @override
    def streams(self) -> dict[str, Stream]:
        """The streams in the order in which they are declared; the SDK sorts by name."""
        if self._streams is None:
            order = (*self.stream_types, ConnectorRunsStream)
            found = super().streams.values()
            in_order = sorted(found, key=lambda stream: order.index(type(stream)))
            self._streams = {stream.name: stream for stream in in_order}
        return self._streams

    @override
    def setup_mapper(self) -> None:
        super().setup_mapper()
        runs = self.streams[ConnectorRunsStream.name]
        if runs.name not in self.mapper.stream_maps:  # An older catalog was given.
            self.mapper.register_raw_stream_schema(
                runs.name, runs.schema, runs.primary_keys
            )

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """End at the next whole line; the SDK's signal handler has no public name."""
        self._signals += 1
        if self._signals == 1:
            self.writer.interrupt(KeyboardInterrupt())
        if self._signals >= _SIGNALS_TO_INSIST:
            os._exit(ExitCode.INTERRUPTED)

    @classmethod
    @override
    def get_singer_command(cls) -> click.Command:
        command = super().get_singer_command()
        command.__class__ = KitCommand
        return command

    @classmethod
    @override
    def invoke(  # type: ignore[override] # As in the SDK's own Tap.
        cls,
        *,
        state: IO[str] | None = None,
        catalog: IO[str] | None = None,
        **options: Any,
    ) -> None:
        super().invoke(
            state=json_object(state, "--state"),
            catalog=json_object(catalog, "--catalog"),
            **options,
        )
