"""What a query selects, seen as an answer shows it: without fragments, edges and nodes.

A path is dotted from the query's root field: `orders.lineItems.id`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from tap_shopify_wv import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Node = TypeVar("Node", bound="nodes.Node")
EDGES, NODE, PAGE_INFO, CURSOR, ID = "edges", "node", "pageInfo", "cursor", "id"
FIRST, AFTER, QUERY = "first", "after", "query"


def changed(node: Node, **attributes: Any) -> Node:  # noqa: ANN401 - what nodes hold.
    """Return a copy of a node with other attributes."""
    return replace(node, **attributes)


def answer_name(field: nodes.FieldNode) -> str:
    """Return the name under which a field answers: its alias, if it has one."""
    return str(field.alias.value if field.alias else field.name.value)


def fields(selections: nodes.SelectionSetNode | None) -> Iterator[nodes.FieldNode]:
    """Yield the fields of a selection, also those in inline fragments."""
    for part in selections.selections if selections else ():
        if isinstance(part, nodes.FieldNode):
            yield part
        elif isinstance(part, nodes.InlineFragmentNode):
            yield from fields(part.selection_set)


def child(field: nodes.FieldNode, name: str) -> nodes.FieldNode | None:
    """Return the field of this name right below another."""
    below = fields(field.selection_set)
    return next((f for f in below if answer_name(f) == name), None)


def is_connection(field: nodes.FieldNode) -> bool:
    """Tell whether a field answers in pages."""
    return child(field, EDGES) is not None


def inside(field: nodes.FieldNode) -> nodes.SelectionSetNode | None:
    """Return what is selected of an object, or of the nodes of a connection."""
    edges = child(field, EDGES)
    node = child(edges, NODE) if edges else None
    return node.selection_set if node else field.selection_set


def with_inside(
    field: nodes.FieldNode, selections: nodes.SelectionSetNode
) -> nodes.FieldNode:
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


def with_arguments(
    field: nodes.FieldNode, **arguments: nodes.ValueNode | None
) -> nodes.FieldNode:
    """Return a field with arguments set, or without those that are None."""
    kept = [a for a in field.arguments or () if a.name.value not in arguments]
    new = [
        nodes.ArgumentNode(name=nodes.NameNode(value=name), value=value)
        for name, value in arguments.items()
        if value is not None
    ]
    return changed(field, arguments=(*kept, *new))


def argument(field: nodes.FieldNode, name: str) -> nodes.ValueNode | None:
    """Return the value of an argument; None if it is not given."""
    found = (a.value for a in field.arguments or () if a.name.value == name)
    return next(found, None)


def variable(name: str) -> nodes.VariableNode:
    """Return `$name`."""
    return nodes.VariableNode(name=nodes.NameNode(value=name))


def text(value: str) -> nodes.StringValueNode:
    """Return a string as a query writes it."""
    return nodes.StringValueNode(value=value, block=False)


def whole(value: int) -> nodes.IntValueNode:
    """Return a whole number as a query writes it."""
    return nodes.IntValueNode(value=str(value))


def leaf(name: str) -> nodes.FieldNode:
    """Return a field without arguments and selection."""
    return nodes.FieldNode(
        alias=None,
        name=nodes.NameNode(value=name),
        arguments=(),
        directives=(),
        selection_set=None,
    )


def selecting(*parts: nodes.SelectionNode) -> nodes.SelectionSetNode:
    """Return `{ … }`."""
    return nodes.SelectionSetNode(selections=parts)


def mapped(
    selections: nodes.SelectionSetNode,
    change: Callable[[nodes.FieldNode, str], nodes.FieldNode | None],
    path: str = "",
) -> nodes.SelectionSetNode:
    """Change every field, the innermost first; None leaves it out.

    What is empty afterwards is left out, too.

    Args:
        selections: Where to begin.
        change: Gets a field and its path; its own selection is changed already.
        path: Of `selections`.
    """
    kept: list[nodes.SelectionNode] = []
    for part in selections.selections:
        if isinstance(part, nodes.InlineFragmentNode):
            inner = mapped(part.selection_set, change, path)
            if inner.selections:
                kept.append(changed(part, selection_set=inner))
        elif isinstance(part, nodes.FieldNode):
            here = f"{path}.{answer_name(part)}" if path else answer_name(part)
            field = _mapped_field(part, change, here)
            if field is not None:
                kept.append(field)
    return selecting(*kept)


def inlined(
    selections: nodes.SelectionSetNode,
    fragments: Mapping[str, nodes.FragmentDefinitionNode],
) -> nodes.SelectionSetNode:
    """Put named fragments where they are spread.

    Raises:
        KeyError: There is no such fragment.
    """
    parts: list[nodes.SelectionNode] = []
    for part in selections.selections:
        if isinstance(part, nodes.FragmentSpreadNode):
            fragment = fragments[part.name.value]
            parts.append(
                nodes.InlineFragmentNode(
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
    field: nodes.FieldNode,
    change: Callable[[nodes.FieldNode, str], nodes.FieldNode | None],
    path: str,
) -> nodes.FieldNode | None:
    inner = inside(field)
    if inner is not None:
        inner = mapped(inner, change, path)
        if not inner.selections:
            return None
        field = with_inside(field, inner)
    return change(field, path)


def _below(
    field: nodes.FieldNode,
    name: str,
    change: Callable[[nodes.FieldNode], nodes.FieldNode],
) -> nodes.FieldNode:
    parts = field.selection_set.selections if field.selection_set else ()
    return changed(
        field,
        selection_set=selecting(
            *(
                change(part)
                if isinstance(part, nodes.FieldNode) and answer_name(part) == name
                else part
                for part in parts
            )
        ),
    )
