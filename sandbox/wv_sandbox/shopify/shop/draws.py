"""Random numbers of one row, drawn without those of any other.

`wv_sandbox.noise` draws whole columns; a single row costs it a hundred times more than
a hash does. Here one hash of (key, row) gives all the numbers of a row.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
_NUMBERS = struct.Struct("<16I")
_UNIT = 2.0**-32


class Draws:
    """An endless series of numbers, the same for the same key and row.

    Args:
        key: Names the series; at most 64 bytes.
        row: The row it belongs to.
    """

    __slots__ = ("_key", "_pool", "_position", "_row", "_turn")

    def __init__(self, key: bytes, row: int) -> None:
        self._key = key
        self._row = row
        self._turn = 0
        self._pool: tuple[int, ...] = ()
        self._position = 0

    def integer(self, below: int) -> int:
        """Draw a whole number from 0 to `below` - 1."""
        if self._position >= len(self._pool):
            text = self._row.to_bytes(8, "little") + self._turn.to_bytes(4, "little")
            digest = hashlib.blake2b(text, key=self._key).digest()
            self._pool = _NUMBERS.unpack(digest)
            self._position = 0
            self._turn += 1
        number = self._pool[self._position]
        self._position += 1
        return (number * below) >> 32

    def chance(self, per_mille: int) -> bool:
        """Tell whether something happens that does so in a share of cases."""
        return self.integer(1000) < per_mille

    def unit(self) -> float:
        """Draw from [0, 1)."""
        return self.integer(1 << 32) * _UNIT

    def choice(self, options: Sequence[T]) -> T:
        """Draw one of several."""
        return options[self.integer(len(options))]
