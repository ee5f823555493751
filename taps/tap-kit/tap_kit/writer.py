"""The tap's one way out: every message in order, a pipe's worth at a time."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import UTC, datetime

from singer_sdk.singerlib import RecordMessage
from singer_sdk.singerlib.encoding import SimpleSingerWriter
from typing_extensions import override

from tap_kit.errors import ExitCode, TapError

FLUSH_BYTES = 1 << 16
"""What a Linux pipe holds."""


class PipeClosedError(TapError):
    """The target went away."""

    default_exit_code = ExitCode.STORAGE


class KitWriter(SimpleSingerWriter):
    """Prints messages as the SDK does, records without a flush each.

    Everything passes one list of bytes, so the order on stdout is the order of calls:
    a STATE never overtakes a record.
    """

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self._parts: list[bytes] = []
        self._bytes = 0
        self._stamp: bytes | None = None
        self._flushing = False
        self._reason: BaseException | None = None

    @property
    def stamp(self) -> bytes:
        """The end of a record's line: one time for all that leave together."""
        if self._stamp is None:
            now = datetime.now(UTC).isoformat()
            self._stamp = b',"time_extracted":"%b"}\n' % now.encode()
        return self._stamp

    def write_record(self, stream: str, head: bytes, record: bytes) -> None:
        """Print a record that is already JSON.

        Args:
            stream: Name of the stream, to count its rows.
            head: The line up to the record.
            record: The record, and the version if there is one.
        """
        # One call, so that a signal cannot leave half a line.
        self._parts.extend((head, record, self.stamp))
        self.rows[stream] += 1
        self._bytes += len(record)
        if self._bytes > FLUSH_BYTES:
            self.flush()

    @override
    def write_message(self, message: object) -> None:
        line = self.format_message(message) + "\n"  # type: ignore[arg-type] # The SDK's messages have no common public name.
        self._parts.append(line.encode())
        self._bytes += len(line)
        is_record = isinstance(message, RecordMessage)
        if is_record:
            self.rows[message.stream] += 1
        if not is_record or self._bytes > FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Hand over all that was printed.

        Raises:
            PipeClosedError: Nobody reads any more.
        """
        if self._flushing:
            return
        self._flushing = True
        try:
            self._hand_over()
        finally:
            self._flushing = False
        if self._reason is not None:
            reason, self._reason = self._reason, None
            raise reason

    def interrupt(self, reason: BaseException) -> None:
        """Raise the reason: here and now, or after the flush that is under way.

        A line torn in two would be worse than a late goodbye.

        Raises:
            BaseException: The reason.
        """
        if self._flushing:
            self._reason = reason
            return
        raise reason

    def _hand_over(self) -> None:
        parts, self._parts = self._parts, []
        self._bytes = 0
        self._stamp = None
        if not parts:
            return
        try:
            _write(b"".join(parts))
        except BrokenPipeError as error:
            _forget_stdout()
            what = "the target stopped reading"
            raise PipeClosedError(
                what, where="stdout", next_step="look for the target's own message"
            ) from error


def _write(data: bytes) -> None:
    out = sys.stdout  # Looked up each time: tests and embedders redirect it.
    out.flush()
    if raw := getattr(out, "buffer", None):
        raw.write(data)
        raw.flush()
    else:
        out.write(data.decode())


def _forget_stdout() -> None:
    """Let the interpreter flush into nothing at exit instead of failing once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
