"""The connections of a query: where they lie, and what they must answer with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_shopify_wv.selection import (
    CURSOR,
    EDGES,
    PAGE_INFO,
    answer_name,
    changed,
    child,
    fields,
    inside,
    is_connection,
    leaf,
    mapped,
    selecting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphql.language import FieldNode, SelectionSetNode
    from graphql.language import ast as nodes


@dataclass(frozen=True)
class Branch:
    """A field of an answer that is, or leads to, a connection.

    Args:
        name: Under which it answers.
        path: From the root field.
        pages: Whether it is a connection itself.
        branches: Those below it.
    """

    name: str
    path: str
    pages: bool
    branches: tuple[Branch, ...]


def fields_below(
    selections: SelectionSetNode | None, path: str
) -> Iterator[tuple[str, FieldNode]]:
    """Yield every field below, each with its path."""
    for field in fields(selections):
        here = f"{path}.{answer_name(field)}" if path else answer_name(field)
        yield here, field
        yield from fields_below(inside(field), here)


def branches_of(selections: SelectionSetNode | None, path: str) -> tuple[Branch, ...]:
    """Return the connections of a selection, and what leads to them."""
    found: dict[str, Branch] = {}
    for field in fields(selections):
        name = answer_name(field)
        here = f"{path}.{name}"
        below = branches_of(inside(field), here)
        if is_connection(field) or below:
            found[name] = Branch(name, here, is_connection(field), below)
    return tuple(found.values())


def in_pages(
    operation: nodes.OperationDefinitionNode,
) -> nodes.OperationDefinitionNode:
    """Let every connection say whether there is more, and where its nodes stand."""
    return changed(
        operation,
        selection_set=mapped(
            operation.selection_set,
            lambda field, _path: paged(field) if is_connection(field) else field,
        ),
    )


def paged(connection: FieldNode) -> FieldNode:
    """Return a connection that answers with page info, and cursors where needed."""
    edges = child(connection, EDGES)
    node = child(edges, "node") if edges else None
    if edges is None or node is None:
        return connection
    has_below = any(branch for branch in branches_of(node.selection_set, ""))
    parts = (leaf(CURSOR), node) if has_below else (node,)
    edges = changed(edges, selection_set=selecting(*parts))
    info = changed(
        leaf(PAGE_INFO), selection_set=selecting(leaf("hasNextPage"), leaf("endCursor"))
    )
    return changed(connection, selection_set=selecting(edges, info))
