"""The Singer target: messages in, Delta tables and STATE out.

STATE leaves only after the commit, synced to the disk, that holds every record before
it. All streams are committed together, by rows, bytes or seconds, so that the newest
STATE can follow each time.
"""

from __future__ import annotations

import logging
import uuid
from typing import IO, TYPE_CHECKING, Any, ClassVar

from singer_sdk.helpers.capabilities import PluginCapabilities, TargetCapabilities
from singer_sdk.target_base import Target
from typing_extensions import override

from target_parquet_lake.batch_files import Rows, batch_runs
from target_parquet_lake.bulk_sink import BulkSink
from target_parquet_lake.clock import Clock, SystemClock
from target_parquet_lake.command import Command
from target_parquet_lake.committer import Committer
from target_parquet_lake.dead_letters import DeadLetters
from target_parquet_lake.delta import refused_by_disk
from target_parquet_lake.errors import LakeError, StorageError
from target_parquet_lake.loader import Loader
from target_parquet_lake.logs import known_by
from target_parquet_lake.outlet import mute_stdout as _mute_stdout
from target_parquet_lake.outlet import write_line as _write_line
from target_parquet_lake.progress import told
from target_parquet_lake.reader import LineReader
from target_parquet_lake.schedule import Schedule
from target_parquet_lake.settings import BULK, SETTINGS
from target_parquet_lake.summary import NAME

if TYPE_CHECKING:
    from types import FrameType

    from singer_sdk.helpers.capabilities import CapabilitiesEnum

    from target_parquet_lake.runs import Run, Woven

logger = logging.getLogger(NAME)


