"""What a query selects, seen as an answer shows it: without fragments, edges and nodes.

A path is dotted from the query's root field: `orders.lineItems.id`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from graphql.language import FieldNode, InlineFragmentNode, NameNode, SelectionSetNode
from graphql.language import ast as nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Node = TypeVar("Node", bound=nodes.Node)
EDGES, NODE, PAGE_INFO, CURSOR, ID = "edges", "node", "pageInfo", "cursor", "id"
FIRST, AFTER, QUERY = "first", "after", "query"


def changed(node: Node, **attributes: Any) -> Node:  # noqa: ANN401 - what nodes hold.
    """Return a copy of a node with other attributes."""
    return replace(node, **attributes)


def answer_name(field: FieldNode) -> str:
    """Return the name under which a field answers: its alias, if it has one."""
    return str(field.alias.value if field.alias else field.name.value)


def fields(selections: SelectionSetNode | None) -> Iterator[FieldNode]:
    """Yield the fields of a selection, also those in inline fragments."""
    for part in selections.selections if selections else ():
        if isinstance(part, FieldNode):
            yield part
        elif isinstance(part, InlineFragmentNode):
            yield from fields(part.selection_set)


def child(field: FieldNode, name: str) -> FieldNode | None:
    """Return the field of this name right below another."""
    below = fields(field.selection_set)
    return next((f for f in below if answer_name(f) == name), None)


def is_connection(field: FieldNode) -> bool:
    """Tell whether a field answers in pages."""
    return child(field, EDGES) is not None


def inside(field: FieldNode) -> SelectionSetNode | None:
    """Return what is selected of an object, or of the nodes of a connection."""
    edges = child(field, EDGES)
    node = child(edges, NODE) if edges else None
    return node.selection_set if node else field.selection_set


def with_inside(field: FieldNode, selections: SelectionSetNode) -> FieldNode:
    """Return an object or a connection that selects something else."""
    if not is_connection(field):
        return changed(field, selection_set=selections)
    return _below(
        field,
        EDGES,
        lambda edges: _below(
            edges, NODE, lambda node: changed(node, selection_set=selections)
        ),
    )


def with_arguments(field: FieldNode, **arguments: nodes.ValueNode | None) -> FieldNode:
    """Return a field with arguments set, or without those that are None."""
    kept = [a for a in field.arguments or () if a.name.value not in arguments]
    new = [
        nodes.ArgumentNode(name=NameNode(value=name), value=value)
        for name, value in arguments.items()
        if value is not None
    ]
    return changed(field, arguments=(*kept, *new))


def argument(field: FieldNode, name: str) -> nodes.ValueNode | None:
    """Return the value of an argument; None if it is not given."""
    found = (a.value for a in field.arguments or () if a.name.value == name)
    return next(found, None)


def variable(name: str) -> nodes.VariableNode:
    """Return `$name`."""
    return nodes.VariableNode(name=NameNode(value=name))


def text(value: str) -> nodes.StringValueNode:
    """Return a string as a query writes it."""
    return nodes.StringValueNode(value=value, block=False)


def whole(value: int) -> nodes.IntValueNode:
    """Return a whole number as a query writes it."""
    return nodes.IntValueNode(value=str(value))


def leaf(name: str) -> FieldNode:
    """Return a field without arguments and selection."""
    return FieldNode(
        alias=None,
        name=NameNode(value=name),
        arguments=(),
        directives=(),
        selection_set=None,
    )


def selecting(*parts: nodes.SelectionNode) -> SelectionSetNode:
    """Return `{ … }`."""
    return SelectionSetNode(selections=parts)


def mapped(
    selections: SelectionSetNode,
    change: Callable[[FieldNode, str], FieldNode | None],
    path: str = "",
) -> SelectionSetNode:
    """Change every field, the innermost first; None leaves it out.

    What is empty afterwards is left out, too.

    Args:
        selections: Where to begin.
        change: Gets a field and its path; its own selection is changed already.
        path: Of `selections`.
    """
    kept: list[nodes.SelectionNode] = []
    for part in selections.selections:
        if isinstance(part, InlineFragmentNode):
            inner = mapped(part.selection_set, change, path)
            if inner.selections:
                kept.append(changed(part, selection_set=inner))
        elif isinstance(part, FieldNode):
            here = f"{path}.{answer_name(part)}" if path else answer_name(part)
            field = _mapped_field(part, change, here)
            if field is not None:
                kept.append(field)
    return selecting(*kept)


def inlined(
    selections: SelectionSetNode, fragments: Mapping[str, nodes.FragmentDefinitionNode]
) -> SelectionSetNode:
    """Put named fragments where they are spread.

    Raises:
        KeyError: There is no such fragment.
    """
    parts: list[nodes.SelectionNode] = []
    for part in selections.selections:
        if isinstance(part, nodes.FragmentSpreadNode):
            fragment = fragments[part.name.value]
            parts.append(
                InlineFragmentNode(
                    type_condition=fragment.type_condition,
                    directives=(),
                    selection_set=inlined(fragment.selection_set, fragments),
                )
            )
            continue
        inner = getattr(part, "selection_set", None)
        new = changed(part, selection_set=inlined(inner, fragments)) if inner else part
        parts.append(new)
    return selecting(*parts)


def _mapped_field(
    field: FieldNode, change: Callable[[FieldNode, str], FieldNode | None], path: str
) -> FieldNode | None:
    inner = inside(field)
    if inner is not None:
        inner = mapped(inner, change, path)
        if not inner.selections:
            return None
        field = with_inside(field, inner)
    return change(field, path)


def _below(
    field: FieldNode, name: str, change: Callable[[FieldNode], FieldNode]
) -> FieldNode:
    parts = field.selection_set.selections if field.selection_set else ()
    return changed(
        field,
        selection_set=selecting(
            *(
                change(part)
                if isinstance(part, FieldNode) and answer_name(part) == name
                else part
                for part in parts
            )
        ),
    )
