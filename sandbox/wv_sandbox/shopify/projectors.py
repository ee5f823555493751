"""What a compiled selection is made of: functions from what a shop holds to answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify.connections import Found, page_of
from wv_sandbox.shopify.shop.index import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wv_sandbox.shopify.connections import Arguments, Row, Slice

    Projector = Callable[[Any], Any]
    """Turns what the shop holds into what was asked for; None stays None."""
    Part = Callable[[Slice], Any]
    """Turns a page into one field of a connection."""


def nothing(_value: object) -> None:
    """Give null, whatever there is."""


def object_of(
    kind: str,
    names: Sequence[tuple[str, str]],
    nested: Sequence[tuple[str, Projector]],
    taken: Sequence[tuple[str, Projector]] = (),
) -> Projector:
    """Give the fields of an object.

    Args:
        kind: Name of its type.
        names: Keys of the answer and fields of the object, in order.
        nested: What has to be done to the values of some keys.
        taken: Fields whose values go elsewhere, and what takes them.
    """
    keys = [(key, name) for key, name in names if name != "__typename"]
    typed = len(keys) < len(names)

    def project(source: Any) -> dict[str, Any] | None:  # noqa: ANN401  As deep as the schema.
        if source is None:
            return None
        answer = {key: source[name] for key, name in keys}
        if typed:
            answer = {
                key: kind if name == "__typename" else answer[key]
                for key, name in names
            }
        for key, projector in nested:
            answer[key] = projector(answer[key])
        for name, take in taken:
            take(source[name])
        return answer

    return project


def list_of(inner: Projector) -> Projector:
    """Give a list of objects."""
    return lambda values: None if values is None else [inner(value) for value in values]


def called(arguments: Mapping[str, Any], projector: Projector | None) -> Projector:
    """Give a field that takes arguments: a callable is called with them."""

    def project(value: Any) -> Any:  # noqa: ANN401  As above.
        found = value(arguments) if callable(value) else value
        return found if projector is None else projector(found)

    return project


class Abstract:
    """An interface or union: what is asked depends on `__typename`.

    Args:
        compile_type: Compiles what is asked of the object type of a name.
    """

    def __init__(self, compile_type: Callable[[str], Projector]) -> None:
        self._compile = compile_type
        self._by_type: dict[str, Projector] = {}

    def __call__(self, source: Any) -> Any:  # noqa: ANN401  As above.
        """Give what is asked of an object of any type."""
        if source is None:
            return None
        name = source["__typename"]
        if name not in self._by_type:
            self._by_type[name] = self._compile(name)
        return self._by_type[name](source)


class Connection:
    """A page of rows.

    Args:
        arguments: Which page.
        parts: Keys of the answer and what makes their values.
        shown: Told how many rows each page has.
    """

    def __init__(
        self,
        arguments: Arguments,
        parts: Sequence[tuple[str, Part]],
        shown: Callable[[int], None],
    ) -> None:
        self._arguments = arguments
        self._parts = parts
        self._shown = shown

    def __call__(self, source: Any) -> dict[str, Any] | None:  # noqa: ANN401  Rows or a list.
        """Give the page."""
        if source is None:
            return None
        if isinstance(source, Rows):
            source = Found(source.root)
        if isinstance(source, Found):
            page = source.page(self._arguments)
        else:
            page = page_of(source, self._arguments)
        self._shown(len(page.rows))
        return {key: part(page) for key, part in self._parts}


def edges_of(kind: str, keys: Mapping[str, str], node: Projector) -> Part:
    """Make `edges`.

    Args:
        kind: Name of the edges' type.
        keys: Keys of an edge's answer and its fields.
        node: Makes a node.
    """

    def edge(row: Row, cursor: str) -> dict[str, Any]:
        plain = {"cursor": cursor, "__typename": kind}
        return {
            key: node(row) if name == "node" else plain[name]
            for key, name in keys.items()
        }

    return lambda page: list(map(edge, page.rows, page.cursors))


def nodes_of(node: Projector) -> Part:
    """Make `nodes`."""
    return lambda page: [node(row) for row in page.rows]


def page_info_of(keys: Mapping[str, str]) -> Part:
    """Make `pageInfo`, from keys of the answer and its fields."""

    def part(page: Slice) -> dict[str, Any]:
        every = {
            "__typename": "PageInfo",
            "hasNextPage": page.has_next,
            "hasPreviousPage": page.has_previous,
            "startCursor": page.cursors[0] if page.cursors else None,
            "endCursor": page.cursors[-1] if page.cursors else None,
        }
        return {key: every[name] for key, name in keys.items()}

    return part
