"""Put nodes into the order of their change where Shopify's search cannot.

They wait in a private temporary SQLite database, so memory stays that of one node.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_encode, _decode = msgspec.json.encode, msgspec.json.decode


class TooManyError(Exception):
    """There are more nodes than one walk may pass."""


def in_order(
    nodes: Iterable[dict[str, Any]], instant: str, most: int
) -> Iterator[dict[str, Any]]:
    """Yield nodes by (instant, id).

    Args:
        nodes: In any order.
        instant: Field with the instant, as text that sorts.
        most: Give up beyond so many.

    Raises:
        TooManyError: There are more; none has been yielded.
    """
    # An empty name is a database that only this connection can see, on disk.
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        database.execute("CREATE TABLE node (at TEXT, id TEXT, body BLOB)")
        for count, node in enumerate(nodes, 1):
            if count > most:
                raise TooManyError
            row = (node.get(instant), node.get("id"), _encode(node))
            database.execute("INSERT INTO node VALUES (?, ?, ?)", row)
        order = "SELECT body FROM node ORDER BY at, length(id), id"
        for (body,) in database.execute(order):
            yield _decode(body)
