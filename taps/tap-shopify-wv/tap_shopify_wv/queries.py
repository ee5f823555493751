"""A stream's query: read from its file, narrowed, and written for pages or for bulk.

The file holds one operation that walks the root nodes and, where a list cannot be read
with them, a second one `details($ids)` that asks for owners by their ids. Fragments lie
in `fragments/`; a file whose first line is `# bulk` obeys the rules of bulk operations.
https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING

from tap_shopify_wv import cost, nodes
from tap_shopify_wv.connections import Branch, branches_of, fields_below, in_pages
from tap_shopify_wv.selection import (
    EDGES,
    FIRST,
    ID,
    QUERY,
    argument,
    changed,
    child,
    inlined,
    inside,
    is_connection,
    mapped,
    selecting,
    text,
    with_arguments,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


DETAILS = "nodes"
"""Root field of the operation that asks for owners by their ids."""
_PACKAGE = resources.files("tap_shopify_wv")


@dataclass(frozen=True)
class Query:
    """One stream's query.

    Args:
        name: The stream's.
        main: Walks the root nodes; its fragments are inlined.
        details: Asks for owners by ids, if the file has such an operation.
        is_bulk: Whether the first line says that `main` is fit for bulk.
    """

    name: str
    main: nodes.OperationDefinitionNode
    details: nodes.OperationDefinitionNode | None = None
    is_bulk: bool = False

    @classmethod
    @cache
    def of(cls, name: str) -> Query:
        """Read `streams/<name>.graphql`."""
        source = (_PACKAGE / "streams" / f"{name}.graphql").read_text("utf-8")
        return cls.parsed(name, source)

    @classmethod
    def parsed(cls, name: str, source: str) -> Query:
        """Take a query from its text.

        Raises:
            GraphQLSyntaxError: It is no GraphQL.
            KeyError: A fragment does not exist.
        """
        first_line = source.split("\n", 1)[0]
        main, *others = (
            changed(part, selection_set=inlined(part.selection_set, _fragments()))
            for part in nodes.parse(source, no_location=True).definitions
            if isinstance(part, nodes.OperationDefinitionNode)
        )
        return cls(name, main, others[0] if others else None, "bulk" in first_line)

    # ---------- what it asks for

    @property
    def leaves(self) -> tuple[str, ...]:
        """The path of every value that is asked for."""
        return tuple(path for path, field in self._walk() if not field.selection_set)

    @cached_property
    def connections(self) -> tuple[str, ...]:
        """The path of every connection."""
        return tuple(path for path, field in self._walk() if is_connection(field))

    @cached_property
    def variables(self) -> frozenset[str]:
        """The variables that the main operation declares."""
        declared = self.main.variable_definitions or ()
        return frozenset(d.variable.name.value for d in declared)

    def branches(self, path: str) -> tuple[Branch, ...]:
        """Return the connections below a field, and what leads to them."""
        known = self._known_branches
        if path not in known:
            known[path] = branches_of(inside(self.field(path)), path)
        return known[path]

    @cached_property
    def _known_costs(self) -> dict[int, int]:
        return {}

    @cached_property
    def _known_branches(self) -> dict[str, tuple[Branch, ...]]:
        return {}

    def field(self, path: str) -> nodes.FieldNode:
        """Return the field at a path, from its root field on.

        Raises:
            LookupError: There is none.
        """
        found = next((field for at, field in self._walk() if at == path), None)
        if found is None:
            msg = f"{self.name}: nothing is selected at {path}"
            raise LookupError(msg)
        return found

    # ---------- narrowed

    def narrowed(
        self,
        keep: Callable[[str], bool],
        unknown: Callable[[str], Iterable[str]] = lambda _path: (),
    ) -> Query:
        """Ask for less: only for leaves and fields whose path is kept.

        What holds an answer together stays: ids above connections, page info.

        Args:
            keep: Tells by its path whether a leaf stays.
            unknown: Gives the arguments of a field that the version does not know.
        """
        wanted = [path for path in self.leaves if keep(path)]
        ids = {
            f"{above}.{ID}"
            for connection in self.connections
            if any(path.startswith(f"{connection}.") for path in wanted)
            for above in _above(connection)
        }

        def change(field: nodes.FieldNode, path: str) -> nodes.FieldNode | None:
            is_kept = field.selection_set or path in ids or keep(path)
            without = dict.fromkeys(unknown(path))
            return with_arguments(field, **without) if is_kept else None

        def narrow(
            operation: nodes.OperationDefinitionNode,
        ) -> nodes.OperationDefinitionNode:
            return changed(
                operation, selection_set=mapped(operation.selection_set, change)
            )

        details = narrow(self.details) if self.details else None
        return replace(self, main=narrow(self.main), details=details)

    # ---------- written

    @cached_property
    def page(self) -> str:
        """The query that walks the root nodes by `$first` and `$after`."""
        return nodes.print_ast(in_pages(self.main))

    @cached_property
    def by_ids(self) -> str:
        """The query that asks for owners by `$ids`.

        Raises:
            LookupError: The stream has none.
        """
        if self.details is None:
            msg = f"{self.name} has no operation for details"
            raise LookupError(msg)
        return nodes.print_ast(in_pages(self.details))

    def bulk(self, search: str | None) -> str:
        """Write the query as bulk operations take it: no variables, no pages."""

        def change(field: nodes.FieldNode, _path: str) -> nodes.FieldNode:
            if isinstance(argument(field, QUERY), nodes.VariableNode):
                value = text(search) if search else None
                field = with_arguments(field, query=value)
            if not is_connection(field):
                return field
            field = with_arguments(field, first=None, after=None)
            edges = child(field, EDGES)
            return changed(field, selection_set=selecting(*([edges] if edges else [])))

        return nodes.print_ast(
            changed(
                self.main,
                variable_definitions=(),
                selection_set=mapped(self.main.selection_set, change),
            )
        )

    def cost(self, first: int) -> int:
        """Estimate what a page of this size costs [points]."""
        known = self._known_costs
        if first not in known:
            known[first] = cost.cost(self.main, {FIRST: first})
        return known[first]

    def details_cost(self, many: int) -> int:
        """Estimate what the details of so many owners cost [points]."""
        return cost.cost(self.details, many=many) if self.details else 0

    def _walk(self) -> Iterator[tuple[str, nodes.FieldNode]]:
        for operation in filter(None, (self.main, self.details)):
            yield from fields_below(operation.selection_set, "")


@cache
def _fragments() -> Mapping[str, nodes.FragmentDefinitionNode]:
    return {
        part.name.value: part
        for file in (_PACKAGE / "fragments").iterdir()
        for part in nodes.parse(file.read_text("utf-8"), no_location=True).definitions
        if isinstance(part, nodes.FragmentDefinitionNode)
    }


def _above(connection: str) -> Iterator[str]:
    """Yield the paths of what a connection lies in."""
    path = connection
    while "." in path:
        path = path.rpartition(".")[0]
        yield path
