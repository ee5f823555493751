"""A JSON Schema as a strict msgspec type, for what that type can prove.

A record that decodes by the type is valid by its schema, and each value is of the JSON
type that its column asks for: no number in a string, no `"true"` for true, no
undeclared member, no fraction in an integer, no text but those of an `enum`. What a
type cannot prove (unions, patterns, ranges, decimals as numbers, open objects) is
`UnprovableError`: its column is read value by value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from target_parquet_lake.types import Kind, LakeType, ListOf, Scalar, Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES: dict[Kind, tuple[Any, frozenset[str]]] = {
    Kind.BOOL: (bool, frozenset({"boolean"})),
    Kind.INT: (int, frozenset({"integer"})),
    Kind.DOUBLE: (float, frozenset({"number", "integer"})),
    Kind.TEXT: (str, frozenset({"string"})),
    Kind.DATE: (str, frozenset({"string"})),
    Kind.TIMESTAMP: (str, frozenset({"string"})),
    Kind.DECIMAL: (str, frozenset({"string"})),
}
"""What decodes a column of a kind, and the JSON types that its schema may name."""

RULES = frozenset(
    [
        "enum",
        "const",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "additionalItems",
        "maxItems",
        "minItems",
        "uniqueItems",
        "contains",
        "maxContains",
        "minContains",
        "maxProperties",
        "minProperties",
        "required",
        "additionalProperties",
        "items",
        "type",
        "properties",
        "patternProperties",
        "propertyNames",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedItems",
        "unevaluatedProperties",
        "prefixItems",
        "if",
        "then",
        "else",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "$ref",
        "$dynamicRef",
        "$recursiveRef",
    ]
)
"""Keywords that can make a value invalid; any other only describes."""

_MEMBER_RULES = frozenset({"type"})
_LIST_RULES = _MEMBER_RULES | {"items"}
_TEXT_RULES = _MEMBER_RULES | {"enum"}
_OBJECT_RULES = _MEMBER_RULES | {"properties", "required", "additionalProperties"}


_LONE = re.compile("[\ud800-\udfff]")
"""Surrogates that stand alone: no text of a lake holds them."""


class UnprovableError(ValueError):
    """A schema that no decoding type stands for."""


def rules(spec: dict[str, Any]) -> frozenset[str]:
    """The keywords of a schema that can make a value invalid."""
    return RULES & spec.keys()


def shape(spec: Any, kind: LakeType, *, valid: bool) -> Any:  # noqa: ANN401 - a schema in, a type out.
    """Make the type that proves one column's values.

    Args:
        spec: The column's JSON Schema.
        kind: The column's type in the lake.
        valid: Whether values must be valid by the schema, or only of the kind.

    Returns:
        A type that msgspec decodes by.

    Raises:
        UnprovableError: If no type proves it.
    """
    names = _names(spec) if valid else frozenset({"null"})
    found: Any
    match kind:
        case Struct():
            _allow(spec, valid, _OBJECT_RULES, names, {"object"})
            found = _struct(spec, kind, valid=valid)
        case ListOf():
            _allow(spec, valid, _LIST_RULES, names, {"array"})
            item = spec.get("items") if valid else None
            found = GenericAlias(list, (shape(item, kind.item, valid=valid),))
        case Scalar(kind=Kind.TEXT) if valid and "enum" in spec:
            _allow(spec, valid, _TEXT_RULES, names, {"string"})
            found = Literal[_choices(spec["enum"])]
            names &= {"null"} if None in spec["enum"] else frozenset()
        case Scalar() if kind.kind in _TYPES:
            found, allowed = _TYPES[kind.kind]
            _allow(spec, valid, _MEMBER_RULES, names, allowed)
        case _:
            raise UnprovableError
    return found | None if "null" in names else found


@dataclass(frozen=True, slots=True)
class Need:
    """Where a null may be a fault, since Arrow shows the absent and the null alike.

    Attributes:
        here: Whether the value itself must be there, or must not be null.
        inside: The same of an object's members, or of a list's items.
        among: The texts that it may be; empty for any.
    """

    here: bool
    inside: tuple[Need | None, ...] = ()
    among: tuple[str, ...] = ()


def need(spec: Any, kind: LakeType, *, required: bool, valid: bool) -> Need | None:  # noqa: ANN401 - a schema.
    """Tell what is to be looked at in a provable column; None for nothing.

    Args:
        spec: The column's JSON Schema.
        kind: The column's type in the lake.
        required: Whether it must be there.
        valid: Whether values must be valid by the schema.
    """
    here = required or (valid and "null" not in _names(spec))
    inside: tuple[Need | None, ...] = ()
    among: tuple[str, ...] = ()
    if valid and "enum" in spec:
        among, here = _choices(spec["enum"]), here or None not in spec["enum"]
    if isinstance(kind, Struct):
        inner = spec.get("properties", {}) if valid else {}
        needed = spec.get("required", []) if valid else []
        inside = tuple(
            need(inner.get(c.name), c.type, required=c.name in needed, valid=valid)
            for c in kind.columns
        )
    elif isinstance(kind, ListOf):
        item = spec.get("items") if valid else None
        inside = (need(item, kind.item, required=False, valid=valid),)
    return Need(here, inside, among) if here or any(inside) or among else None


def _choices(values: Any) -> tuple[str, ...]:  # noqa: ANN401 - a schema.
    """The texts of an `enum` that lists nothing but texts, and perhaps null."""
    listed = values if isinstance(values, list) else []
    found = tuple(v for v in listed if isinstance(v, str) and not _LONE.search(v))
    if not found or len(found) + listed.count(None) < len(listed):
        raise UnprovableError
    return found


def _names(spec: Any) -> frozenset[str]:  # noqa: ANN401 - a schema.
    kind = spec.get("type") if isinstance(spec, dict) else None
    names = [kind] if isinstance(kind, str) else kind
    if not isinstance(names, list):
        raise UnprovableError
    return frozenset(names)


def _allow(
    spec: Any,  # noqa: ANN401 - a schema.
    valid: bool,  # noqa: FBT001 - as given.
    known: frozenset[str],
    names: frozenset[str],
    allowed: Iterable[str],
) -> None:
    """Refuse rules beyond the ones a type proves, and types beyond the column's."""
    wrong = names - {"null"} - set(allowed)
    if valid and (rules(spec) - known or wrong or names == {"null"}):
        raise UnprovableError


