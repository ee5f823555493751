"""Put the lines of a bulk result together again, in constant memory.

Children do not follow their parents, and nothing says where they stand. So one pass
over the file notes in SQLite where each line lies, and the read-out walks the root
nodes in (instant, id) order and fetches their children from the file. Neither ever
holds more than one root node. SQLite's database is a private temporary one that the
system deletes even if we are killed; TMPDIR says where.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

from tap_kit.errors import DataError
from tap_shopify_wv.bulk_lines import head_reader, microseconds, read_node
from tap_shopify_wv.bulk_shape import MARK, connection_of
from tap_shopify_wv.drain import NoOwnerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from tap_shopify_wv.bulk_jobs import Span
    from tap_shopify_wv.bulk_shape import Shape

Node: TypeAlias = dict[str, Any]
Refill: TypeAlias = Callable[[tuple[str, ...], str], list[Node]]
"""Reads all children of a connection that may have been cut, by the names of the
connections that lead to it and the id of the parent."""

CUTS = frozenset({100, 250})
"""Numbers of children at which a connection may have been cut short."""
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -16384;
CREATE TABLE line (parent TEXT, id TEXT, at INTEGER, begin INTEGER, size INTEGER);
"""
_INDEX = """
CREATE INDEX by_parent ON line (parent);
CREATE INDEX by_id ON line (id);
"""
_ORPHANS = """
SELECT count(*) FROM line AS child WHERE parent IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM line AS above WHERE above.id = child.parent)
"""
_ROOTS = """
SELECT begin, size FROM line WHERE parent IS NULL
AND (:from_us IS NULL OR at >= :from_us) AND (:to_us IS NULL OR at < :to_us)
ORDER BY at, length(id), id, begin
"""
_CHILDREN = "SELECT begin, size FROM line WHERE parent = ?"


class Counts(NamedTuple):
    """What a bulk file holds: all lines, and those without a parent [1]."""

    lines: int
    roots: int


class Spool:
    """One bulk file, and where its lines lie.

    Args:
        path: The file, JSON lines. It may be deleted once the spool is made.
        shape: The connections of its root nodes.
        order_by: Field of the root nodes with the instant that orders them; by id
            alone if None.
        where: For errors, e.g. the stream.

    Raises:
        DataError: A line is no node, or its parent is nowhere in the file.
    """

    def __init__(
        self, path: Path, shape: Shape, order_by: str | None, where: str
    ) -> None:
        self._shape = shape
        self._where = where
        self._file = path.open("rb")
        # An empty name is a database that only this connection can see.
        self._database = sqlite3.connect("", isolation_level=None)
        try:
            self._database.executescript(_SCHEMA)
            self.counts = self._load(order_by)
            self._refuse_orphans()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of file and database."""
        self._database.close()
        self._file.close()

    def nodes(self, refill: Refill, within: Span | None = None) -> Iterator[Node]:
        """Yield the root nodes with all below them, in (instant, id) order.

        Args:
            refill: Reads the children that may have been cut.
            within: Leave out nodes whose instant lies elsewhere.

        Raises:
            DataError: A child belongs to no connection that was asked for.
        """
        begin, end = within or (None, None)
        bounds = {"from_us": microseconds(begin), "to_us": microseconds(end)}
        with closing(self._database.execute(_ROOTS, bounds)) as roots:
            for place in roots:
                node = self._read(*place)
                self._complete(node, self._shape, (), refill)
                yield node

    # ---------- the read-out

    def _complete(
        self, node: Node, shape: Shape, path: tuple[str, ...], refill: Refill
    ) -> None:
        """Give a node the lists of its children, and those theirs."""
        found = self._children(node, shape) if shape.connections else {}
        for name, children in found.items():
            here = (*path, name)
            if len(children) in CUTS:
                node[name] = refill(here, node["id"])
                continue
            node[name] = children
            try:
                for child in children:
                    self._complete(child, shape.connections[name], here, refill)
            except NoOwnerError:  # The child cannot be asked for, but its parent can.
                node[name] = refill(here, node["id"])

    def _children(self, node: Node, shape: Shape) -> dict[str, list[Node]]:
        found: dict[str, dict[object, Node]] = {name: {} for name in shape.connections}
        places = self._database.execute(_CHILDREN, (node["id"],)).fetchall()
        for begin, size in sorted(places):
            child = self._read(begin, size)
            name = connection_of(child, shape)
            if name is None:
                self._refuse("a child belongs to no connection that was asked for")
            child.pop(f"{MARK}{name}", None)
            # A node that changed while the job ran may come twice.
            found[name][child.get("id", begin)] = child
        return {
            name: sorted(nodes.values(), key=_order) for name, nodes in found.items()
        }

    def _read(self, begin: int, size: int) -> Node:
        return read_node(os.pread(self._file.fileno(), size, begin))

    # ---------- the first pass

    def _load(self, order_by: str | None) -> Counts:
        execute = self._database.execute
        execute("BEGIN")
        insert = "INSERT INTO line VALUES (?, ?, ?, ?, ?)"
        self._database.executemany(insert, self._rows(order_by))
        execute("COMMIT")
        self._database.executescript(_INDEX)
        counts = execute("SELECT count(*), count(*) - count(parent) FROM line")
        return Counts(*counts.fetchone())

    def _rows(
        self, order_by: str | None
    ) -> Iterator[tuple[str | None, str | None, int | None, int, int]]:
        head_of = head_reader(order_by)
        begin = 0
        for number, line in enumerate(self._file, 1):
            try:
                head = head_of(line)
            except (ValueError, RecursionError) as error:
                self._refuse(f"line {number:,} of the bulk file is no node", error)
            yield head.parent, head.id, microseconds(head.at), begin, len(line)
            begin += len(line)

    def _refuse_orphans(self) -> None:
        (orphans,) = self._database.execute(_ORPHANS).fetchone()
        if orphans:
            self._refuse(f"{orphans:,} lines of the bulk file have no parent in it")

    def _refuse(self, what: str, cause: Exception | None = None) -> NoReturn:
        step = "run again; if it stays, set `bulk_mode` to never and report this line"
        raise DataError(what, where=self._where, next_step=step) from cause


def _order(node: Node) -> tuple[int, str, int]:
    """Order siblings by id, or where they have none by the index they bear."""
    ident, index = str(node.get("id") or ""), node.get("index")
    return len(ident), ident, index if isinstance(index, int) else 0
