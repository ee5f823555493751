"""Which keys of a stream have been seen, and which of them are gone.

What the source no longer lists can only be missed by somebody who remembers it. The
ledger is a SQLite file beside the other things that outlive a run; it holds ids, no
people. Without it nothing false is told: the next sweep starts it anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tap_kit.errors import ExitCode, TapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA temp_store = FILE;
CREATE TABLE IF NOT EXISTS known (
  stream TEXT NOT NULL, key TEXT NOT NULL, gone_at TEXT, found_at TEXT,
  PRIMARY KEY (stream, key)
) WITHOUT ROWID;
CREATE TEMP TABLE listed (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_NOTE = """
INSERT INTO known VALUES (?, ?, NULL, NULL)
ON CONFLICT (stream, key) DO UPDATE SET gone_at = NULL, found_at = NULL
WHERE gone_at IS NOT NULL
"""
_ADD = "INSERT OR IGNORE INTO known SELECT ?, key, NULL, NULL FROM listed"
_MISSING = """
SELECT key FROM known WHERE stream = ? AND gone_at IS NULL
AND key NOT IN (SELECT key FROM listed) ORDER BY key
"""
_BURY = """
INSERT INTO known VALUES (?, ?, ?, ?)
ON CONFLICT (stream, key) DO UPDATE
SET gone_at = excluded.gone_at, found_at = excluded.found_at WHERE gone_at IS NULL
"""
_GONE = """
SELECT key, gone_at FROM known WHERE stream = ? AND found_at >= ? ORDER BY gone_at, key
"""


_PAGE = 250
_SEPARATOR = "\x1f"


def split_key(key: str) -> list[str]:
    """Return the values of the key columns that a key was made of."""
    return key.split(_SEPARATOR)


def with_keys(
    names: Sequence[str],
    records: Iterable[dict[str, Any]],
    keep: Callable[[list[str]], None],
) -> Iterator[dict[str, Any]]:
    """Pass records on; their keys are kept before the last of each batch leaves.

    Never a record ahead: the stream's state moves with its records, and a STATE must
    not cover what waits here.

    Args:
        names: The key columns.
        records: What the stream gives.
        keep: Takes the keys of a batch, e.g. `Ledger.add_to_list`.
    """
    keys: list[str] = []
    try:
        for record in records:
            keys.append(_SEPARATOR.join(str(record[name]) for name in names))
            if len(keys) == _PAGE:
                keep(keys)
                keys = []
            yield record
    finally:
        keep(keys)


class Ledger:
    """The keys of all streams of one account.

    Args:
        path: The file; it is made with its folder where there is none.

    Raises:
        TapError: The file cannot be read or written, or is none of ours (exit code 7).
            So do all methods.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._disk():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._database = sqlite3.connect(path, isolation_level=None, timeout=30)
            try:
                self._database.executescript(_SCHEMA)
            except sqlite3.Error:
                self._database.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def knows_any(self, stream: str) -> bool:
        """Tell whether any key of a stream has ever been noted."""
        query = "SELECT EXISTS (SELECT 1 FROM known WHERE stream = ?)"
        with self._disk():
            return bool(self._database.execute(query, (stream,)).fetchone()[0])

    def note(self, stream: str, keys: Iterable[str]) -> None:
        """Note keys that are there; one that was gone is back."""
        with self._disk(), self._at_once():
            self._database.executemany(_NOTE, ((stream, key) for key in keys))

    def unknown(self, stream: str, keys: Iterable[str]) -> list[str]:
        """Return which keys have never been noted, in their order."""
        query = "SELECT EXISTS (SELECT 1 FROM known WHERE stream = ? AND key = ?)"
        with self._disk():
            return [
                key
                for key in keys
                if not self._database.execute(query, (stream, key)).fetchone()[0]
            ]

    def begin_list(self) -> None:
        """Begin a full list of a stream's keys."""
        with self._disk():
            self._database.execute("DELETE FROM listed")

    def add_to_list(self, keys: Iterable[str]) -> None:
        """Add keys to the list, each once or more often."""
        with self._disk(), self._at_once():
            add = "INSERT OR IGNORE INTO listed VALUES (?)"
            self._database.executemany(add, ((key,) for key in keys))

    def missing(self, stream: str) -> list[str]:
        """Hold the full list against what is known; new keys are noted.

        Returns:
            Known keys that are not in it and not yet gone. None if it is empty: that
            says more about the list than about the shop.
        """
        with self._disk(), self._at_once():
            self._database.execute(_ADD, (stream,))
            some = "SELECT EXISTS (SELECT 1 FROM listed)"
            if not self._database.execute(some).fetchone()[0]:
                return []
            found = self._database.execute(_MISSING, (stream,)).fetchall()
        return [key for (key,) in found]

    def bury(
        self, stream: str, keys: Iterable[str], at: str, found_at: str | None = None
    ) -> None:
        """Note that keys are gone; what is known of them first counts.

        Args:
            stream: The stream.
            keys: Which.
            at: Since when [UTC].
            found_at: When that was found out [UTC]; at the same time if None.
        """
        rows = ((stream, key, at, found_at or at) for key in keys)
        with self._disk(), self._at_once():
            self._database.executemany(_BURY, rows)

    def gone(self, stream: str, since: str) -> Iterator[tuple[str, str]]:
        """Yield what was found to be gone since an instant: keys, and since when."""
        with self._disk():
            yield from self._database.execute(_GONE, (stream, since)).fetchall()

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Write all or nothing."""
        self._database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            what = f"the ledger of ids cannot be used: {error}"
            step = (
                "give the process a writable folder (`state_dir`), or delete the file"
            )
            raise TapError(
                what, where=str(self._path), next_step=step, exit_code=ExitCode.STORAGE
            ) from error
