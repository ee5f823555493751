"""A query by pages, compiled: connections show the page that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphql import GraphQLObjectType, get_named_type
from typing_extensions import override

from wv_sandbox.shopify import projectors
from wv_sandbox.shopify.plan import Compiler
from wv_sandbox.shopify.selections import below, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import FieldNode, GraphQLField, VariableValues

    from wv_sandbox.shopify.access import Access
    from wv_sandbox.shopify.documents import Document
    from wv_sandbox.shopify.plan import Path
    from wv_sandbox.shopify.projectors import Part, Projector


class PageCompiler(Compiler):
    """Compiles a query whose connections are paged."""

    def __init__(
        self, document: Document, variables: VariableValues, access: Access
    ) -> None:
        super().__init__(document, variables, access)
        self._sizes: dict[int, int] = {}

    def size_of(self, node: FieldNode) -> int:
        """Tell how many rows a connection showed, the most where it did so often."""
        return self._sizes.get(id(node), 0)

    @override
    def connection_of(
        self,
        kind: GraphQLObjectType,
        field: GraphQLField,
        nodes: list[FieldNode],
        path: Path,
    ) -> Projector:
        arguments = self.page_arguments(field, nodes[0], path)
        arguments.check(path)
        parts: list[tuple[str, Part]] = []
        selected = self.selections.fields_of(kind, below(nodes))
        for key, found in selected.items():
            parts.append((key, self._part(kind, found, [*path, key])))

        def shown(rows: int) -> None:
            self._sizes[id(nodes[0])] = max(rows, self.size_of(nodes[0]))

        return projectors.Connection(arguments, parts, shown)

    def _part(
        self, kind: GraphQLObjectType, nodes: list[FieldNode], path: Path
    ) -> Part:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda _page: kind.name
        part = get_named_type(kind.fields[name].type)
        if name == "nodes":
            return projectors.nodes_of(self.composite_of(part, below(nodes), path))
        assert isinstance(part, GraphQLObjectType)  # noqa: S101  PageInfo or an edge.
        fields = self.selections.fields_of(part, below(nodes))
        keys = {key: found[0].name.value for key, found in fields.items()}
        if name == "pageInfo":
            return projectors.page_info_of(keys)
        return self._edges(part, fields, keys, path)

    def _edges(
        self,
        edge: GraphQLObjectType,
        fields: Mapping[str, list[FieldNode]],
        keys: Mapping[str, str],
        path: Path,
    ) -> Part:
        asked = [node for found in fields.values() for node in found]
        nodes = [node for node in asked if node.name.value == "node"]
        kind = get_named_type(edge.fields["node"].type)
        where = [*path, key_of(nodes[0]) if nodes else "node"]
        node = self.composite_of(kind, below(nodes), where)
        return projectors.edges_of(edge.name, keys, node)
