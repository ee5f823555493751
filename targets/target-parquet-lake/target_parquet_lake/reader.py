"""Bytes to messages: the target's reader.

It finds runs of RECORD lines of one stream and hands each on as a whole
(`Target.take_run`), which is where a bulk engine takes over; everything else goes, line
by line, through the SDK's own callbacks. Whatever ends the input early, what came
before it is committed first.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from singer_sdk.singerlib.encoding.base import GenericSingerReader
from typing_extensions import override

from target_parquet_lake.bulk import Bulk
from target_parquet_lake.bulk_sink import BulkSink, bulk_sink
from target_parquet_lake.decode import (
    LineError,
    check_parts,
    decode,
    peek,
    state_value,
)
from target_parquet_lake.delta import refused_by_disk
from target_parquet_lake.errors import LakeError, StorageError
from target_parquet_lake.lines import library
from target_parquet_lake.memory import keep
from target_parquet_lake.refusals import MalformedLineError, StoppedError, translate
from target_parquet_lake.runs import Run, RunFinder, Woven
from target_parquet_lake.source import blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet_lake.batch_files import Rows
    from target_parquet_lake.target import TargetParquetLake

    Callbacks = dict[str, Callable[[dict[str, Any]], None]]

RECORD, STATE = "RECORD", "STATE"
_UNCOMPILED = (
    "Records are read without compiled code: the same rows, half as fast. "
    "Next: install the target again where there is a C compiler (cc, or what CC names)."
)


class LineReader(GenericSingerReader[bytes]):
    """Reads Singer messages as bytes.

    Args:
        target: The target whose turn it is after each message.
    """

    def __init__(self, target: TargetParquetLake) -> None:
        super().__init__()
        self._target = target
        self._waiting = False
        self._signum: int | None = None
        self._callbacks: Callbacks = {}
        self.bulk = Bulk(self)
        self._counts: Counter[str] = Counter()

    @property
    @override
    def default_input(self) -> IO[bytes]:
        return sys.stdin.buffer

    @override
    def deserialize_json(self, line: bytes) -> dict[str, Any]:
        return decode(line)

    def stop(self, signum: int) -> None:
        """End after the message at hand, or at once while waiting for input.

        Raises:
            StoppedError: While waiting for input.
        """
        self._signum = signum
        if self._waiting:
            self._waiting = False
            raise StoppedError(signum)

    @override
    def process_lines(
        self, file_input: IO[bytes] | None, callbacks: Callbacks
    ) -> Counter[str]:
        """Read to the end of the input.

        Raises:
            LakeError: If a message, the disk or a signal ends the run.
        """
        self._callbacks = callbacks
        keep()
        if library() is None:
            self._target.logger.info(_UNCOMPILED)
        try:
            self._read(file_input or self.default_input)
        except OSError as error:
            failure = refused_by_disk(error)
            self._give_up(failure)
            raise failure from error
        except Exception as error:
            self._give_up(error)
            raise
        finally:
            self.bulk.close()
        return self._counts

    def _give_up(self, error: Exception) -> None:
        """Commit what came before, unless the disk or the engine is what failed.

        Rows that the engine lost must not be covered by a STATE behind them.
        """
        try:
            if not self.bulk.failed and not isinstance(error, StorageError):
                self._target.commit_now()
        finally:
            self._target.end(error)

    def _read(self, source: IO[bytes]) -> None:
        finder = RunFinder()
        incoming = blocks(source, self._target.patience)
        while True:
            self._waiting = True
            block = next(incoming, b"")
            self._waiting = False
            if block == b"":
                self.bulk.flush()
                self._target.committer.wait()
                return
            if block is None:
                self._target.pause()
                continue
            for run in finder.runs(block):
                self._run(run)

    def _run(self, run: Run | Woven) -> None:
        if isinstance(run, Run) and run.stream is None:
            for number, line in run.lines():
                self._line(number, line)
        else:
            self._target.take_run(run)
        self._end_if_asked()

    def _end_if_asked(self) -> None:
        if self._signum is not None:
            raise StoppedError(self._signum)

    def _line(self, number: int, line: bytes) -> None:
        """Take a line that begins in no known way."""
        kind, stream = peek(line)
        if kind == RECORD and stream is not None:
            self._target.take_run(Run(line, number, stream, 1))
        elif kind == STATE:
            self._target.take_state(Run(line, number, None, 1))
        else:
            self.bulk.flush()
            self._target.committer.wait()
            self.message(number, line)

    def place(self, rows: Rows) -> bool:
        """Place rows that are Arrow already; returns whether that was possible."""
        sink = bulk_sink(self._target, rows.stream)
        return sink is not None and self.bulk.place(rows.table, sink)

    # What the bulk engine calls.

    def sink(self, stream: str) -> BulkSink | None:
        """The stream's sink, or None where its records are to be read one by one."""
        return bulk_sink(self._target, stream)

    def count(self, rows: int) -> None:
        """Count records that were placed."""
        self._counts[RECORD] += rows

    def message(self, number: int, line: bytes) -> None:
        """Take one line.

        Args:
            number: Its number, from 1.
            line: The line.

        Raises:
            DataError: If it is no message, or a message that cannot be taken.
            StoppedError: If the process was asked to end.
        """
        kind = self.take_line(number, line)
        self._target.after_message(len(line), kind)
        self._end_if_asked()

    def take_line(self, number: int, line: bytes) -> str:
        """Take one line, whenever the next commit is due.

        Returns:
            Its type.

        Raises:
            DataError: If it is no message, or a message that cannot be taken.
        """
        try:
            kind = self._take(number, line)
        except Exception as error:
            if not self._target.dead_letters.take(number, line, error):
                raise
            kind = RECORD
        self._counts[kind] += 1
        return kind

    def _take(self, number: int, line: bytes) -> str:
        try:
            kind, message = self._decoded(line)
        except LineError as error:
            raise MalformedLineError(
                what=f"A line is no Singer message: {error}.",
                where=f"line {number}",
                next_step="look at that line of the tap's output, and correct the tap",
            ) from None
        self._dispatch(number, kind, message)
        return kind

    def _decoded(self, line: bytes) -> tuple[str, dict[str, Any]]:
        message = decode(line)
        kind = message.get("type")
        if kind not in self._callbacks:
            raise LineError(why="its type is unknown")
        check_parts(message)
        if kind == STATE:
            message["value"] = state_value(line)
        return str(kind), message

    def _dispatch(self, number: int, kind: str, message: dict[str, Any]) -> None:
        stream = str(message.get("stream", ""))
        try:
            self._callbacks[kind](message)
        except LakeError as error:
            error.add_place(f"line {number}", f"stream {stream}" if stream else "")
            raise
        except Exception as error:
            refusal = translate(error, line=number, stream=stream)
            if refusal is None:
                raise
            raise refusal from None
