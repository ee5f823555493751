"""JSON values to exact Python values of the lake's types.

Two things can go wrong, and they differ. A value that its schema does not allow is
wrong (`WrongValueError`): the record is refused. A value that the schema allows but the
column's type cannot hold exactly is a misfit (`MisfitError`): the column is widened.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from target_parquet_lake.casts import json_text
from target_parquet_lake.types import Kind, LakeType, ListOf, Scalar, Struct

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    Convert = Callable[[Any], Any]

INT_LOW, INT_HIGH = -(2**63), 2**63 - 1
CUT = "digits beyond the microsecond cut"
NAIVE = "times without an offset taken as UTC"
UNDECLARED = "values of undeclared properties left out"
_TOO_LONG = 1000
_EXACT = Context(prec=10_000)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d{1,4})?")
_EXTRA_DIGITS = re.compile(r"\.\d{6}\d*[1-9]")


class WrongValueError(ValueError):
    """A value that is not of its declared type.

    Args:
        expected: What was expected, e.g. `an integer`.
    """

    def __init__(self, *, expected: str) -> None:
        super().__init__(expected)


class MisfitError(ValueError):
    """A value that its column cannot hold exactly, though the schema allows it."""


def converter(kind: LakeType, path: str, notes: Counter[str]) -> Convert:
    """Make the function that turns JSON values of one column into Python values.

    Args:
        kind: The column's type.
        path: The column's name, for notes.
        notes: Counts what was altered within what is documented, by `path: what`.

    Returns:
        A function that raises `WrongValueError` or `MisfitError`.
    """
    match kind:
        case Struct():
            return _struct(kind, path, notes)
        case ListOf():
            return _list(converter(kind.item, f"{path}[]", notes))
        case Scalar(kind=Kind.DECIMAL):
            return _decimal(kind)
        case Scalar(kind=Kind.TIMESTAMP):
            return _timestamp(path, notes)
        case _:
            return _SCALARS[kind.kind]


def _struct(kind: Struct, path: str, notes: Counter[str]) -> Convert:
    members = {
        c.name: converter(c.type, f"{path}.{c.name}", notes) for c in kind.columns
    }

    def convert(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
        if type(value) is not dict:
            raise WrongValueError(expected="an object")
        for name in value.keys() - members.keys():
            notes[f"{path}.{name}: {UNDECLARED}"] += 1
        return {
            name: None if (item := value.get(name)) is None else member(item)
            for name, member in members.items()
        }

    return convert


def _list(member: Convert) -> Convert:
    def convert(value: Any) -> Any:  # noqa: ANN401 - any JSON value.
        if type(value) is not list:
            raise WrongValueError(expected="an array")
        return [None if item is None else member(item) for item in value]

    return convert


def _bool(value: Any) -> bool:  # noqa: ANN401 - any JSON value.
    if type(value) is not bool:
        raise WrongValueError(expected="a boolean")
    return value


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    if type(value) is not str:
        raise WrongValueError(expected="a string")
    return value


def _int(value: Any) -> int:  # noqa: ANN401 - any JSON value.
    if type(value) is Decimal and value == value.to_integral_value():
        if value.adjusted() > _TOO_LONG:
            raise MisfitError
        value = int(value)
    if type(value) is not int:
        raise WrongValueError(expected="an integer")
    if not INT_LOW <= value <= INT_HIGH:
        raise MisfitError
    return value


def _double(value: Any) -> float:  # noqa: ANN401 - any JSON value.
    if type(value) is int:
        try:
            number = float(value)
        except OverflowError:
            raise MisfitError from None
        if int(number) != value:
            raise MisfitError
        return number
    if type(value) is not Decimal:
        raise WrongValueError(expected="a number")
    number = float(value)
    if not math.isfinite(number) or (number == 0 and value != 0):
        raise MisfitError
    return number


def _decimal(kind: Scalar) -> Convert:
    def convert(value: Any) -> Decimal:  # noqa: ANN401 - any JSON value.
        if type(value) is str and _NUMBER.fullmatch(value):
            value = Decimal(value)
        if type(value) is int:
            value = Decimal(value)
        if type(value) is not Decimal:
            raise WrongValueError(expected="a decimal number")
        _, digits, exponent = value.normalize(_EXACT).as_tuple()
        places = int(exponent)
        whole = len(digits) + places
        if value and (-places > kind.scale or whole > kind.precision - kind.scale):
            raise MisfitError
        return value

    return convert


def _date(value: Any) -> date:  # noqa: ANN401 - any JSON value.
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise WrongValueError(expected="an ISO date") from None
    if moment.time() != time.min or moment.utcoffset():
        raise WrongValueError(expected="a date without a time of day")
    return moment.date()


def _timestamp(path: str, notes: Counter[str]) -> Convert:
    def convert(value: Any) -> datetime:  # noqa: ANN401 - any JSON value.
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                notes[f"{path}: {NAIVE}"] += 1
                moment = moment.replace(tzinfo=UTC)
            moment = moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            raise WrongValueError(expected="an ISO date and time") from None
        if _EXTRA_DIGITS.search(value):
            notes[f"{path}: {CUT}"] += 1
        return moment

    return convert


_SCALARS: dict[Kind, Convert] = {
    Kind.BOOL: _bool,
    Kind.INT: _int,
    Kind.DOUBLE: _double,
    Kind.TEXT: _text,
    Kind.JSON: json_text,
    Kind.DATE: _date,
}
