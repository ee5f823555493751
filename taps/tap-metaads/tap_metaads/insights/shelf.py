"""Actions that came with a pull, until their own stream takes them.

One pull serves two streams. What the first has pulled lies here, whole or not at all;
what is not here is pulled again, so the two need not agree on how far they are.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_metaads.insights.report import Ask

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE pull (name TEXT PRIMARY KEY, is_whole INTEGER) WITHOUT ROWID;
CREATE TABLE item (name TEXT, body BLOB);
CREATE INDEX by_name ON item (name);
"""
_encode, _decode = msgspec.json.encode, msgspec.json.decode
_BATCH = 1_000


class Shelf:
    """Rows by question, in a private database that dies with us."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of it."""
        self._database.close()

    def passing(
        self, ask: Ask, rows: Iterable[dict[str, Any]], names: tuple[str, ...]
    ) -> Iterator[dict[str, Any]]:
        """Give rows, and keep a copy without what the actions do not need.

        Args:
            ask: What the rows answer.
            rows: As Meta answers them.
            names: Fields that are kept.
        """
        mark = _mark(ask)
        self._drop(mark)
        waiting: list[tuple[str, bytes]] = []
        for row in rows:
            kept = {name: row[name] for name in names if name in row}
            waiting.append((mark, _encode(kept)))
            if len(waiting) >= _BATCH:
                self._put(waiting)
                waiting = []
            yield row
        self._put(waiting)
        self._database.execute("INSERT INTO pull VALUES (?, 1)", (mark,))

    def take(self, ask: Ask) -> Iterator[dict[str, Any]] | None:
        """Return what was kept, once; None if it is not here as a whole."""
        mark = _mark(ask)
        query = "SELECT 1 FROM pull WHERE name = ?"
        if not self._database.execute(query, (mark,)).fetchone():
            return None
        return self._taken(mark)

    def _taken(self, mark: str) -> Iterator[dict[str, Any]]:
        query = "SELECT body FROM item WHERE name = ? ORDER BY rowid"
        for (body,) in self._database.execute(query, (mark,)):
            yield _decode(body)
        self._drop(mark)

    def _put(self, waiting: list[tuple[str, bytes]]) -> None:
        self._database.executemany("INSERT INTO item VALUES (?, ?)", waiting)

    def _drop(self, mark: str) -> None:
        self._database.execute("DELETE FROM pull WHERE name = ?", (mark,))
        self._database.execute("DELETE FROM item WHERE name = ?", (mark,))


def _mark(ask: Ask) -> str:
    report, days = ask.report, ask.days
    return f"{report.hash}/{ask.account.identity}/{days.first}/{days.last}"