def _struct(spec: Any, kind: Struct, *, valid: bool) -> type[msgspec.Struct]:  # noqa: ANN401 - a schema.
    inner = spec.get("properties", {}) if valid else {}
    needed = spec.get("required", []) if valid else []
    if not set(needed) <= kind.by_name().keys():
        raise UnprovableError
    members = [
        (c.name, shape(inner.get(c.name), c.type, valid=valid), c.name in needed)
        for c in kind.columns
    ]
    return struct_type("Object", members)


def struct_type(
    title: str,
    members: Iterable[tuple[str, Any, bool]],
    *,
    missing: Any = None,  # noqa: ANN401 - any default.
) -> type[msgspec.Struct]:
    """Make a decoding type with members of any name; others are refused.

    Args:
        title: Its name.
        members: Name, type, and whether it must be there; required ones go first in it.
        missing: What stands for a member that is not there.
    """
    listed = sorted(enumerate(members), key=lambda pair: not pair[1][2])
    fields: list[Any] = [
        (f"f{i}", kind) if needed else (f"f{i}", kind, missing)
        for i, (_, kind, needed) in listed
    ]
    return msgspec.defstruct(
        title,
        fields,
        rename={f"f{i}": name for i, (name, _, _) in listed},
        forbid_unknown_fields=True,
        gc=False,
    )
