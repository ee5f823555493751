"""Which records need no conforming: JSON already, as the schema describes them.

The SDK walks each record property by property (`conform_record_data_types`) to make
JSON of what is none (datetimes, bytes, numbers in boolean columns) and to drop what the
schema does not know. On records that came as JSON it finds nothing to do. A schema is
compiled here into a function that sees so with a few calls into C, and says `Misfit`
for each record that needs the SDK's own walk.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from operator import is_
from typing import TYPE_CHECKING, Any, TypeAlias

from singer_sdk.exceptions import EmptySchemaTypeError

# What the SDK asks of a schema has no public home; other words would be a second truth.
from singer_sdk.helpers._typing import (
    _is_exclusive_boolean_type,
    is_object_type,
    is_uniform_list,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Fit: TypeAlias = Callable[[Any], Any]
"""Takes a value and returns what to print of it, mostly itself; or says Misfit."""

_SCALARS = frozenset({str, int, float, bool, type(None)})
"""Printed alike by simplejson and msgspec, as exact types: subclasses differ."""
_STRING = frozenset({str})
_MOST_UNMAPPED = 1000
"""Unknown names to remember an object; records with more of them go the SDK's way."""


class Misfit(ValueError):  # noqa: N818 - no error: the record takes the other road.
    """This record needs the SDK's own path."""


def compile_object(schema: dict[str, Any], *, in_parts: Collection[str] = ()) -> Fit:
    """Compile an object with declared properties.

    Args:
        schema: Its JSON Schema.
        in_parts: Properties of which some parts are deselected.
    """
    drop_unmapped = Unmapped(schema).drop
    special = tuple(
        (name, fit_one)
        for name, child in schema["properties"].items()
        if (fit_one := compile_property(child, whole=name not in in_parts))
    )

    def fit(record: dict[str, Any]) -> dict[str, Any]:
        record = rest = drop_unmapped(record)
        if special:
            rest = record.copy()
            for name, fit_one in special:
                if (value := rest.pop(name, None)) is not None:
                    fitted = fit_one(value)
                    if fitted is not value:
                        record = {**record, name: fitted}
        if not _SCALARS.issuperset(map(type, rest.values())):
            _check(rest.values())
        return record

    return fit


def compile_property(schema: dict[str, Any], *, whole: bool = True) -> Fit | None:
    """Compile one property; None where any plain value will do.

    Args:
        schema: Its JSON Schema.
        whole: False when parts of it are deselected: the SDK takes those out.
    """
    if _is_exclusive_boolean_type(schema):
        return _boolean
    by_kind: dict[type, Fit] = {}
    if not whole:
        by_kind[dict] = _misfit
    elif is_object_type(schema) and "properties" in schema:
        by_kind[dict] = compile_object(schema)
    try:
        if is_uniform_list(schema):
            by_kind[list] = _compile_list(schema["items"])
    except (EmptySchemaTypeError, ValueError):
        by_kind[list] = _misfit  # The SDK fails on any list here: let it say so.
    return _by_kind(by_kind) if by_kind else None


def _compile_list(items: dict[str, Any]) -> Fit:
    """Compile a list whose items share one schema."""
    if is_object_type(items):
        # Without declared properties the SDK fails on all but the empty object.
        fit_object = compile_object(items) if "properties" in items else _empty
        fit_one = _by_kind({dict: fit_object})
    elif _is_exclusive_boolean_type(items):
        fit_one = _boolean
    else:
        return plain

    def fit(values: list[Any]) -> list[Any]:
        fitted = [fit_one(value) for value in values]
        return values if all(map(is_, fitted, values)) else fitted

    return fit


def _by_kind(fits: dict[type, Fit]) -> Fit:
    find = fits.get

    def fit(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
        return find(type(value), plain)(value)

    return fit


def plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
    """Accept a value that no schema describes, if it is JSON all the way down."""
    _check((value,))
    return value


def _boolean(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
    """Accept what a boolean column holds; the SDK makes booleans of all else."""
    if type(value) is not bool and value is not None:
        raise Misfit
    return value


def _empty(value: dict[str, Any]) -> dict[str, Any]:
    return _misfit(value) if value else value


def _misfit(_value: dict[str, Any] | list[Any]) -> Any:  # noqa: ANN401 - never returns.
    raise Misfit


def _check(values: Iterable[Any]) -> None:
    """Accept values that are JSON all the way down, where no schema describes them.

    Raises:
        Misfit: One is no JSON, or is not printed alike.
    """
    for value in values:
        kind = type(value)
        if kind in _SCALARS:
            continue
        if kind is list:
            _check(value)
        elif kind is dict:
            if not _STRING.issuperset(map(type, value)):
                raise Misfit
            _check(value.values())
        elif kind is not Decimal or not math.isfinite(value):
            raise Misfit  # The SDK makes null of what is infinite as a float.


class Unmapped:
    """Names that a schema does not know: the SDK drops them, and warns of each once.

    The first record with a new one goes the SDK's way, so that it warns.

    Args:
        schema: JSON Schema of an object; it may also allow any name.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self._known = frozenset(schema["properties"])
        self._is_open = bool(schema.get("additionalProperties"))
        self._warned: set[str] = set()

    def drop(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return the record without them: itself if there are none.

        Raises:
            Misfit: One is new, or no text.
        """
        if self._known.issuperset(record):
            return record
        if self._is_open:
            if not _STRING.issuperset(map(type, record)):
                raise Misfit
            return record
        strange = record.keys() - self._known
        if not strange <= self._warned:
            if len(self._warned) < _MOST_UNMAPPED:
                self._warned |= strange
            raise Misfit
        return {name: value for name, value in record.items() if name in self._known}
