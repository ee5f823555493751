"""When to commit: by rows, bytes or seconds, whichever comes first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from target_parquet_lake.clock import Clock

_MANY_TABLES, _MOST_TABLES = 16, 32


@dataclass(slots=True)
class Schedule:
    """Counts what waits for the next commit.

    Attributes:
        rows: Commit after this many records.
        size: Commit after this many bytes of input.
        seconds: Commit when the oldest waiting message is this old [s].
        clock: Tells the time.
        first_seconds: The same for the first commit, which shows early that all works.
    """

    rows: int
    size: int
    seconds: float
    clock: Clock
    first_seconds: float = 1.0
    _wide: int = field(default=1, init=False)
    _rows: int = field(default=0, init=False)
    _size: int = field(default=0, init=False)
    _since: float | None = field(default=None, init=False)
    _later: bool = field(default=False, init=False)

    def take(self, size: int, *, is_record: bool) -> bool:
        """Count a message that has to be committed or passed on.

        Args:
            size: Its length [bytes].
            is_record: Whether it is a record.

        Returns:
            Whether a commit is due.
        """
        return self.take_rows(int(is_record), size)

    def take_rows(self, rows: int, size: int) -> bool:
        """Count records that came together.

        Args:
            rows: How many.
            size: Their length [bytes].

        Returns:
            Whether a commit is due.
        """
        self._rows += rows
        self._size += size
        now = self.clock.monotonic()
        if self._since is None:
            self._since = now
        full = self._rows >= self.rows or self._size >= self.size * self._wide
        return full or now - self._since >= self._patience

    def room(self) -> tuple[int, int]:
        """Rows, and bytes, until a commit is due; at least one of each."""
        if not self.seconds:
            return 1, 1
        size = self.size * self._wide
        return max(1, self.rows - self._rows), max(1, size - self._size)

    def patience(self) -> float | None:
        """Seconds until a commit is due in any case; None when nothing waits."""
        if self._since is None:
            return None
        return max(0.0, self._since + self._patience - self.clock.monotonic())

    @property
    def _patience(self) -> float:
        return self.seconds if self._later else min(self.first_seconds, self.seconds)

    def widen(self, tables: int) -> None:
        """Let a commit of many tables be larger: each of them costs the same again.

        Args:
            tables: How many the last one wrote.
        """
        self._wide = 1 + min(tables, _MOST_TABLES) // _MANY_TABLES

    def reset(self) -> None:
        """Start anew, after a commit."""
        self._later = self._later or self._since is not None
        self._rows = self._size = 0
        self._since = None
