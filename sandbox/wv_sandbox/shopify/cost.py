"""What a query costs, by the model fitted on recorded queries.

A scalar costs 0, an object 1 (money and `pageInfo` 0), an abstract type its dearest
fragment, a connection 2 + f(n) times its node with f(n) = max(1, floor(2 ln n)), a
count at the root 10, a mutation 10. https://shopify.dev/docs/api/usage/limits
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    OperationType,
    VariableNode,
    get_named_type,
    value_from_ast_untyped,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graphql import (
        GraphQLNamedType,
        OperationDefinitionNode,
        SelectionNode,
        SelectionSetNode,
    )

    from wv_sandbox.shopify.documents import Document

    SizeOf = Callable[[FieldNode], int]
    """Tells how many nodes a connection has, or may have at most."""

MOST = 1_000
"""A dearer query is refused."""
MUTATION = 10
_ROOT_COUNT = 10
_CONNECTION = 2
_FREE = frozenset({"MoneyBag", "MoneyV2", "PageInfo"})


def of(document: Document, operation: OperationDefinitionNode, size_of: SizeOf) -> int:
    """Give the cost of an operation [points].

    Args:
        document: Where its fragments and its schema are.
        operation: What is asked.
        size_of: Sizes asked for give the requested cost, sizes found the actual one.
    """
    if operation.operation is not OperationType.QUERY:
        return MUTATION
    root = document.schema.query_type
    assert isinstance(root, GraphQLObjectType)  # noqa: S101  A valid schema has one.
    return _Cost(document, size_of).selection(root, operation.selection_set)


def asked(variables: Mapping[str, Any]) -> SizeOf:
    """Give the sizes that connections are asked for."""

    def size_of(node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value not in {"first", "last"}:
                continue
            if isinstance(argument.value, VariableNode):
                size = variables.get(argument.value.name.value)
            else:
                size = value_from_ast_untyped(argument.value)
            if size is not None:
                return int(size)
        return 0

    return size_of


class _Cost:
    def __init__(self, document: Document, size_of: SizeOf) -> None:
        self._document = document
        self._size_of = size_of

    def selection(self, owner: GraphQLNamedType, selections: SelectionSetNode) -> int:
        total, dearest = 0, 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += self._field(owner, node)
            else:
                dearest = max(dearest, self._fragment(owner, node))
        return total + dearest

    def _fragment(self, owner: GraphQLNamedType, spread: SelectionNode) -> int:
        node = self._unfolded(spread)
        name = node.type_condition.name.value if node.type_condition else owner.name
        narrowed = self._document.schema.type_map[name]
        return self.selection(narrowed, node.selection_set)

    def _field(self, owner: Any, node: FieldNode) -> int:  # noqa: ANN401  Types with fields.
        if node.selection_set is None:
            return 0
        kind = get_named_type(owner.fields[node.name.value].type)
        if kind.name.endswith("Connection"):
            return self._connection(kind, node)
        if kind.name == "Count" and owner is self._document.schema.query_type:
            return _ROOT_COUNT
        return self._object(kind, node)

    def _object(self, kind: GraphQLNamedType, node: FieldNode) -> int:
        assert node.selection_set is not None  # noqa: S101  Objects have one.
        return self.selection(kind, node.selection_set) + (kind.name not in _FREE)

    def _connection(self, kind: Any, node: FieldNode) -> int:  # noqa: ANN401  As above.
        size = self._size_of(node)
        factor = max(1, math.floor(2 * math.log(size))) if size > 0 else 0
        inner = 0
        for child in self._spread(node.selection_set):
            name = child.name.value
            if name in {"nodes", "edges"} and child.selection_set is not None:
                below = get_named_type(kind.fields[name].type)
                inner += self.selection(below, child.selection_set) + (name == "nodes")
        return _CONNECTION + factor * inner

    def _spread(self, selections: SelectionSetNode | None) -> Iterator[FieldNode]:
        """Give the fields of a connection, those of fragments with them."""
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                yield node
            else:
                yield from self._spread(self._unfolded(node).selection_set)

    def _unfolded(self, node: Any) -> Any:  # noqa: ANN401  The kinds are open.
        """Give a fragment where it is spread, or in line."""
        if isinstance(node, FragmentSpreadNode):
            return self._document.fragments[node.name.value]
        return node
