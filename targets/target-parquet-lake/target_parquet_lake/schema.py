"""JSON Schema to the lake's types.

Objects with declared properties become structs and arrays lists; what may hold anything
(unions, empty schemas, open or recursive objects) becomes JSON text. A column that can
only be null has no type yet and is left out until it gets one. Decimals come from
`multipleOf` (as SQL taps write it) and from the string formats `decimal`,
`singer.decimal` and `x-singer.decimal`
(https://sdk.meltano.com/en/latest/classes/typing/singer_sdk.typing.SingerDecimalType.html).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from target_parquet_lake.types import (
    BOOL,
    DATE,
    DOUBLE,
    INT,
    JSON,
    TEXT,
    TIMESTAMP,
    Column,
    LakeType,
    ListOf,
    Scalar,
    Struct,
    decimal,
)

DECIMAL_FORMATS = frozenset({"decimal", "singer.decimal", "x-singer.decimal"})
DIGITS = 38
SCALE = 9
_UNION = ("anyOf", "oneOf", "allOf")


def stream_type(schema: dict[str, Any]) -> Struct:
    """The row type of a stream.

    Args:
        schema: The stream's JSON Schema; its top level is a set of properties.

    Returns:
        One column for each property that can hold a value, in the schema's order.
    """
    return Struct(_columns(schema, schema, ()))


def _columns(
    spec: dict[str, Any], root: dict[str, Any], seen: tuple[str, ...]
) -> tuple[Column, ...]:
    kinds = ((n, _kind(s, root, seen)) for n, s in spec.get("properties", {}).items())
    return tuple(Column(name, kind) for name, kind in kinds if kind is not None)


def _kind(spec: Any, root: dict[str, Any], seen: tuple[str, ...]) -> LakeType | None:  # noqa: ANN401 - as above.
    """The type of one schema, or None for what can only be null."""
    if not isinstance(spec, dict):
        return JSON
    if "$ref" in spec:
        return _referred(spec["$ref"], root, seen)
    union = next((spec[word] for word in _UNION if word in spec), None)
    if union is not None:
        return _union([_kind(variant, root, seen) for variant in union])
    types = spec.get("type")
    names = [types] if isinstance(types, str) else types
    if not isinstance(names, list):
        return _untyped(spec, root, seen)
    return _union([_typed(n, spec, root, seen) for n in names if n != "null"])


def _referred(ref: Any, root: dict[str, Any], seen: tuple[str, ...]) -> LakeType | None:  # noqa: ANN401 - as above.
    if not isinstance(ref, str) or not ref.startswith("#/") or ref in seen:
        return JSON
    target: Any = root
    for step in ref[2:].split("/"):
        target = target.get(step) if isinstance(target, dict) else None
    return _kind(target, root, (*seen, ref))


def _union(kinds: list[LakeType | None]) -> LakeType | None:
    """One type where all variants agree, JSON where they do not."""
    found = {kind for kind in kinds if kind is not None}
    if found == {INT, DOUBLE}:
        return DOUBLE
    if len(found) > 1:
        return JSON
    return next(iter(found), None)


def _untyped(
    spec: dict[str, Any], root: dict[str, Any], seen: tuple[str, ...]
) -> LakeType:
    values = spec.get("enum", [spec["const"]] if "const" in spec else [])
    if values and all(isinstance(value, str) for value in values):
        return TEXT
    return _closed_object(spec, root, seen) if "properties" in spec else JSON


def _typed(
    name: str, spec: dict[str, Any], root: dict[str, Any], seen: tuple[str, ...]
) -> LakeType:
    match name:
        case "boolean" | "integer":
            return BOOL if name == "boolean" else INT
        case "number":
            return _number(spec.get("multipleOf"))
        case "string":
            return _string(spec)
        case "array":
            item = _kind(spec.get("items"), root, seen)
            return JSON if item is None else ListOf(item)
        case "object":
            return _closed_object(spec, root, seen)
        case _:
            return JSON


def _number(multiple: Any) -> Scalar:  # noqa: ANN401 - a number, or anything a stranger wrote.
    if isinstance(multiple, bool) or not isinstance(multiple, int | float | Decimal):
        return DOUBLE
    exponent = Decimal(str(multiple)).normalize().as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else DIGITS
    return decimal(DIGITS, scale) if scale < DIGITS else DOUBLE


def _string(spec: dict[str, Any]) -> Scalar:
    match spec.get("format"):
        case "date-time":
            return TIMESTAMP
        case "date":
            return DATE
        case form if form in DECIMAL_FORMATS:
            precision = _digits(spec.get("precision"), 1, DIGITS, DIGITS)
            return decimal(precision, _digits(spec.get("scale"), 0, precision, SCALE))
        case _:
            return TEXT


def _digits(value: Any, low: int, high: int, default: int) -> int:  # noqa: ANN401 - as above.
    number = value if type(value) is int and low <= value else default
    return min(number, high)


def _closed_object(
    spec: dict[str, Any], root: dict[str, Any], seen: tuple[str, ...]
) -> LakeType:
    is_open = spec.get("additionalProperties", False) is not False
    if is_open or "patternProperties" in spec:
        return JSON
    columns = _columns(spec, root, seen)
    return Struct(columns) if columns else JSON
