"""Which connections a bulk query holds, so that its lines can be put together again.

A line of a bulk result names its parent, but not the connection it came from. Where a
node has one connection that is no question; where it has several, the query asks each
of them for `__typename` under an alias of ours, and the line tells by that.
https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graphql.language import (
    FieldNode,
    NameNode,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    visit,
)
from graphql.language import ast as nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql.language import DocumentNode, SelectionNode

MARK = "in_connection_"
"""Beginning of the aliases that tell siblings apart."""


@dataclass(frozen=True)
class Shape:
    """A node of a bulk query: its connections, by the names under which they answer.

    Args:
        connections: Name to the shape of the nodes below.
    """

    connections: Mapping[str, Shape] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many connections lie within one another below a node."""
        below = (shape.depth for shape in self.connections.values())
        return 1 + max(below) if self.connections else 0

    @property
    def only(self) -> str | None:
        """The one connection; None if there are none or several."""
        return next(iter(self.connections)) if len(self.connections) == 1 else None


def shaped(query: str, name: str | None = None) -> tuple[str, Shape]:
    """Make siblings of a bulk query tell themselves apart.

    Args:
        query: One query with one connection at its root, fragments included.
        name: What to call the operation instead; a GraphQL name.

    Returns:
        The query to send, and the shape of its root nodes.

    Raises:
        ValueError: The query has no connection at its root, or one below a plain
            object, whose lines nobody could place.
    """
    document = parse(query, no_location=True)
    (operation,) = (
        part
        for part in document.definitions
        if isinstance(part, nodes.OperationDefinitionNode)
    )
    reader = _Reader(document)
    roots = [
        part
        for part in reader.fields(operation.selection_set)
        if _node_of(part) is not None
    ]
    if len(roots) != 1:
        msg = f"a bulk query has one connection at its root, this one {len(roots)}"
        raise ValueError(msg)
    shape = reader.shape(roots[0])
    return print_ast(visit(document, _Marker(reader.marks, name))), shape


def connection_of(line: Mapping[str, object], shape: Shape) -> str | None:
    """Tell from which connection of its parent a line comes; None if from none."""
    if shape.only:
        return shape.only
    return next((name for name in shape.connections if f"{MARK}{name}" in line), None)


class _Reader:
    """Reads one document; its fragments are looked through."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            part.name.value: part.selection_set
            for part in document.definitions
            if isinstance(part, nodes.FragmentDefinitionNode)
        }
        self.marks: dict[int, str] = {}

    def fields(self, selections: SelectionSetNode | None) -> Iterator[FieldNode]:
        """Yield the fields of a selection, also those in fragments."""
        for part in selections.selections if selections else ():
            if isinstance(part, FieldNode):
                yield part
            else:
                yield from self.fields(self._inside(part))

    def shape(self, connection: FieldNode) -> Shape:
        """Return the shape of a connection's nodes, and mark them if need be."""
        node = _node_of(connection)
        found: dict[str, FieldNode] = {}
        for part in self.fields(node.selection_set if node else None):
            if _node_of(part) is not None:
                found[_answer_name(part)] = part
            elif part.selection_set:
                self._refuse_below(part)
        if len(found) > 1:
            self.marks |= {id(_node_of(part)): name for name, part in found.items()}
        return Shape({name: self.shape(part) for name, part in found.items()})

    def _refuse_below(self, plain: FieldNode) -> None:
        for part in self.fields(plain.selection_set):
            if _node_of(part) is not None:
                msg = (
                    f"the connection {part.name.value} lies in the plain object "
                    f"{plain.name.value}; a bulk query cannot place its lines"
                )
                raise ValueError(msg)
            self._refuse_below(part)

    def _inside(self, part: SelectionNode) -> SelectionSetNode | None:
        if isinstance(part, nodes.FragmentSpreadNode):
            return self._fragments[part.name.value]
        if isinstance(part, nodes.InlineFragmentNode):
            return part.selection_set
        return None


def _answer_name(part: FieldNode) -> str:
    return part.alias.value if part.alias else part.name.value


def _node_of(part: FieldNode) -> FieldNode | None:
    """Return `node` of `edges { node }`; None where a field is no connection."""
    edges = _child(part, "edges")
    return _child(edges, "node") if edges else None


def _child(part: FieldNode, name: str) -> FieldNode | None:
    selections = part.selection_set.selections if part.selection_set else ()
    return next(
        (s for s in selections if isinstance(s, FieldNode) and s.name.value == name),
        None,
    )


class _Marker(Visitor):
    """Names the operation, and adds our alias to connections that have siblings.

    Args:
        marks: Identity of a field `node` to the name of its connection.
        name: Of the operation; as it is if None.
    """

    def __init__(self, marks: Mapping[int, str], name: str | None) -> None:
        super().__init__()
        self._marks = marks
        self._name = name

    def enter_operation_definition(
        self, part: nodes.OperationDefinitionNode, *_: object
    ) -> nodes.OperationDefinitionNode | None:
        return replace(part, name=NameNode(value=self._name)) if self._name else None

    def enter_field(self, part: FieldNode, *_: object) -> FieldNode | None:
        name = self._marks.get(id(part))
        if name is None or part.selection_set is None:
            return None
        mark = FieldNode(
            alias=NameNode(value=f"{MARK}{name}"), name=NameNode(value="__typename")
        )
        return replace(
            part,
            selection_set=SelectionSetNode(
                selections=(*part.selection_set.selections, mark)
            ),
        )
