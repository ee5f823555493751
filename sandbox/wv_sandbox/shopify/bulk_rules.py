"""What a bulk query must be like; the messages are the recorded ones.

https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationType,
    get_named_type,
    is_list_type,
)
from graphql import get_nullable_type as nullable

from wv_sandbox.shopify.plan import is_connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphql import (
        FragmentDefinitionNode,
        GraphQLNamedType,
        OperationDefinitionNode,
        SelectionNode,
    )

    from wv_sandbox.shopify.documents import Document

    _Selecting = (
        FieldNode
        | FragmentDefinitionNode
        | InlineFragmentNode
        | OperationDefinitionNode
    )

_MOST_CONNECTIONS = 5
_DEEPEST = 2


class BulkQueryError(Exception):
    """A query that is not fit for bulk.

    Args:
        messages: What is wrong with it.
    """

    def __init__(self, messages: list[str]) -> None:
        super().__init__(messages[0])
        self.messages = messages


@dataclass
class _Findings:
    connections: int = 0
    depth: int = 0
    in_list: bool = False
    with_nodes: list[str] = field(default_factory=list)
    without_id: list[str] = field(default_factory=list)

    def messages(self) -> Iterable[str]:
        """Say what is wrong."""
        if self.with_nodes:
            first = self.with_nodes[0]
            yield (
                "All connection fields in a bulk query must select their contents using"
                f" 'edges' > 'node', e.g: '{first} {{ edges {{ node {{'. Selecting via"
                " 'nodes' is not supported. Invalid connection fields:"
                f" {', '.join(map(repr, self.with_nodes))}."
            )
        if self.depth > _DEEPEST:
            yield (
                "Bulk queries cannot contain connections with a nesting depth greater"
                f" than {_DEEPEST}."
            )
        if self.connections > _MOST_CONNECTIONS:
            most = _MOST_CONNECTIONS
            yield f"Bulk queries cannot contain more than {most} connections."
        if self.without_id:
            yield (
                "The parent 'node' field for a nested connection must select the 'id'"
                " field without an alias and must be of 'ID' return type. Connection"
                f" fields without 'id': {', '.join(self.without_id)}."
            )
        if self.in_list:
            yield (
                "Queries that contain a connection field within a list field are not"
                " currently supported."
            )


def broken(document: Document, operation: OperationDefinitionNode) -> list[str]:
    """Say which rules a query breaks.

    Args:
        document: Where its fragments and its schema are.
        operation: The query.
    """
    if operation.operation is not OperationType.QUERY:
        return ["Invalid operation type. Only `query` operations are supported."]
    root = document.schema.query_type
    assert root is not None  # noqa: S101  A valid schema has one.
    walk = _Walk(document)
    names = [node.name.value for _, node in walk.fields(root, [operation])]
    single = [
        f"Bulk queries cannot contain a top level `{name}` field."
        for name in names
        if name in {"node", "nodes"}
    ]
    if not single:
        walk.enter(root, [operation], depth=0, in_list=False)
    messages = [*single, *walk.found.messages()]
    if walk.found.connections == 0:
        messages.append("Bulk queries must contain at least one connection.")
    return messages


class _Walk:
    """Goes through a query, fragments and all."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.found = _Findings()

    def fields(
        self, kind: GraphQLNamedType, nodes: Iterable[_Selecting]
    ) -> Iterator[tuple[Any, FieldNode]]:
        """Give what is selected, fragments spread, each with the type that has it."""
        for node in nodes:
            for selected in node.selection_set.selections if node.selection_set else ():
                if isinstance(selected, FieldNode):
                    yield kind, selected
                    continue
                fragment = self._fragment(selected)
                owner = kind
                if fragment.type_condition is not None:
                    name = fragment.type_condition.name.value
                    owner = self._document.schema.type_map[name]
                yield from self.fields(owner, [fragment])

    def _fragment(
        self, selected: SelectionNode
    ) -> FragmentDefinitionNode | InlineFragmentNode:
        if isinstance(selected, FragmentSpreadNode):
            return self._document.fragments[selected.name.value]
        assert isinstance(selected, InlineFragmentNode)  # noqa: S101  No fourth kind.
        return selected

    def enter(
        self,
        kind: GraphQLNamedType,
        nodes: Iterable[_Selecting],
        *,
        depth: int,
        in_list: bool,
    ) -> bool:
        """Go through an object; tell whether it holds connections."""
        holds = False
        for owner, node in self.fields(kind, nodes):
            if node.selection_set is None:
                continue
            type_ = owner.fields[node.name.value].type
            below = get_named_type(type_)
            if is_connection(below.name):
                holds = True
                self.found.in_list |= in_list
                self._connection(below, node, depth)
            else:
                listed = in_list or is_list_type(nullable(type_))
                holds |= self.enter(below, [node], depth=depth, in_list=listed)
        return holds

    def _connection(self, kind: GraphQLNamedType, node: FieldNode, depth: int) -> None:
        found, name = self.found, node.name.value
        found.connections += 1
        found.depth = max(found.depth, depth)
        for owner, part in self.fields(kind, [node]):
            below = get_named_type(owner.fields[part.name.value].type)
            if part.name.value == "nodes":
                found.with_nodes.append(name)
                self._rows(name, below, [part], depth)
            elif part.name.value == "edges":
                for edge, row in self.fields(below, [part]):
                    if row.name.value == "node":
                        type_ = get_named_type(edge.fields["node"].type)
                        self._rows(name, type_, [row], depth)

    def _rows(
        self, name: str, kind: GraphQLNamedType, nodes: list[FieldNode], depth: int
    ) -> None:
        holds = self.enter(kind, nodes, depth=depth + 1, in_list=False)
        selected = [node for _, node in self.fields(kind, nodes)]
        ids = [one for one in selected if one.name.value == "id" and not one.alias]
        if holds and not ids:
            self.found.without_id.append(name)
