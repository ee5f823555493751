"""Finding runs of RECORD lines without parsing them.

A tap writes every record of a stream with the same beginning, e.g.
`{"type":"RECORD","stream":"a"`. The finder learns such beginnings and then finds the
end of a run by one search: the first line that begins otherwise. What follows the
beginning, key order and spacing included, is the tap's own affair. Where streams take
turns line by line, or records begin otherwise, a stretch of lines is sorted into one
run a stream. Any other line stands alone and is decoded whole.
"""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from target_parquet_lake.decode import peek
from target_parquet_lake.lines import alike, breaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STRING = rb'"(?:[^"\\]|\\.)*"'
_HEAD = re.compile(
    rb'[ \t]*\{\s*(?:"type"\s*:\s*"RECORD"\s*,\s*"stream"\s*:\s*(' + _STRING + rb")"
    rb'|"stream"\s*:\s*(' + _STRING + rb')\s*,\s*"type"\s*:\s*"RECORD")'
)
_MANY = 256
_TURNS = 4
"""Runs of a single line in a row, after which lines are sorted."""
_STRETCH = 1 << 20
"""Bytes that are sorted at a time."""


@dataclass(frozen=True, slots=True)
class Run:
    """Whole lines of one stream.

    Attributes:
        data: The lines.
        first: The number of the first line, from 1.
        stream: The stream whose records these are; None for one line of any kind.
        rows: How many lines; none of a stream's is blank.
        numbers: The lines' numbers, where they do not follow each other.
        closed: Whether each line is known to end with `}`.
    """

    data: bytes
    first: int
    stream: str | None
    rows: int
    numbers: tuple[int, ...] | None = None
    closed: bool = False

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    @property
    def parts(self) -> tuple[Run, ...]:
        """The run itself."""
        return (self,)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Each line that is not blank, with its number."""
        if self.numbers is not None:
            yield from zip(self.numbers, self.data.split(b"\n"), strict=False)
            return
        for number, line in enumerate(self.data.split(b"\n"), self.first):
            if line and not line.isspace():
                yield number, line

    def cuts(self, room: Callable[[], tuple[int, int]]) -> Iterator[Run]:
        """Cut the run where a commit is due.

        Args:
            room: Tells how many rows, and bytes, there may be until then.
        """
        rest: Run | None = self
        while rest is not None:
            head, rest = rest.cut(*room())
            yield head

    def cut(self, rows: int, size: int) -> tuple[Run, Run | None]:
        """Cut behind the line by which there are so many rows, or bytes.

        Returns:
            The run up to there, and what is left of it.
        """
        if self.rows <= rows and len(self.data) <= size:
            return self, None
        position = count = 0
        while count < min(rows, self.rows) and position < size:
            position = self.data.find(b"\n", position) + 1 or len(self.data)
            count += 1
        if count == self.rows:
            return self, None
        head, rest = self.data[:position], self.data[position:]
        first, left = self.first + count, self.rows - count
        return (
            replace(self, data=head, rows=count),
            replace(self, data=rest, first=first, rows=left),
        )


@dataclass(frozen=True, slots=True)
class Woven:
    """Lines of streams that take turns, sorted by stream.

    Attributes:
        parts: One run a stream.
        rows: How many lines they are.
        size: How many bytes.
    """

    parts: tuple[Run, ...]
    rows: int
    size: int

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Each line with its number, in the order they came."""
        return heapq.merge(*(part.lines() for part in self.parts))

    def cuts(self, room: Callable[[], tuple[int, int]]) -> Iterator[Run | Woven]:
        """Cut where a commit is due: line by line where all do not fit."""
        rows, size = room()
        if self.rows <= rows and self.size <= size:
            yield self
            return
        named = (
            [(n, line, part.stream) for n, line in part.lines()] for part in self.parts
        )
        for number, line, stream in heapq.merge(*named):
            yield Run(line + b"\n", number, stream, 1)


