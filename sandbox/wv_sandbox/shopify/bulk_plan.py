"""A bulk query, compiled: one line an object, children in lines of their own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import GraphQLObjectType, VariableValues, get_named_type
from typing_extensions import override

from wv_sandbox.shopify import projectors, search
from wv_sandbox.shopify.connections import Found
from wv_sandbox.shopify.plan import Compiler, is_connection
from wv_sandbox.shopify.selections import below
from wv_sandbox.shopify.shop.index import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graphql import FieldNode, GraphQLField

    from wv_sandbox.shopify.access import Access
    from wv_sandbox.shopify.connections import Arguments, Row
    from wv_sandbox.shopify.documents import Document
    from wv_sandbox.shopify.plan import Path
    from wv_sandbox.shopify.projectors import Projector

    Held = list[tuple["Branch", Any]]
    """Connections that were met, and their sources."""

Line = dict[str, Any]
_ROWS_AT_ONCE = 1_000


@dataclass
class Branch:
    """A connection of a bulk query.

    Attributes:
        arguments: How its rows are searched and sorted; `first` is ignored.
        node: Makes the line of a row.
        held: Connections met below rows while their lines were made.
    """

    arguments: Arguments
    node: Projector = projectors.nothing
    held: Held = field(default_factory=list)

    def lines(
        self,
        source: Any,  # noqa: ANN401  Rows of any kind.
        most: int | None,
        most_children: int | None,
        parent: str | None = None,
    ) -> Iterator[Line]:
        """Make the lines of its rows and of all below them.

        Args:
            source: The rows.
            most: Rows that are given; None for all.
            most_children: Rows that are given of each connection below.
            parent: Id of what holds the rows.
        """
        for row in itertools.islice(rows_of(source, self.arguments), most):
            line = self.node(row)
            if parent is not None:
                line["__parentId"] = parent
            yield line
            below_row, self.held[:] = list(self.held), ()
            for branch, children in below_row:
                yield from branch.lines(
                    children, most_children, most_children, row["id"]
                )


def rows_of(source: Any, arguments: Arguments) -> Iterator[Row]:  # noqa: ANN401  Rows of any kind.
    """Give the rows of a connection one by one, without holding them."""
    if isinstance(source, Rows):
        source = Found(source.root)
    if isinstance(source, Found):
        ids: Sequence[int] = source.ids(arguments)
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            yield from map(source.root.node, ids[start : start + _ROWS_AT_ONCE])
        return
    kept = source if source is not None else ()
    if arguments.filters:
        kept = [row for row in kept if search.matches(row, arguments.filters)]
    yield from reversed(kept) if arguments.reverse else kept


class BulkCompiler(Compiler):
    """Compiles a bulk query: connections are taken apart instead of being shown.

    Attributes:
        roots: The outermost connections and what they are of, once they were asked for.
    """

    def __init__(self, document: Document, access: Access) -> None:
        super().__init__(document, VariableValues({}, {}), access)
        self.roots: Held = []
        self._held: dict[tuple[str | int, ...], Held] = {}

    @override
    def takes(self, owner: GraphQLObjectType, name: str) -> bool:
        field = owner.fields.get(name)
        return field is not None and is_connection(get_named_type(field.type).name)

    @override
    def connection_of(
        self,
        kind: GraphQLObjectType,
        field: GraphQLField,
        nodes: list[FieldNode],
        path: Path,
    ) -> Projector:
        branch = Branch(self.page_arguments(field, nodes[0], path))
        where = [*path, "edges", "node"]
        above = self._held_by(path)
        self._held[tuple(where)] = branch.held
        edge = get_named_type(kind.fields["edges"].type)
        assert isinstance(edge, GraphQLObjectType)  # noqa: S101  Every edge is one.
        asked = self._inner(edge, self._inner(kind, nodes, "edges"), "node")
        node = get_named_type(edge.fields["node"].type)
        branch.node = self.composite_of(node, below(asked), where)
        return lambda source: above.append((branch, source))

    def _held_by(self, path: Path) -> Held:
        """Find what takes the connections of the node that a path leads through."""
        for length in range(len(path), 0, -1):
            if (found := self._held.get(tuple(path[:length]))) is not None:
                return found
        return self.roots

    def _inner(
        self, kind: GraphQLObjectType, nodes: Iterable[FieldNode], name: str
    ) -> list[FieldNode]:
        fields = self.selections.fields_of(kind, below(nodes))
        found = [node for nodes in fields.values() for node in nodes]
        return [node for node in found if node.name.value == name]
