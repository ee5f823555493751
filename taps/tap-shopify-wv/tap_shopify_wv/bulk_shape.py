"""Which connections a bulk query holds, so that its lines can be put together again.

A line of a bulk result names its parent, but not the connection it came from. Where a
node has one connection that is no question; where it has several, the query asks each
of them for `__typename` under an alias of ours, and the line tells by that.
https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tap_shopify_wv import nodes
from tap_shopify_wv.selection import (
    answer_name,
    changed,
    fields,
    inlined,
    inside,
    is_connection,
    leaf,
    mapped,
    selecting,
    with_inside,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    operation, selections = _operation(query)
    roots = [part for part in fields(selections) if is_connection(part)]
    if len(roots) != 1:
        msg = f"a bulk query has one connection at its root, this one {len(roots)}"
        raise ValueError(msg)
    marks: dict[str, str] = {}
    shape = _shape(roots[0], answer_name(roots[0]), marks)

    def mark(part: nodes.FieldNode, path: str) -> nodes.FieldNode:
        below = inside(part)
        if path not in marks or below is None:
            return part
        alias = nodes.NameNode(value=f"{MARK}{marks[path]}")
        tell = changed(leaf("__typename"), alias=alias)
        return with_inside(part, selecting(*below.selections, tell))

    operation = changed(operation, selection_set=mapped(selections, mark))
    if name:
        operation = changed(operation, name=nodes.NameNode(value=name))
    return nodes.print_ast(operation), shape


def connection_of(line: Mapping[str, object], shape: Shape) -> str | None:
    """Tell from which connection of its parent a line comes; None if from none."""
    if shape.only:
        return shape.only
    return next((name for name in shape.connections if f"{MARK}{name}" in line), None)


def _operation(
    query: str,
) -> tuple[nodes.OperationDefinitionNode, nodes.SelectionSetNode]:
    """Return the one operation, and what it selects with fragments put in place."""
    parts = nodes.parse(query, no_location=True).definitions
    fragments = {
        part.name.value: part
        for part in parts
        if isinstance(part, nodes.FragmentDefinitionNode)
    }
    (operation,) = (p for p in parts if isinstance(p, nodes.OperationDefinitionNode))
    return operation, inlined(operation.selection_set, fragments)


def _shape(connection: nodes.FieldNode, path: str, marks: dict[str, str]) -> Shape:
    """Return the shape of a connection's nodes, and note the paths of siblings."""
    found: dict[str, nodes.FieldNode] = {}
    for part in fields(inside(connection)):
        if is_connection(part):
            found[answer_name(part)] = part
        else:
            _refuse_below(part)
    if len(found) > 1:
        marks |= {f"{path}.{name}": name for name in found}
    return Shape(
        {name: _shape(part, f"{path}.{name}", marks) for name, part in found.items()}
    )


def _refuse_below(plain: nodes.FieldNode) -> None:
    for part in fields(plain.selection_set):
        if is_connection(part):
            msg = (
                f"the connection {part.name.value} lies in the plain object "
                f"{plain.name.value}; a bulk query cannot place its lines"
            )
            raise ValueError(msg)
        _refuse_below(part)
