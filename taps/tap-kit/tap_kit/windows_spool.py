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
        columns = ", ".join(f"k{number}" for number in range(len(self._keys)))
        marks = ", ".join("?" * (len(self._keys) + 1))
        # An empty name is a database that only this connection can see.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            f"PRAGMA cache_size = -{CACHE_KIBIBYTES}; "
            f"CREATE TABLE row ({columns}, body BLOB); "
            "BEGIN"  # Or each row would be a transaction of its own.
        )
        self._insert = f"INSERT INTO row VALUES ({marks})"  # noqa: S608 - question marks only.
        self._doubles = f"SELECT 1 FROM row GROUP BY {columns} HAVING count(*) > 1"  # noqa: S608 - our own names.
        self._select = f"SELECT body FROM row ORDER BY {columns}"  # noqa: S608 - as above.

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._database.close()

    def add(self, row: dict[str, Any]) -> None:
        """Keep a row.

        Raises:
            DataError: It has no key.
        """
        key = tuple(row.get(name) for name in self._keys)
        if None in key:
            what = "a row has no key"
            raise self._refused(what)
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
            DataError: Two have the same key. None has been given then.
        """
        self._write()
        self._refuse_doubles()
        for (body,) in self._database.execute(self._select):
            yield _decode(body)

    def _refuse_doubles(self) -> None:
        if self._database.execute(self._doubles).fetchone():
            what = "two rows have the same key"
            raise self._refused(what)

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._database.executemany(self._insert, waiting)

    def _refused(self, what: str) -> DataError:
        step = "a key that is none would lose rows: report this line"
        what = f"{what} ({', '.join(self._keys)})"
        return DataError(what, where=self._where, next_step=step)
