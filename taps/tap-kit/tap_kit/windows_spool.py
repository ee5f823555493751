"""The rows of a slice: kept until the last has come, then given in their key's order.

They wait in a private temporary SQLite database, which the system deletes even if we
are killed: in memory as long as they are few, on disk when they are many.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import msgspec

from tap_kit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

CACHE_KIBIBYTES = 65_536
_BATCH = 1_000
_encode, _decode = msgspec.json.encode, msgspec.json.decode


class Spool:
    """Rows of one slice.

    Args:
        keys: The stream's primary key.
        where: For errors: the stream.
    """

    def __init__(self, keys: Sequence[str], where: str) -> None:
        self._keys = tuple(keys)
        self._where = where
        self._waiting: list[tuple[Any, ...]] = []
        columns = [f"k{number}" for number in range(len(self._keys))]
        # An empty name is a database that only this connection can see.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            f"PRAGMA cache_size = -{CACHE_KIBIBYTES}; "
            f"CREATE TABLE row ({' NOT NULL, '.join(columns)} NOT NULL, body BLOB, "
            f"PRIMARY KEY ({', '.join(columns)})) WITHOUT ROWID"
        )
        marks = ", ".join("?" * (len(columns) + 1))
        self._insert = f"INSERT INTO row VALUES ({marks})"  # noqa: S608 - question marks only.
        self._select = f"SELECT body FROM row ORDER BY {', '.join(columns)}"  # noqa: S608 - our own names.

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._database.close()

    def add(self, row: dict[str, Any]) -> None:
        """Keep a row.

        Raises:
            DataError: It, or one before it, has the key of another row, or none.
        """
        key = (row.get(name) for name in self._keys)
        self._waiting.append((*key, _encode(row)))
        if len(self._waiting) >= _BATCH:
            self._write()

    def add_all(self, rows: Iterable[dict[str, Any]]) -> None:
        """Keep rows.

        Raises:
            DataError: As `add`.
        """
        for row in rows:
            self.add(row)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the rows in the order of their key.

        Raises:
            DataError: As `add`.
        """
        self._write()
        for (body,) in self._database.execute(self._select):
            yield _decode(body)

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            self._database.executemany(self._insert, waiting)
        except sqlite3.IntegrityError as error:
            what = (
                f"two rows have the same key, or one has none ({', '.join(self._keys)})"
            )
            step = "a key that is none would lose rows: report this line"
            raise DataError(what, where=self._where, next_step=step) from error