class RunFinder:
    """Cuts blocks of whole lines into runs, in their order."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[str, re.Pattern[bytes]]] = {}
        self._after: dict[bytes, bytes] = {}
        self._last = b""
        self._line = 1

    def runs(self, data: bytes) -> Iterator[Run | Woven]:
        """Cut a block of whole lines; line numbers go on from block to block."""
        whole = self._whole(data)
        if whole is not None:
            yield whole
            return
        position = turns = 0
        while position < len(data):
            woven = self._woven(data, position) if turns >= _TURNS else None
            if woven is not None:
                yield woven
                position += woven.size
                turns = 0
                continue
            stream, end = self._next(data, position)
            part = data[position:end]
            count = breaks(part)
            turns = turns + 1 if count == 1 else 0
            yield Run(part, self._line, stream, count + (part[-1:] != b"\n"))
            self._line += count
            position = end

    def _whole(self, data: bytes) -> Run | None:
        """The block as one run of the stream at hand, if that is what it is."""
        rows = alike(data, self._last) if self._last in self._known else None
        if rows is None:
            return None
        first, self._line = self._line, self._line + rows
        return Run(data, first, self._known[self._last][0], rows, closed=True)

    def _woven(self, data: bytes, position: int) -> Woven | None:
        """Sort the lines that come, up to one that is no record."""
        first = data.find(b"\n", position, position + _STRETCH)
        if first < 0 or self._stream(data[position:first]) is None:
            return None
        end = data.rfind(b"\n", position, position + _STRETCH)
        lines = data[position:end].split(b"\n")
        found: dict[str, tuple[list[bytes], list[int]]] = {}
        number = self._line
        for line in lines:
            stream = self._stream(line)
            if stream is None:
                break
            if stream not in found:
                found[stream] = ([], [])
            taken, numbers = found[stream]
            taken.append(line)
            numbers.append(number)
            number += 1
        rows, self._line = number - self._line, number
        parts = tuple(_sorted(stream, *both) for stream, both in found.items())
        return Woven(parts, rows, sum(p.size for p in parts))

    def _stream(self, line: bytes) -> str | None:
        """The stream of a record; None for any other line."""
        prefix = self._prefix(line, 0)
        if prefix is not None:
            return self._known[prefix][0]
        kind, stream = peek(line)
        return stream if kind == "RECORD" else None

    def _next(self, data: bytes, position: int) -> tuple[str | None, int]:
        prefix = self._prefix(data, position)
        if prefix is None:
            newline = data.find(b"\n", position)
            return None, len(data) if newline < 0 else newline + 1
        stream, other = self._known[prefix]
        found = other.search(data, position)
        return stream, found.start() + 1 if found else len(data)

    def _prefix(self, data: bytes, position: int) -> bytes | None:
        """The known beginning of a line; streams that take turns are foreseen."""
        guess = self._after.get(self._last, b"")
        if guess in self._known and data.startswith(guess, position):
            self._last = guess
            return guess
        head = _HEAD.match(data, position)
        if head is None:
            return None
        if head[0] not in self._known:
            self._learn(head)
        self._after[self._last] = self._last = head[0]
        return head[0]

    def _learn(self, head: re.Match[bytes]) -> None:
        if len(self._known) >= _MANY:
            self._known.clear()
            self._after.clear()
        prefix = head[0]
        try:
            stream = msgspec.json.decode(head[1] or head[2], type=str)
        except (msgspec.DecodeError, UnicodeDecodeError):
            stream = ""
        # The last line break of a block has no line behind it.
        other = re.compile(rb"\n(?!" + re.escape(prefix) + rb"|\Z)")
        self._known[prefix] = (stream, other)


def _sorted(stream: str, lines: list[bytes], numbers: list[int]) -> Run:
    data = b"\n".join([*lines, b""])
    return Run(data, numbers[0], stream, len(lines), tuple(numbers))