class TargetParquetLake(Command):
    """Loads Singer streams into a lake of Delta tables, plain Parquet underneath.

    Args:
        clock: Tells the time; the machine's clock unless a test gives another.
        **options: The SDK's own: config, parse_env_config, validate_config, ...

    Raises:
        SettingsError: If the lake's path, the tenant or the source cannot be used.
    """

    name = NAME
    config_jsonschema: ClassVar[dict[str, Any]] = SETTINGS
    capabilities: ClassVar[list[CapabilitiesEnum]] = [
        *Target.capabilities,
        PluginCapabilities.ACTIVATE_VERSION,
        PluginCapabilities.BATCH,
        TargetCapabilities.TARGET_SCHEMA,
        TargetCapabilities.SOFT_DELETE,
        TargetCapabilities.HARD_DELETE,
    ]
    default_sink_class = BulkSink
    # Commits go by our own schedule; the SDK's would use the wall clock.
    _MAX_RECORD_AGE_IN_MINUTES = float("inf")

    def __init__(self, *, clock: Clock | None = None, **options: Any) -> None:  # noqa: ANN401 - the SDK's.
        super().__init__(**options)
        self.clock = clock or SystemClock()
        self.max_parallelism = 1
        self.loader = Loader(self.config, self.clock, uuid.uuid4().hex)
        self.dead_letters = DeadLetters(
            self.loader, self.config, self.clock, self._schema_message
        )
        self._schedule = Schedule(
            rows=self.config.get("batch_size_rows") or self.config["commit_rows"],
            size=self.config["commit_bytes"],
            seconds=float(self.config["commit_interval_seconds"]),
            clock=self.clock,
        )
        self._in_bulk = self.config["engine"] == BULK
        self._reader = LineReader(self)
        self.message_reader = self._reader
        self.committer = Committer()
        self._passed_on: bytes | None = None
        self._signum: int | None = None

    @override  # type: ignore[misc] # Final for tools; nothing else surrounds a run.
    def listen(self, file_input: IO[str] | None = None) -> None:
        """Read messages to their end; the log tells how, and of which run."""
        summary = self.loader.summary
        with known_by(summary), told(summary, self.clock):
            super().listen(file_input)

    # What the reader calls.

    def take_run(self, run: Run | Woven) -> None:
        """Take records, and commit as often as it is time."""
        if not self._in_bulk:
            for number, line in run.lines():
                self._reader.message(number, line)
            return
        for head in run.cuts(self._schedule.room):
            self._reader.bulk.add(head)
            if self._schedule.take_rows(head.rows, head.size):
                self.commit()

    def take_state(self, line: Run) -> None:
        """Take a STATE line, in its place behind the records before it."""
        if self._in_bulk:
            self._reader.bulk.add(line)
            self.after_message(line.size, "STATE")
        else:
            self.take_run(line)

    def after_message(self, size: int, kind: str) -> None:
        """Commit when it is time."""
        counts = kind in {"RECORD", "STATE"}
        if counts and self._schedule.take(size, is_record=kind == "RECORD"):
            self.commit()

    def patience(self) -> float | None:
        """Seconds that the input may be silent before there is something to do."""
        return 0.0 if self._reader.bulk.behind else self._schedule.patience()

    def pause(self) -> None:
        """The input is silent: take what has begun, or commit what has waited.

        Raises:
            LakeError: If a line that waits cannot be taken, or a commit failed.
        """
        if self._reader.bulk.behind:
            self._reader.bulk.catch_up()
        else:
            self.commit_now()

    def commit(self) -> None:
        """Have all rows committed as soon as they are taken; their STATE passes then.

        Raises:
            LakeError: If a line that waits cannot be taken, or a commit before failed.
        """
        self._reader.bulk.then(self._commit)
        self._schedule.reset()

    def _commit(self) -> None:
        """Begin a commit, when the one before has ended."""
        self.dead_letters.flush()
        self.committer.wait()
        self.committer.submit(self.loader.seen())
        sinks = self._sinks_active.values()
        self._schedule.widen(sum(sink.current_size > 0 for sink in sinks))
        self.drain_all()
        self.committer.submit(self.loader.settle)

    def commit_now(self) -> None:
        """Commit all rows and pass the newest STATE on.

        Raises:
            LakeError: If a line that waits cannot be taken, or a commit failed.
        """
        self.commit()
        self._reader.bulk.catch_up()
        self.committer.wait()

    def _pass_on(self, state: bytes) -> None:
        """Pass a STATE on, byte for byte, once; rows that wait hold it back."""
        held = self.loader.waiting or self.loader.dry_run
        if held or state == self._passed_on:
            return
        try:
            _write_line(state)
        except OSError as error:
            _mute_stdout()
            raise StorageError(
                what=f"STATE cannot be written: {error.strerror}.",
                where="standard output",
                next_step=(
                    "repair where it goes; the rows are in the lake, so run again"
                ),
            ) from error
        self._passed_on = state
        self.loader.summary.states += 1

    # What the SDK calls. The names with an underscore are its hooks for a target that
    # decides itself when STATE may leave and how a signal ends it; it has no public
    # ones.

    @override
    def _process_record_message(self, message_dict: dict[str, Any]) -> None:
        """Take a record; what its stream's maps leave out is counted as filtered."""
        maps = self.mapper.stream_maps.get(message_dict["stream"], ())
        streams = [self.loader.summary.streams.get(m.stream_alias) for m in maps]
        before = [stream and stream.rows_read for stream in streams]
        super()._process_record_message(message_dict)
        for stream, count in zip(streams, before, strict=True):
            if stream is not None and stream.rows_read == count:
                stream.rows_read += 1
                stream.rows_filtered += 1

    @override
    def _process_batch_message(self, message_dict: dict[str, Any]) -> None:
        """Take a BATCH message's records like any others, stream maps included."""
        _ = self.mapper.stream_maps[message_dict["stream"]]
        for part in batch_runs(message_dict, self.config.get("batch_config")):
            if isinstance(part, Rows):
                self._take_rows(part)
            else:
                self.take_run(part)
        self._reader.bulk.flush()

    def _take_rows(self, rows: Rows) -> None:
        """Take rows that are Arrow already, as lines where they cannot be placed."""
        for part in rows.cuts(self._schedule.room):
            if not self._in_bulk or not self._reader.place(part):
                self.take_run(part.run())
            elif self._schedule.take_rows(part.table.num_rows, part.table.nbytes):
                self.commit()

    def _schema_message(self, stream: str) -> dict[str, Any] | None:
        """The SCHEMA message that holds for a stream, or None before its first."""
        for found in self.mapper.stream_maps.get(stream, ())[:1]:
            keys = found.raw_key_properties
            parts = {"schema": found.raw_schema, "key_properties": keys}
            return {"type": "SCHEMA", "stream": stream, **parts}
        return None

    @override
    def _process_state_message(self, message_dict: dict[str, Any]) -> None:
        super()._process_state_message(message_dict)
        self.loader.note_state(message_dict["value"])

    @override
    def _write_state_message(self, state: Any) -> None:
        """Pass a STATE on behind the rows, and the dead letters, that precede it."""
        self.dead_letters.flush()
        self.committer.submit(self.loader.settle)
        self.committer.submit(lambda: self._pass_on(state))

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """Ask the reader to end. A second signal changes nothing: it is ending."""
        if self._signum is None:
            self._signum = signum
            logger.info("Signal %d: committing what is complete", signum)
            self._reader.stop(signum)

    @override
    def process_endofpipe(self) -> None:
        """Commit the rest, replace what is to be replaced, and pass the last STATE on.

        Raises:
            LakeError: If the disk refuses, or lines went to the dead letters.
        """
        try:
            self.commit_now()
            self.loader.finish()
            self.loader.summary.check()
            super().process_endofpipe()
            self.committer.wait()
            self.dead_letters.end()
        except OSError as error:
            failure = refused_by_disk(error)
            self.end(failure)
            raise failure from error
        except Exception as error:
            self.end(error)
            raise
        self.end(None)

    def end(self, error: Exception | None) -> None:
        """Leave the run's summary, in the lake and on stderr.

        Raises:
            StorageError: If a good run's summary cannot be written.
        """
        self.committer.close()
        self.loader.discard()
        summary = self.loader.summary
        summary.end(self.clock.now(), error)
        for line in summary.text().splitlines():
            logger.info("%s", line)
        if summary.dry_run:
            return
        try:
            self.loader.lake.prepare()
            summary.save(self.loader.lake.control("runs"))
        except (OSError, LakeError) as failure:
            if error is None:
                raise StorageError(
                    what="The run is in the lake, but its summary cannot be saved.",
                    where=str(self.loader.lake.control("runs")),
                    next_step="make that folder writable; the run need not be repeated",
                ) from failure
            logger.warning("The run's summary could not be saved: %s", failure)
