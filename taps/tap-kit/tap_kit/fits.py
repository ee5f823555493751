"""Which records need no conforming: JSON already, as the schema describes them.

The SDK walks each record property by property (`conform_record_data_types`) to turn what
is no JSON (datetimes, bytes, NaN, numbers in boolean columns) into JSON and to drop what
the schema does not know. On records that came as JSON this finds nothing to do. A
schema is compiled here into a function that sees so with a few calls into C, and says
`Misfit` for each record that needs the SDK's own walk.
"""

from __future__ import annotations

from decimal import Decimal
from operator import is_
from typing import TYPE_CHECKING, Any

# The SDK's questions to a schema have no public home; asking them ourselves in other
# words would be a second truth.
from singer_sdk.exceptions import EmptySchemaTypeError
from singer_sdk.helpers import _typing as sdk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    Fit = Callable[[Any], Any]
    """Takes a value, returns what to encode of it (mostly itself), or says Misfit."""

_SCALARS = frozenset({str, int, float, bool, type(None)})
"""Printed alike by simplejson and msgspec, as exact types: subclasses differ."""
_STRING = frozenset({str})
_MOST_UNMAPPED = 1000
"""Unknown names to remember per object; beyond it a record goes the SDK's way."""


class Misfit(Exception):  # noqa: N818 - no error: the record takes the other road.
    """This record needs the SDK's own path."""


def plain(values: Iterable[Any]) -> None:
    """Accept values that are JSON all the way down, wherever no schema describes them.

    Raises:
        Misfit: One is no JSON, or not printed alike.
    """
    for value in values:
        kind = type(value)
        if kind in _SCALARS:
            continue
        if kind is list:
            plain(value)
        elif kind is dict:
            if not _STRING.issuperset(map(type, value)):
                raise Misfit
            plain(value.values())
        elif kind is not Decimal or not value.is_finite():
            raise Misfit


def _true_or_false(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
    """Accept what a boolean column holds; the SDK makes booleans of all else."""
    if type(value) is not bool and value is not None:
        raise Misfit
    return value


def compile_property(schema: dict[str, Any], *, whole: bool = True) -> Fit | None:
    """Compile one property.

    Args:
        schema: Its JSON Schema.
        whole: False when parts of it are deselected: the SDK takes those out.

    Returns:
        None where any plain value will do.
    """
    # The SDK has no public name for "boolean or null and nothing else".
    if sdk._is_exclusive_boolean_type(schema):  # noqa: SLF001
        return _true_or_false
    by_kind: dict[type, Fit] = {}
    if not whole:
        by_kind[dict] = _misfit
    elif sdk.is_object_type(schema) and "properties" in schema:
        by_kind[dict] = compile_object(schema)
    try:
        if sdk.is_uniform_list(schema):
            by_kind[list] = _compile_list(schema["items"])
    except (EmptySchemaTypeError, ValueError):
        by_kind[list] = _misfit  # The SDK fails on a list here; let it say so.
    return _by_kind(by_kind) if by_kind else None


def compile_object(
    schema: dict[str, Any], *, in_parts: Collection[str] = ()
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Compile an object with declared properties.

    Args:
        schema: Its JSON Schema.
        in_parts: Properties of which some parts are deselected.
    """
    known = frozenset(schema["properties"])
    unmapped = _Unmapped(known)
    is_open = bool(schema.get("additionalProperties"))
    special = tuple(
        (name, fit)
        for name, child in schema["properties"].items()
        if (fit := compile_property(child, whole=name not in in_parts))
    )

    def fit(record: dict[str, Any]) -> dict[str, Any]:
        if is_open:
            if not _STRING.issuperset(map(type, record)):
                raise Misfit
        elif not known.issuperset(record):
            record = unmapped.drop(record)
        rest = record
        if special:
            rest = record.copy()
            for name, fit_one in special:
                if (value := rest.pop(name, None)) is not None:
                    fitted = fit_one(value)
                    if fitted is not value:
                        record = {**record, name: fitted}
        if not _SCALARS.issuperset(map(type, rest.values())):
            plain(rest.values())
        return record

    return fit


def _compile_list(items: dict[str, Any]) -> Fit:
    """Compile a list whose items share one schema."""
    if sdk.is_object_type(items):
        one = _by_kind(
            {dict: compile_object(items) if "properties" in items else _empty}
        )
    elif sdk._is_exclusive_boolean_type(items):  # noqa: SLF001 - as above.
        one = _true_or_false
    else:
        return _plain_list

    def fit(values: list[Any]) -> list[Any]:
        fitted = [one(value) for value in values]
        return values if all(map(is_, fitted, values)) else fitted

    return fit


def _by_kind(fits: dict[type, Fit]) -> Fit:
    def fit(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
        if fit_one := fits.get(type(value)):
            return fit_one(value)
        plain((value,))
        return value

    return fit


def _plain_list(values: list[Any]) -> list[Any]:
    plain(values)
    return values


def _true_or_false(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
    """Accept what a boolean column holds; the SDK makes booleans of all else."""
    if type(value) is not bool and value is not None:
        raise Misfit
    return value


def _empty(value: dict[str, Any]) -> dict[str, Any]:
    """Where a list's objects have no declared properties, the SDK fails: let it."""
    if value:
        raise Misfit
    return value


def _misfit(value: Any) -> Any:  # noqa: ANN401, ARG001 - any JSON value.
    raise Misfit


class _Unmapped:
    """Names that the schema does not know: the SDK drops them and warns once.

    The first record with a new name goes the SDK's way, so that it warns.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.warned: set[str] = set()

    def drop(self, record: dict[str, Any]) -> dict[str, Any]:
        strange = record.keys() - self.known
        if not strange <= self.warned:
            if len(self.warned) < _MOST_UNMAPPED:
                self.warned |= strange
            raise Misfit
        return {name: value for name, value in record.items() if name in self.known}
