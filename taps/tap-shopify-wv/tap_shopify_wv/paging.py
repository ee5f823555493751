"""Read root nodes by pages: paced by points, smaller where too heavy, never cut short.

https://shopify.dev/docs/api/usage/pagination-graphql
"""

from __future__ import annotations

from enum import Enum
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Protocol

from tap_kit.errors import DataError, FatalError, ShrinkError, SkipError
from tap_shopify_wv.bulk_jobs import Span
from tap_shopify_wv.cost import MOST_POINTS
from tap_shopify_wv.drain import Drain, Node, Owner, pages
from tap_shopify_wv.selection import AFTER, FIRST, ID, QUERY, argument
from tap_shopify_wv.sorter import TooManyError, in_order
from tap_shopify_wv.windows import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from logging import Logger

    from graphql.language import FieldNode

    from tap_kit.errors import ApiError
    from tap_shopify_wv.drain import Ask
    from tap_shopify_wv.queries import Query

LONGEST_WALK = 20_000
"""Shopify ends a walk at 25,000 objects; before, it begins anew where it stands."""


class Order(Enum):
    """How root nodes come: by their instant, the newest first, or anyhow."""

    FORWARDS = "forwards"
    BACKWARDS = "backwards"
    NONE = "none"


class Paged(Protocol):
    """What a stream must be able to do to be read by pages."""

    @property
    def name(self) -> str:
        """The stream's name."""

    @property
    def root(self) -> str:
        """The query's root field, dotted where it lies deeper."""

    @property
    def by_id(self) -> str:
        """The root field that finds an owner of a connection by its id."""

    @property
    def logger(self) -> Logger:
        """Where the stream tells people something."""

    @property
    def query(self) -> Query:
        """The query as it may be asked now; `narrow` can change it."""

    @property
    def first(self) -> int:
        """Root nodes of a page."""

    @property
    def instant(self) -> str | None:
        """Field of a root node with the instant of its window."""

    @property
    def order(self) -> Order:
        """In which order the server sends root nodes."""

    def search(self, span: Span | None) -> str | None:
        """Return the search that a window means."""

    def narrow(self, error: ApiError) -> bool:
        """Leave out the fields that an answer refused; False if that cannot be."""


class PagedReader:
    """Reads one stream by pages.

    Args:
        stream: Which.
        ask: Sends a query.
    """

    def __init__(self, stream: Paged, ask: Ask) -> None:
        self._stream = stream
        self._ask = ask
        self._first = stream.first
        self._drains: Drain | None = None
        self._search: str | None = None

    def read(self, span: Span | None) -> Iterator[Node]:
        """Yield the root nodes of a window, each whole, in the order of their change.

        Raises:
            SkipError: It is not ours to read.
            DataError: More nodes changed in one instant than one walk can pass.
            TapError: As the error rules say.
        """
        instant = self._stream.instant
        if span is None or instant is None:
            yield from self._walk(span)
        elif self._stream.order is Order.FORWARDS:
            yield from self._walk_on(span, instant)
        else:
            yield from self._sorted(span, instant)

    def children(self, path: str, owner: Owner) -> list[Node]:
        """Read all of one connection of one owner."""
        return self._drain().children(path, owner)

    # ---------- several walks

    def _walk_on(self, span: Span, instant: str) -> Iterator[Node]:
        """Walk, and begin anew where it stands before the walk gets too long."""
        while True:
            node: Node = {}
            for count, node in enumerate(self._walk(span), 1):
                yield node
                if count >= LONGEST_WALK:
                    break
            else:
                return
            last = parse(node[instant])
            if last <= span.begin:
                raise self._too_many(str(node[instant]))
            span = Span(last, span.end)

    def _sorted(self, span: Span, instant: str) -> Iterator[Node]:
        """Walk a window whole and sort it; its halves where it is too long."""
        nodes = self._walk(span)
        if self._stream.order is Order.BACKWARDS:
            nodes = takewhile(lambda node: parse(node[instant]) >= span.begin, nodes)
        try:
            yield from in_order(nodes, instant, LONGEST_WALK)
        except TooManyError:
            halves = span.halves()
            if not halves:
                when = f"{span.begin} to {span.end}"
                raise self._too_many(when) from None
            for half in halves:
                yield from self._sorted(half, instant)

    def _too_many(self, when: str) -> DataError:
        what = f"more than {LONGEST_WALK:,} nodes changed at {when}"
        step = "set `bulk_mode` to always"
        return DataError(what, where=f"stream {self._stream.name}", next_step=step)

    # ---------- one walk

    def _walk(self, span: Span | None) -> Iterator[Node]:
        root, self._search = self._stream.root, self._stream.search(span)
        found = self._page(span, None)
        if not isinstance(found, dict) or "edges" not in found:
            yield from (self._whole(node) for node in _listed(found))
            return
        where = f"stream {self._stream.name}, {root}"
        for page in pages(found, lambda after: self._page(span, after), where):
            for edge in page["edges"]:
                yield self._whole(edge["node"])

    def _page(self, span: Span | None, after: str | None) -> Any:  # noqa: ANN401 - any root.
        """Ask for one page; smaller or narrower ones where Shopify wants that."""
        while True:
            query = self._stream.query
            self._fit(query)
            known = {
                FIRST: self._first,
                AFTER: after,
                QUERY: self._stream.search(span),
            }
            given = {name: known[name] for name in query.variables}
            try:
                data: Any = self._ask(query.page, given, query.cost(self._first))
            except ShrinkError as error:
                self._shrink(error)
            except (SkipError, FatalError) as error:
                if not self._stream.narrow(error):
                    raise
            else:
                for name in self._stream.root.split("."):
                    data = data.get(name) if data else None
                return data

    def _fit(self, query: Query) -> None:
        while self._first > 1 and query.cost(self._first) > MOST_POINTS:
            self._first //= 2

    def _shrink(self, error: ShrinkError) -> None:
        if self._first <= 1:
            raise error
        self._first //= 2
        self._stream.logger.warning(
            "%s: %s Asking for %d at a time.", self._stream.name, error, self._first
        )

    def _whole(self, node: Node) -> Node:
        root = self._stream.root
        if branches := self._stream.query.branches(root):
            ident = node.get(ID)
            owner = Owner(ident, root) if isinstance(ident, str) else None
            self._drain().complete(node, branches, owner)
        return node

    def _drain(self) -> Drain:
        stream = self._stream
        if self._drains is None or self._drains.query is not stream.query:
            where = f"stream {stream.name}"
            self._drains = Drain(stream.query, self._ask, where, stream.by_id)
        self._drains.search = self._search
        return self._drains


def order_of(root: FieldNode, instant: str | None) -> Order:
    """Tell from a root field's arguments how its nodes come."""
    key, back = argument(root, "sortKey"), argument(root, "reverse")
    by = str(getattr(key, "value", "")).replace("_", "").lower()
    if instant is None or by != instant.lower():
        return Order.NONE
    return Order.BACKWARDS if getattr(back, "value", False) else Order.FORWARDS


def _listed(found: Any) -> list[Node]:  # noqa: ANN401 - any root.
    if found is None:
        return []
    return found if isinstance(found, list) else [found]
