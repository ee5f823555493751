"""The shape of a schema as a msgspec type: a whole record checked in one call into C.

Most records fit: names that the schema knows, JSON values where it expects them. What
does not fit here may still fit in `fits`, which is slower and more tolerant.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import msgspec

# See `fits` for why the SDK's own questions to a schema are asked.
from singer_sdk.helpers._typing import (
    _is_exclusive_boolean_type,
    is_object_type,
    is_uniform_list,
)

from tap_kit.fits import Misfit, compile_property, plain

if TYPE_CHECKING:
    from collections.abc import Collection

    from tap_kit.fits import Fit

# msgspec takes a Decimal for a float; within these bounds neither is NaN or infinite,
# and what is neither simplejson and msgspec print alike.
_FINITE = msgspec.Meta(ge=-sys.float_info.max, le=sys.float_info.max)
_Scalar: TypeAlias = str | int | Annotated[float, _FINITE] | bool | None
_Boolean: TypeAlias = bool | None
_SCALARS = frozenset({"string", "integer", "number", "boolean", "null"})
_UNIONS = frozenset({"anyOf", "allOf", "oneOf"})
_LIST_OR_NULL = frozenset({list, type(None)})


Check: TypeAlias = Callable[[dict[str, Any]], object]
"""Raises ValueError for a record that, printed as it is, would not be the SDK's."""


def compile_shape(schema: dict[str, Any], *, in_parts: Collection[str] = ()) -> Check:
    """Compile a record's schema into a check.

    Args:
        schema: Its JSON Schema.
        in_parts: Properties of which some parts are deselected.
    """
    shape = _Shape(schema, in_parts)
    try:
        kind = shape.root()
    except ValueError:  # A name that msgspec cannot carry.
        return _never
    convert = partial(msgspec.convert, type=kind)
    if shape.has_places:
        convert = partial(convert, dec_hook=_ask)
    lists = shape.lists
    if not lists:
        return convert

    def check(record: dict[str, Any]) -> None:
        # msgspec takes tuples and sets for lists; the SDK prints sets as text.
        for name in lists:
            if type(record.get(name)) not in _LIST_OR_NULL:
                raise Misfit
        convert(record)

    return check


class _Shape:
    """Makes the types of one schema.

    `lists` are the root's properties that are typed as lists; `has_places` tells that
    some place needs a closer look than a type gives.
    """

    def __init__(self, schema: dict[str, Any], in_parts: Collection[str]) -> None:
        self.lists: list[str] = []
        self.has_places = False
        self._schema = schema
        self._in_parts = in_parts

    def root(self) -> type[msgspec.Struct]:
        """Return the record's type."""
        return self._struct(
            {
                name: self._place(child, whole=False)
                if name in self._in_parts
                else self._list(name, child) or self._value(child)
                for name, child in self._schema["properties"].items()
            }
        )

    def _struct(self, kinds: dict[str, Any]) -> type[msgspec.Struct]:
        names = {f"f{i}": name for i, name in enumerate(kinds)}
        return msgspec.defstruct(
            "Shape",
            [(field, kinds[name], msgspec.UNSET) for field, name in names.items()],
            rename=names,
            forbid_unknown_fields=True,
            gc=False,
        )

    def _value(self, schema: dict[str, Any]) -> Any:  # noqa: ANN401 - a type.
        kinds = _kinds(schema)
        if kinds and kinds <= _SCALARS:
            return _Boolean if _is_exclusive_boolean_type(schema) else _Scalar
        if kinds == {"object"} and "properties" in schema:
            children = schema["properties"].items()
            values = {name: self._value(child) for name, child in children}
            is_open = bool(schema.get("additionalProperties"))
            if is_open and all(value is _Scalar for value in values.values()):
                return dict[str, _Scalar] | None  # Whatever the names.
            # More names may still be allowed: what has some, fits in `fits`.
            return self._struct(values) | None
        return self._place(schema)

    def _list(self, name: str, schema: dict[str, Any]) -> Any:  # noqa: ANN401 - a type.
        """Return the type of a list at the root; None if it is none.

        Deeper lists are places: nobody else would notice a set among them.
        """
        if _kinds(schema) != {"array"} or not is_uniform_list(schema):
            return None
        if is_object_type(schema["items"]) and "properties" not in schema["items"]:
            return None
        self.lists.append(name)
        return list[self._value(schema["items"])] | None  # type: ignore[misc] # A type made here.

    def _place(self, schema: dict[str, Any], *, whole: bool = True) -> type[_Place]:
        self.has_places = True
        fit = compile_property(schema, whole=whole) or plain
        return type("_Place", (_Place,), {"fit": staticmethod(fit)})


def _kinds(schema: dict[str, Any]) -> frozenset[str]:
    """Return the types a schema names, null aside; none if it is a union of schemas."""
    if not _UNIONS.isdisjoint(schema):
        return frozenset()
    kinds = schema.get("type", ())
    return frozenset([kinds] if isinstance(kinds, str) else kinds) - {"null"}


class _Place:
    """A place in a record that is looked at by `fits`."""

    fit: Fit


def _ask(place: type[_Place], value: Any) -> _Place:  # noqa: ANN401 - any JSON value.
    if place.fit(value) is not value:
        raise Misfit
    return place()


def _never(record: dict[str, Any]) -> None:  # noqa: ARG001 - a Check.
    raise Misfit
