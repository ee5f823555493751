"""The tap's one way out: every message in order, a pipe's worth at a time."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from singer_sdk.singerlib import RecordMessage
from singer_sdk.singerlib.encoding import SimpleSingerWriter
from typing_extensions import override

from tap_kit.errors import ExitCode, TapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from singer_sdk.singerlib import Message

    from tap_kit.encode import Encoder

FLUSH_BYTES = 1 << 16
"""What a Linux pipe holds."""
# Line ends of Unicode may stand in JSON as they are, but some readers tear there.
# The SDK writes ASCII only. Inside JSON these bytes occur nowhere but in texts.
_LINE_ENDS = {
    "\x85".encode(): rb"\u0085",
    "\u2028".encode(): rb"\u2028",
    "\u2029".encode(): rb"\u2029",
}


class PipeClosedError(TapError):
    """The target went away."""

    default_exit_code = ExitCode.STORAGE


class KitWriter(SimpleSingerWriter):
    """Prints messages as the SDK does, but records without a flush each.

    Everything passes one list, so that the order on standard output is the order of
    calls: no STATE overtakes a record. `rows` counts the records of each stream.
    """

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self._lines: list[bytes] = []
        self._run: list[bytes] = []
        self._encoder: Encoder | None = None
        self._bytes = 0
        self._is_busy = False
        self._reason: BaseException | None = None
        self.watch: Callable[[], None] = _nobody
        """Is told whenever rows have left."""

    def write_record(self, encoder: Encoder, record: bytes) -> None:
        """Print a record of the encoder's stream that is JSON already.

        Raises:
            PipeClosedError: Nobody reads any more.
        """
        if encoder is not self._encoder:
            with self._undisturbed():
                self._end_run()
                self._encoder = encoder
        self._run.append(record)
        self._bytes += len(record)
        if self._bytes > FLUSH_BYTES:
            self.flush()

    @override
    def write_message(self, message: Message) -> None:
        """Print a message as the SDK does; all but records leave at once.

        Raises:
            PipeClosedError: Nobody reads any more.
        """
        line = f"{self.format_message(message)}\n".encode()
        with self._undisturbed():
            self._end_run()
            self._lines.append(line)
            self._bytes += len(line)
            if isinstance(message, RecordMessage):
                self.rows[message.stream] += 1
            else:
                self._hand_over()
            if self._bytes > FLUSH_BYTES:
                self._hand_over()

    def flush(self) -> None:
        """Hand over all that was printed.

        Raises:
            PipeClosedError: Nobody reads any more.
        """
        with self._undisturbed():
            self._end_run()
            self._hand_over()

    def interrupt(self, reason: BaseException) -> None:
        """Raise the reason: here and now, or when no line is half written any more.

        Raises:
            BaseException: The reason.
        """
        if self._is_busy:
            self._reason = reason
            return
        raise reason

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Hold interruptions back: they must not tear a line, or lose one."""
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False
        if self._reason is not None:
            reason, self._reason = self._reason, None
            raise reason

    def _end_run(self) -> None:
        """Put the envelopes around a run of records of one stream.

        They share one time, that of now: the loop flushes before each request, so it is
        that of their page.
        """
        if self._encoder is None or not self._run:
            return
        head = self._encoder.head
        tail = b',"time_extracted":"%b"}\n' % datetime.now(UTC).isoformat().encode()
        run, self._run = self._run, []
        self._lines += (head, (tail + head).join(run), tail)
        self.rows[self._encoder.stream] += len(run)

    def _hand_over(self) -> None:
        lines, self._lines = self._lines, []
        self._bytes = 0
        if not lines:
            return
        try:
            _write(_on_their_lines(b"".join(lines)))
        except BrokenPipeError as error:
            _forget_stdout()
            what = "the target stopped reading"
            step = "look for the target's own message; what it has stored is not lost"
            raise PipeClosedError(what, where="stdout", next_step=step) from error
        self.watch()


def _nobody() -> None:
    """Watch nothing."""


def _on_their_lines(data: bytes) -> bytes:
    if not data.isascii():
        for end, escaped in _LINE_ENDS.items():
            data = data.replace(end, escaped)
    return data


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
