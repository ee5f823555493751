"""GraphQL objects whose fields are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from typing_extensions import override

T = TypeVar("T")
Fields = Mapping[str, Callable[[T], Any]]
"""How to make each field of a type from what its objects are about."""


class Node(dict[str, Any], Generic[T]):
    """One object of a GraphQL type, in the type's own field names.

    A field is made when it is first read by `node[name]` or `node.get(name)`, and kept.
    Objects and lists of objects below are nodes again, connections are plain lists of
    their nodes; so an order may name its customer and the customer the last order. As a
    plain dict it holds what was read so far; `Node.fields` says what there is.

    Args:
        fields: The type's fields.
        about: What the object is about.
    """

    __slots__ = ("_about", "fields")

    def __init__(self, fields: Fields[T], about: T) -> None:
        super().__init__()
        self.fields = fields
        self._about = about

    def __bool__(self) -> bool:
        """Be there, also while no field has been read."""
        return True

    def __missing__(self, field: str) -> object:
        """Make a field.

        Raises:
            KeyError: The shop does not know it.
        """
        value = self.fields[field](self._about)
        self[field] = value
        return value

    @override
    def get(self, key: str, default: Any = None) -> Any:
        """Read a field, or the default where the shop does not know it."""
        return self[key] if key in self.fields else default


def named(type_name: str, fields: Fields[T]) -> dict[str, Callable[[T], Any]]:
    """Give fields together with the `__typename` of their type."""
    return {"__typename": lambda _about: type_name, **fields}
