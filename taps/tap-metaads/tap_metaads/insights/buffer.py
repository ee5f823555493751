"""Rows of one attempt: given only when the attempt has come to its end."""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

IN_MEMORY = 5_000
"""Rows that are held in memory; more go to a private file, which dies with us."""
_encode = msgspec.json.Encoder(decimal_format="number").encode
_decode = msgspec.json.Decoder(float_hook=Decimal).decode


def _private_file() -> IO[bytes]:
    return TemporaryFile()


class Buffer:
    """Holds rows back; what an attempt that fails has brought is thrown away."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._file: IO[bytes] | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def add(self, rows: list[dict[str, Any]]) -> None:
        """Keep rows."""
        self._rows += rows
        if len(self._rows) > IN_MEMORY:
            if self._file is None:
                self._file = self._open.enter_context(_private_file())
            self._file.writelines(_encode(row) + b"\n" for row in self._rows)
            self._rows = []

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give them in the order in which they came."""
        if self._file:
            self._file.seek(0)
            yield from map(_decode, self._file)
        yield from self._rows
