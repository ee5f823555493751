"""Make an answer whole: every inner connection as a plain list with all its nodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from tap_kit.errors import DataError
from tap_shopify_wv.rest import BY_ID, Rest, rest_of
from tap_shopify_wv.selection import ID, QUERY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tap_shopify_wv.connections import Branch
    from tap_shopify_wv.queries import Query

Node: TypeAlias = dict[str, Any]
Ask: TypeAlias = "Callable[[str, dict[str, Any], float], dict[str, Any]]"
"""Sends a query with variables and its cost [points]; returns data."""
_REPORT = "the query is wrong: report this line"
_GID = re.compile(r"gid://shopify/(\w+)/")
_NO_NODES = ("Agreement",)
"""Ends of type names in ids of objects that cannot be asked for by their id."""


class NoOwnerError(LookupError):
    """An object with this id cannot be asked for."""


@dataclass(frozen=True)
class Owner:
    """The nearest object above a connection that can be asked for by its id.

    Args:
        id: Its gid.
        path: Where it lies in the query.
        at: Cursor before the object between it and the connection, if there is one.
        between: Id of that object.
    """

    id: str
    path: str
    at: str | None = None
    between: str | None = None


class Drain:
    """Follows every `pageInfo` of one stream's answers to its end.

    Args:
        query: The stream's.
        ask: Sends what is still to be asked.
        where: For errors.
        by_id: The root field that finds owners.
    """

    def __init__(self, query: Query, ask: Ask, where: str, by_id: str = BY_ID) -> None:
        self.query = query
        self.search: str | None = None
        self._ask = ask
        self._where = where
        self._by_id = by_id
        self._rests: dict[tuple[str, str, str], Rest] = {}

    def complete(
        self, node: Node, branches: Sequence[Branch], owner: Owner | None
    ) -> None:
        """Turn the connections below a node into lists, and read what they lack.

        Raises:
            DataError: A connection does not end, or has no owner to ask.
            TapError: As the error rules say.
        """
        for branch in branches:
            value = node.get(branch.name)
            if branch.pages and isinstance(value, dict):
                nodes = self._nodes(value, branch, owner)
                node[branch.name] = list(nodes)
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, dict):
                    inner = _owner(child, branch.path, owner)
                    self.complete(child, branch.branches, inner)

    def children(self, path: str, owner: Owner) -> list[Node]:
        """Read all of one connection of one owner, from its beginning.

        Raises:
            NoOwnerError: The owner cannot be asked for by its id.
        """
        empty = {"edges": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}
        if not has_own_id(owner.id):
            raise NoOwnerError(owner.id)
        *above, name = path[len(owner.path) + 1 :].split(".")
        branches = self.query.branches(owner.path)
        for step in above:
            branches = next(b for b in branches if b.name == step).branches
        branch = next(b for b in branches if b.name == name)
        return list(self._nodes(empty, branch, owner))

    def _nodes(self, page: Node, branch: Branch, owner: Owner | None) -> Iterator[Node]:
        before: str | None = None
        for page_ in self._pages(page, branch, owner):
            for edge in page_["edges"]:
                node = edge["node"]
                if branch.branches:
                    inner = _owner(node, branch.path, owner, before)
                    self.complete(node, branch.branches, inner)
                    before = edge.get("cursor")
                yield node

    def _pages(self, page: Node, branch: Branch, owner: Owner | None) -> Iterator[Node]:
        ask = partial(self._next_page, branch, owner)
        yield from pages(page, ask, f"{self._where}, {branch.path}")

    def _next_page(
        self, branch: Branch, owner: Owner | None, after: str | None
    ) -> Node:
        if owner is None:
            what = f"{branch.path} goes on, but nothing above it has an id"
            raise DataError(what, where=self._where, next_step=_REPORT)
        rest = self._rest(owner, branch.path)
        variables = {ID: owner.id, "after": after}
        if rest.has_between:
            variables["at"] = owner.at
        if rest.is_searched:
            variables[QUERY] = self.search
        value: Any = self._ask(rest.text, variables, rest.cost).get(self._by_id)
        for name, has_pages in rest.steps[:-1]:
            value = (value or {}).get(name)
            if has_pages:
                value = self._found_again(value, owner)
        value = (value or {}).get(rest.steps[-1][0])
        if value is None:  # Deleted since its first page was read.
            return {"edges": [], "pageInfo": {"hasNextPage": False}}
        return dict(value)

    def _found_again(self, connection: Node | None, owner: Owner) -> Node | None:
        edges = (connection or {}).get("edges") or [{}]
        node: Node | None = edges[0].get("node")
        if node is not None and node.get(ID) != owner.between:
            what = f"{owner.id} changed while it was read"
            raise DataError(what, where=self._where, next_step="run again")
        return node

    def _rest(self, owner: Owner, path: str) -> Rest:
        kind = kind_of(owner.id)
        key = (owner.path, path, kind)
        if key not in self._rests:
            self._rests[key] = rest_of(
                self.query, owner.path, path, kind, by_id=self._by_id
            )
        return self._rests[key]


def pages(page: Node, ask: Callable[[str | None], Node], where: str) -> Iterator[Node]:
    """Yield a connection's pages, from a given one to the last.

    Args:
        page: With `edges` and `pageInfo`.
        ask: Gets the page after a cursor.
        where: For errors.

    Raises:
        DataError: A cursor leads to itself.
    """
    after: str | None = None
    while True:
        yield page
        info = page["pageInfo"]
        if not info["hasNextPage"]:
            return
        if info["endCursor"] == after is not None:
            what = "a page ends where it began, so the walk would not end"
            raise DataError(what, where=where, next_step="run again later")
        after = info["endCursor"]
        page = ask(after)


def kind_of(gid: str) -> str:
    """Return the type in a global id: `gid://shopify/Order/1` is an `Order`."""
    found = _GID.match(gid)
    return found[1] if found else ""


def has_own_id(gid: str) -> bool:
    """Tell whether an object can be asked for by its id."""
    return not kind_of(gid).endswith(_NO_NODES)


def _owner(
    node: Node, path: str, above: Owner | None, before: str | None = None
) -> Owner | None:
    gid = node.get(ID)
    if not isinstance(gid, str):
        return above
    if has_own_id(gid):
        return Owner(gid, path)
    return Owner(above.id, above.path, before, gid) if above else None
