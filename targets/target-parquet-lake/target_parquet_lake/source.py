"""The input as blocks of whole lines, from a pipe, a file or a test's buffer."""

from __future__ import annotations

import fcntl
import io
import os
import select
import stat
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 1 << 20
"""Bytes that are read at a time, and that a pipe may hold."""
_BOM = b"\xef\xbb\xbf"


def blocks(
    source: IO[Any], patience: Callable[[], float | None]
) -> Iterator[bytes | None]:
    """Read whole lines as they come.

    Args:
        source: Text or bytes; a text file's own buffer is read.
        patience: How long a pipe may stay silent [s]; None for ever.

    Yields:
        Blocks that end at a line break (the last one perhaps not), or None when a pipe
        has been silent for that long.
    """
    rest: list[bytes] = []
    first = True
    for chunk in _chunks(source, patience):
        if chunk is None:
            yield None
            continue
        data = chunk.removeprefix(_BOM) if first else chunk
        first = False
        end = data.rfind(b"\n") + 1
        if end:
            yield b"".join([*rest, memoryview(data)[:end]])
            rest = []
        rest.append(data[end:])
    if last := b"".join(rest):
        yield last


def _chunks(
    source: IO[Any], patience: Callable[[], float | None]
) -> Iterator[bytes | None]:
    raw = getattr(source, "buffer", source)
    pipe = _pipe(raw)
    if pipe is None:
        yield from _file_chunks(raw)
        return
    _widen(pipe)
    while True:
        if not select.select([pipe], [], [], patience())[0]:
            yield None
            continue
        data = os.read(pipe, CHUNK)
        if not data:
            return
        yield data


def _file_chunks(raw: IO[Any]) -> Iterator[bytes]:
    while data := raw.read(CHUNK):
        yield data.encode() if isinstance(data, str) else data


def _pipe(raw: IO[Any]) -> int | None:
    """The descriptor of a pipe, socket or terminal; None for what is read as a file."""
    try:
        descriptor = raw.fileno()
    except (AttributeError, io.UnsupportedOperation):
        return None
    is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
    return None if is_file else descriptor


def _widen(pipe: int) -> None:
    """Let a pipe hold more, so that the tap goes on while a commit is made."""
    widen = getattr(fcntl, "F_SETPIPE_SZ", None)
    if widen is not None:
        # It may be a socket, or the user may have too many wide pipes already.
        with suppress(OSError):
            fcntl.fcntl(pipe, widen, CHUNK)
