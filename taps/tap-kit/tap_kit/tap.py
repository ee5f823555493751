"""The tap that all our taps are: ready before it reads, honest when it ends."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_kit import approval
from tap_kit.answers import OPTIONS, answer
from tap_kit.cli import KitCommand, json_object
from tap_kit.errors import ExitCode, SettingsError, TapError
from tap_kit.logs import correlated
from tap_kit.planned import PlannedTap
from tap_kit.progress import Foreseen, Progress
from tap_kit.runs import ConnectorRunsStream
from tap_kit.settings import check_state, unreadable
from tap_kit.writer import PipeClosedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    import click
    from singer_sdk.plugin_base import _ConfigInput
    from singer_sdk.streams import Stream

    from tap_kit.loop import RecordStream

_SIGNALS_TO_INSIST = 3
"""Ctrl-C under Meltano reaches a tap twice; who sends a third signal means it."""


class KitTap(PlannedTap):
    """A source, its streams in the order of reading, and `connector_runs`."""

    stream_types: ClassVar[tuple[type[RecordStream], ...]]
    """Every stream but the last, `connector_runs`, which all taps have."""

    _is_open = False
    _signals = 0

    def check_settings(self) -> None:
        """Refuse what cannot work, asking nobody: keys, days, what a plan lacks.

        Raises:
            TapError: The run cannot begin.
        """

    def prepare(self) -> None:
        """Learn what the plan needs, once, before it is told; `super()` comes first.

        Raises:
            TapError: The run cannot begin.
        """
        self.check_settings()

    # ---------- the run

    def open(self) -> None:
        """Get leave to read, once, before the first record of any stream.

        Raises:
            SettingsError: There are no credentials and `allow_stub` is false, an
                instant is none, or the approval command refuses.
        """
        if self._is_open:
            return
        self._is_open = True
        self.refuse_stub()
        if self.is_stub:
            self._warn_of_stub()
        _ = self.start_date  # A wrong one is told before anything is read.
        self.prepare()
        if (command := self.config.get("approval_command")) is not None:
            seconds = self.config["approval_timeout_seconds"]
            approval.ask(command, self.whole_plan(), timeout_seconds=seconds)
        self.logger.info(
            "Run %s, correlation id %s", self.report.run_id, self.report.correlation_id
        )

    @override
    def close(self) -> None:
        super().close()
        self._is_open = False

    def finish(self, error: BaseException | None = None) -> ExitCode:
        """Close the report; the first call decides."""
        for name, rows in self.message_writer.rows.items():
            self.report.add_rows(name, rows)
        self.message_writer.rows.clear()
        return self.report.finish(error)

    @override  # type: ignore[misc] # Final for tools; nothing else surrounds a run.
    def sync_all(self) -> None:
        """Read all streams in order, then say how it went, whatever happened.

        Raises:
            TapError: Why it did not end well; its exit code is the process's.
        """
        with correlated(self.report.run_id, self.report.correlation_id):
            try:
                self.open()
                with self._watched():
                    super().sync_all()
            except BaseException as error:
                self._tell(error)
                raise
            finally:
                self.close()
                for line in self.report.summary().splitlines():
                    self.logger.info("%s", line)
            self._refuse_partial()

    def _refuse_partial(self) -> None:
        """End a run that is not whole with an exit code that says so.

        Raises:
            TapError: Some of it was left out.
        """
        if self.finish() is ExitCode.PARTIAL:
            what = "some of it was left out"
            step = "see the warnings above; everything else has arrived"
            raise TapError(
                what, where=self.name, next_step=step, exit_code=ExitCode.PARTIAL
            )

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Show how the run is getting on."""
        readings = self.readings() if self.foresees_requests else ()
        foreseen = Foreseen(
            streams=[stream.name for stream in self.asking],
            requests={r.stream: r.requests for r in readings},
            quotas=self.quotas,
            left=lambda: self.quota_left,
        )
        rows = self.message_writer.rows
        progress = Progress(self.report, rows, self.real_clock, foreseen)
        self.message_writer.watch = self.report.watch = progress.tell
        try:
            yield
        finally:
            progress.end()

    def _tell(self, error: BaseException) -> None:
        """Write the run's record and the last STATE after a failure."""
        is_told = self.report.exit_code is not None
        self.finish(error)
        runs = self.streams[ConnectorRunsStream.name]
        if runs.selected and not is_told and not isinstance(error, PipeClosedError):
            runs.sync()
            runs.finalize_state_progress_markers()

    def refuse_stub(self) -> None:
        """End a run that would read the sandbox and must not.

        Raises:
            SettingsError: There are no credentials, and `allow_stub` is false.
        """
        if self.is_stub and not self.config["allow_stub"]:
            what = "there are no credentials, and allow_stub is false"
            step = f"set the credentials (`{self.name} --about` names them)"
            raise SettingsError(what, where=f"settings of {self.name}", next_step=step)

    def _warn_of_stub(self) -> None:
        self.logger.warning(
            "NO CREDENTIALS: %s reads from the embedded sandbox. Its records are not "
            "real and carry _wv_source = stub. Set the credentials, or allow_stub to "
            "false to forbid this.",
            self.name,
        )

    # ---------- the SDK's hooks

    @property
    def _kinds(self) -> tuple[type[RecordStream], ...]:
        """All streams in order; before each the one that tells its windows."""
        kinds = (k for kind in self.all_types for k in (kind.windows, kind) if k)
        return (*kinds, ConnectorRunsStream)

    @property
    @override
    def asking(self) -> list[Stream]:
        """The selected streams, without those that tell of runs and of windows."""
        others = {kind.windows for kind in self.all_types} | {ConnectorRunsStream}
        streams = self.streams.values()
        return [s for s in streams if s.selected and type(s) not in others]

    @property
    def all_types(self) -> tuple[type[RecordStream], ...]:
        """The streams of this run; more than `stream_types` where settings say."""
        return self.stream_types

    @override
    def discover_streams(self) -> Sequence[Stream]:
        return [kind(tap=self) for kind in self._kinds]

    @property
    @override
    def streams(self) -> dict[str, Stream]:
        """The streams in the order of their declaration; the SDK sorts by name."""
        if self._streams is None:
            order: list[type[Stream]] = list(self._kinds)
            found = list(super().streams.values())
            found.sort(key=lambda stream: order.index(type(stream)))
            self._streams = {stream.name: stream for stream in found}
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
    def load_state(self, state: dict[str, Any]) -> None:
        """Take bookmarks; what the SDK would silently ignore is refused.

        Raises:
            SettingsError: It is no state.
        """
        check_state(state)
        super().load_state(state)

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """End at the next whole line; the SDK's signal handler has no public name."""
        self._signals += 1
        if self._signals == 1:
            self.message_writer.interrupt(KeyboardInterrupt())
        if self._signals >= _SIGNALS_TO_INSIST:
            os._exit(ExitCode.INTERRUPTED)

    # ---------- the command line

    @classmethod
    @override
    def get_singer_command(cls) -> click.Command:
        command = super().get_singer_command()
        return KitCommand(
            name=command.name,
            callback=command.callback,
            params=[*command.params, *OPTIONS],
            help=command.help,
            context_settings=command.context_settings,
            logger=cls.logger,
        )

    @classmethod
    @override
    def cb_config(
        cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]
    ) -> _ConfigInput:
        try:
            return super().cb_config(ctx, param, value)
        except (OSError, ValueError, TypeError) as error:
            raise unreadable(value, error) from error

    @classmethod
    @override
    def invoke(
        cls,
        *,
        state: IO[str] | None = None,
        catalog: IO[str] | None = None,
        plan: bool = False,
        doctor: str | None = None,
        **options: Any,
    ) -> None:
        known = json_object(state, "--state")
        chosen = json_object(catalog, "--catalog")
        if not (plan or doctor):
            super().invoke(state=known, catalog=chosen, **options)
            return
        given = options.get("config")
        make = partial(
            cls,
            config=given.config if given else None,
            parse_env_config=bool(given and given.parse_env),
            state=json.load(known) if known else None,
            catalog=json.load(chosen) if chosen else None,
        )
        answer(make, cls, doctor)
