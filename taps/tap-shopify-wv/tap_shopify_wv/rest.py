"""The query for the rest of one connection, where its first page was not all.

The owner is the nearest object above that can be asked for by its id. Where something
between the two cannot (an agreement), it is found again by the cursor before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_shopify_wv import cost, nodes
from tap_shopify_wv.connections import paged
from tap_shopify_wv.selection import (
    ID,
    QUERY,
    answer_name,
    changed,
    fields,
    inside,
    is_connection,
    leaf,
    mapped,
    selecting,
    variable,
    whole,
    with_arguments,
    with_inside,
)

if TYPE_CHECKING:
    from tap_shopify_wv.queries import Query

BY_ID = "node"
"""The root field that finds most objects by their id."""
_SIZES = (250, 100, 50, 25, 10, 5, 1)


@dataclass(frozen=True)
class Rest:
    """How to ask for one connection of one owner.

    Args:
        text: The query, with `$id`, `$after`, `$at` if `steps` has a connection, and
            `$query` if the connection is searched.
        steps: Names from the owner to the connection, with whether each has pages.
        cost: Estimate [points].
    """

    text: str
    steps: tuple[tuple[str, bool], ...]
    cost: int

    @property
    def is_searched(self) -> bool:
        """Whether the connection itself is narrowed by the window's search."""
        return f"${QUERY}" in self.text

    @property
    def has_between(self) -> bool:
        """Whether another connection lies between owner and connection."""
        return any(pages for _, pages in self.steps[:-1])


def rest_of(query: Query, owner: str, path: str, kind: str, by_id: str = BY_ID) -> Rest:
    """Write the query for a connection of one owner.

    Args:
        query: The stream's.
        owner: Path of the owner, e.g. `orders`.
        path: Path of the connection, e.g. `orders.agreements.sales`.
        kind: The owner's type, e.g. `Order`.
        by_id: The root field that finds the owner.
    """
    operations = [_operation(query, owner, path, kind, by_id, n) for n in _SIZES]
    operation = next(
        (op for op in operations if cost.cost(op) <= cost.MOST_POINTS), operations[-1]
    )
    names = path[len(owner) + 1 :].split(".")
    steps, at = [], owner
    for name in names:
        at = f"{at}.{name}"
        steps.append((name, is_connection(query.field(at))))
    return Rest(nodes.print_ast(operation), tuple(steps), cost.cost(operation))


def _operation(  # noqa: PLR0913, PLR0917 - what `rest_of` takes, and a size.
    query: Query, owner: str, path: str, kind: str, by_id: str, size: int
) -> nodes.OperationDefinitionNode:
    def change(field: nodes.FieldNode, at: str) -> nodes.FieldNode | None:
        if at == path:
            page = with_arguments(field, first=whole(size), after=variable("after"))
            return paged(page)
        if at.startswith(f"{path}."):
            return paged(field) if is_connection(field) else field
        if not path.startswith(f"{at}."):
            return None
        if not is_connection(field):
            return field
        return _found_again(field)

    inner = inside(query.field(owner))
    selections = mapped(inner or selecting(), change, owner)
    if by_id == BY_ID:
        fragment = nodes.InlineFragmentNode(
            type_condition=_named(kind), directives=(), selection_set=selections
        )
        selections = selecting(fragment)
    asked = changed(
        with_arguments(leaf(by_id), id=variable(ID)), selection_set=selections
    )
    names = [("id", "ID!"), ("after", "String")]
    written = nodes.print_ast(asked)
    names += [(name, "String") for name in ("at", QUERY) if f"${name}" in written]
    return nodes.OperationDefinitionNode(
        operation=nodes.OperationType.QUERY,
        name=nodes.NameNode(value="rest"),
        variable_definitions=tuple(_defined(*name) for name in names),
        directives=(),
        selection_set=selecting(asked),
    )


def _found_again(connection: nodes.FieldNode) -> nodes.FieldNode:
    """Ask for the one node that follows a cursor, with its id to be sure."""
    one = paged(with_arguments(connection, first=whole(1), after=variable("at")))
    inner = inside(one)
    if inner is None or any(answer_name(f) == ID for f in fields(inner)):
        return one
    return _with_id(one)


def _with_id(connection: nodes.FieldNode) -> nodes.FieldNode:
    inner = inside(connection)
    parts = inner.selections if inner else ()
    return with_inside(connection, selecting(leaf(ID), *parts))


def _named(kind: str) -> nodes.NamedTypeNode:
    return nodes.NamedTypeNode(name=nodes.NameNode(value=kind))


def _defined(name: str, kind: str) -> nodes.VariableDefinitionNode:
    required = kind.endswith("!")
    named = _named(kind.rstrip("!"))
    return nodes.VariableDefinitionNode(
        variable=variable(name),
        type=nodes.NonNullTypeNode(type=named) if required else named,
        default_value=None,
        directives=(),
    )
