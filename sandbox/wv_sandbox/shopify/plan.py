"""The compiled projector: from a valid selection to functions over plain dicts.

graphql-core executes field by field; a shop of a million orders needs it faster.
Compiled once a request, a selection is one comprehension an object. A test holds it
equal to graphql-core's own `execute`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_argument_values,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from wv_sandbox.shopify import connections, projectors, search, search_fields
from wv_sandbox.shopify.selections import Selections, below

if TYPE_CHECKING:
    from graphql import (
        FieldNode,
        GraphQLField,
        GraphQLOutputType,
        SelectionSetNode,
        VariableValues,
    )

    from wv_sandbox.shopify.access import Access
    from wv_sandbox.shopify.documents import Document
    from wv_sandbox.shopify.errors import Error
    from wv_sandbox.shopify.projectors import Projector

    Path = list[str | int]

_PAGING = frozenset({"first", "last", "after", "before", "query", "sortKey", "reverse"})


class DeniedError(Exception):
    """A field that cannot be null may not be read, so what holds it becomes null."""


class Compiler(ABC):
    """Compiles the selections of one request; what a connection gives is left open.

    Args:
        document: The valid document.
        variables: Their values.
        access: What the caller may read.

    Attributes:
        denied: Errors of fields that the caller may not read; their paths lack the
            positions in lists.
        warnings: What `extensions.search` is to tell.
    """

    def __init__(
        self, document: Document, variables: VariableValues, access: Access
    ) -> None:
        self._schema = document.schema
        self.selections = Selections(document, variables)
        self._variables = variables
        self._access = access
        self.denied: list[Error] = []
        self.warnings: list[dict[str, Any]] = []

    def object_of(
        self, owner: GraphQLObjectType, selections: list[SelectionSetNode], path: Path
    ) -> Projector:
        """Compile what is asked of an object type.

        Raises:
            DeniedError: A field that cannot be null may not be read.
        """
        names: list[tuple[str, str]] = []
        nested: list[tuple[str, Projector]] = []
        taken: list[tuple[str, Projector]] = []
        for key, nodes in self.selections.fields_of(owner, selections).items():
            name = nodes[0].name.value
            projector = self.field_of(owner, nodes, [*path, key])
            if projector and self.takes(owner, name):
                taken.append((name, projector))
                continue
            names.append((key, name))
            if projector:
                nested.append((key, projector))
        return projectors.object_of(owner.name, names, nested, taken)

    def takes(self, owner: GraphQLObjectType, name: str) -> bool:
        """Tell whether the value of a field goes elsewhere than into the answer."""
        del owner, name
        return False

    def field_of(
        self, owner: GraphQLObjectType, nodes: list[FieldNode], path: Path
    ) -> Projector | None:
        """Compile a field; None for one that is given as it is."""
        name = nodes[0].name.value
        if name == "__typename":
            return None
        field = owner.fields[name]
        must = isinstance(field.type, GraphQLNonNull)
        try:
            if self._is_kept_back(owner, name, path):
                return projectors.nothing
            projector = self._value(field.type, field, nodes, path)
        except DeniedError:
            if must:
                raise
            return projectors.nothing
        is_root = len(path) == 1
        if not field.args and not is_root:
            return projector
        return projectors.called(self._arguments(field, nodes[0]), projector)

    def _is_kept_back(self, owner: GraphQLObjectType, name: str, path: Path) -> bool:
        error = self._access.denies(owner, name, path)
        if error is not None:
            self.denied.append(error)
            raise DeniedError
        return self._access.hides(owner.fields[name])

    def _arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        values = get_argument_values(field, node, self._variables)
        if not is_connection(get_named_type(field.type).name):
            return values
        return {name: value for name, value in values.items() if name not in _PAGING}

    def _value(
        self,
        kind: GraphQLOutputType,
        field: GraphQLField,
        nodes: list[FieldNode],
        path: Path,
    ) -> Projector | None:
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, field, nodes, path)
        if isinstance(kind, GraphQLList):
            inner = self._value(kind.of_type, field, nodes, path)
            return inner and projectors.list_of(inner)
        if is_leaf_type(kind):
            return None
        if isinstance(kind, GraphQLObjectType) and is_connection(kind.name):
            return self.connection_of(kind, field, nodes, path)
        return self.composite_of(kind, below(nodes), path)

    def composite_of(
        self, kind: GraphQLOutputType, selections: list[SelectionSetNode], path: Path
    ) -> Projector:
        """Compile what is asked of an object type, an interface or a union."""
        if isinstance(kind, GraphQLObjectType):
            return self.object_of(kind, selections, path)
        assert is_abstract_type(kind)  # noqa: S101  Nothing else has fields.

        def compile_type(name: str) -> Projector:
            try:
                found = self._schema.type_map[name]
                assert isinstance(found, GraphQLObjectType)  # noqa: S101  A __typename.
                return self.object_of(found, selections, path)
            except DeniedError:
                return projectors.nothing

        return projectors.Abstract(compile_type)

    @abstractmethod
    def connection_of(
        self,
        kind: GraphQLObjectType,
        field: GraphQLField,
        nodes: list[FieldNode],
        path: Path,
    ) -> Projector:
        """Compile a connection.

        Args:
            kind: Its type.
            field: The field that gives it.
            nodes: Where it is asked for.
            path: Where it stands in the answer.
        """

    def page_arguments(
        self, field: GraphQLField, node: FieldNode, path: Path
    ) -> connections.Arguments:
        """Read how a page is asked for; what cannot be searched by is warned of."""
        values = get_argument_values(field, node, self._variables)
        found = search.parse(values.get("query"), search_fields.of(node.name.value))
        self.warn(path, values.get("query"), found)
        return connections.Arguments(
            first=values.get("first"),
            last=values.get("last"),
            after=values.get("after"),
            before=values.get("before"),
            filters=tuple(found.filters),
            sort_key=values.get("sortKey"),
            reverse=bool(values.get("reverse")),
        )

    def warn(self, path: Path, query: str | None, found: search.Search) -> None:
        """Note what of a search query was not understood."""
        if found.warnings:
            warning = {"path": path, "query": query, "warnings": found.warnings}
            self.warnings.append(warning)


def is_connection(name: str) -> bool:
    """Tell whether a type of a name is a connection."""
    return name.endswith("Connection")
