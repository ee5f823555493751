"""The record loop: the SDK's, with all that never changes taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from singer_sdk.streams import Stream
from typing_extensions import override

from tap_kit.checkpoint import Bookmark
from tap_kit.encode import Encoder

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from datetime import datetime

    from singer_sdk.helpers.types import Context, Record

    from tap_kit.tap import KitTap

Part = TypeVar("Part")
STATE_EVERY = 250
"""Records between two STATE messages: at most so many, and ties, are read twice."""


class RecordStream(Stream):
    """A stream with our columns, our checkpoints and the fast record loop.

    `_sync_records`, `_process_record` and `_write_record_message` are no public names
    of the SDK's: it has no other place where the cost of a record can be changed.
    """

    STATE_MSG_FREQUENCY = STATE_EVERY
    keeps_own_state: ClassVar[bool] = False
    """Whether the stream writes its bookmark itself, at the points where it is safe."""
    windows: ClassVar[type[RecordStream] | None] = None
    """The stream that tells which of its windows were pulled, see `windows`."""

    _tap: KitTap
    _encoder: Encoder | None = None
    _written = 0
    _place = 0, 1

    @property
    def tap(self) -> KitTap:
        """The tap this stream belongs to."""
        return self._tap

    def among(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Give the parts of a run one by one; the time to go is reckoned by them.

        Args:
            parts: Accounts, channels, lists: all that are read after each other.
        """
        known = [*parts]
        for number, part in enumerate(known):
            self._place = number, len(known)
            self.foresee(0.0)
            yield part

    def foresee(self, share: float) -> None:
        """Say how much of the part is done that is read now [0 to 1]."""
        number, parts = self._place
        self.tap.report.foresee(self.name, (number + share) / parts)

    @override
    def get_replication_key_signpost(
        self, context: Context | None = None
    ) -> datetime | None:
        """No bookmark beyond the start of the run, as the tap's clock shows it.

        None where the stream bounds its own: the SDK would write it into the state.
        """
        if self.keeps_own_state or not self.is_timestamp_replication_key:
            return None
        return self.tap.report.started_at

    @override
    def _write_starting_replication_value(self, context: Context | None) -> None:
        """Note where the run began, which the SDK's own bookmarks need."""
        if not self.keeps_own_state:
            super()._write_starting_replication_value(context)

    @override
    def _sync_records(
        self, context: Context | None = None, *, write_messages: bool = True
    ) -> Generator[dict[str, Any], Any, Any]:
        """Sync as the SDK does. Parents and batches leave that to the SDK itself."""
        self._tap.open()
        self._encoder = Encoder.of(self, self._encoder)
        with self._tap.report.reading(self.name):
            try:
                if self.selected and write_messages and not self.child_streams:
                    self._sync_fast(context)
                else:
                    yield from super()._sync_records(
                        context, write_messages=write_messages
                    )
            finally:
                self._tap.message_writer.flush()

    def _sync_fast(self, context: Context | None) -> None:
        self._written = 0
        with self.get_record_counter() as counter, self.get_sync_timer() as timer:
            contexts = [context] if context is not None else self.partitions
            for element in contexts or [{}]:
                counter.with_context(element)
                timer.with_context(element)
                here = element or None
                partition = self._get_state_partition_context(here)
                self._write_starting_replication_value(here)
                before = self._written
                try:
                    self._sync_context(here, partition or {})
                finally:
                    counter.increment(self._written - before)
                if here == partition:
                    self._finalize_state(self.get_context_state(here))
        if not context:
            self._finalize_state(self.stream_state)
        self._write_state_message()

    def _sync_context(
        self, context: Context | None, partition: Mapping[str, Any]
    ) -> None:
        """Write the records of one context: the hot loop."""
        bookmark = Bookmark(self, context)
        columns = self._tap.columns
        is_limited = self.ABORT_AT_RECORD_COUNT is not None
        for result in self.get_records(context):
            if is_limited:
                self._check_max_record_limit(self._written)
            row = result[0] if isinstance(result, tuple) else result
            record = self.post_process(row, context)
            if record is None:
                continue
            for name, value in partition.items():
                record.setdefault(name, value)
            record.update(columns)
            self._write_record_message(record)
            if bookmark.is_needed:
                bookmark.advance(record)
            self._written += 1
            if self._written % self.STATE_MSG_FREQUENCY == 0:
                self._write_state_message()

    @override
    def _process_record(
        self,
        record: Record,
        child_context: Context | None = None,
        partition_context: Context | None = None,
    ) -> None:
        """Add our columns; after the children, whose context they are no part of."""
        super()._process_record(record, child_context, partition_context)
        record.update(self._tap.columns)

    @override
    def _write_record_message(self, record: Record) -> None:
        """Print a record: fast, or else as the SDK does."""
        encoder = self._encoder
        if encoder is None or (line := encoder.encode(record)) is None:
            super()._write_record_message(record)
        else:
            self._tap.message_writer.write_record(encoder, line)
            self.state_manager.is_flushed = False
