"""The values of parameters: comma lists, numbers, instants and ranges."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from wv_sandbox.openmeteo.errors import ApiError, malformed

Parameters = dict[str, list[str]]
"""Names and values as sent; a name may be repeated, a value may be a comma list."""
SAME_COUNT = "Parameter '{}' and '{}' must have the same number of elements"


class Span(NamedTuple):
    """A range of time in hours since 1970, its end left out."""

    start: int
    end: int


def words(parameters: Parameters, name: str) -> tuple[str, ...]:
    """Read a list; `name[]` is taken for `name`."""
    values = parameters.get(name, parameters.get(f"{name}[]", []))
    split = (word.strip() for value in values for word in value.split(","))
    return tuple(word for word in split if word)


def numbers(parameters: Parameters, name: str) -> list[float]:
    """Read a list of numbers.

    Raises:
        ApiError: One is none.
    """
    return [_number(name, word) for word in words(parameters, name)]


def _number(name: str, word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise malformed(word, "Float", name) from None


def wholes(parameters: Parameters, name: str) -> list[int]:
    """Read a list of whole numbers.

    Raises:
        ApiError: One is none.
    """
    found = words(parameters, name)
    for word in found:
        if not re.fullmatch(r"-?[0-9]{1,9}", word):
            raise malformed(word, "Int", name)
    return [int(word) for word in found]


def whole(parameters: Parameters, name: str) -> int | None:
    """Read a whole number, the last one if repeated; None if it lacks.

    Raises:
        ApiError: It is none.
    """
    return next(reversed(wholes(parameters, name)), None)


def instant(word: str, unit: str) -> int:
    """Read a date (unit D) or a time (unit h) in those units since 1970.

    Raises:
        ApiError: It is written otherwise, or no calendar has it.
    """
    form = r"\d{4}-\d\d-\d\d" + ("" if unit == "D" else r"T\d\d:\d\d")
    bad = f"Invalid date format. Make sure to use 'YYYY-MM-DD'. Given: {word}"
    if not re.fullmatch(form, word, re.ASCII):
        raise ApiError(bad)
    try:
        time = np.datetime64(word, "m")
    except ValueError:
        raise ApiError(bad) from None
    return int(time.astype(f"datetime64[{unit}]").astype(np.int64))


def spans(parameters: Parameters, kind: str, unit: str, hours: int) -> list[Span]:
    """Read `start_<kind>` and `end_<kind>`, lists whose ends count.

    Args:
        parameters: Of the request.
        kind: date or hour.
        unit: As `instant` wants it.
        hours: Hours in that unit.

    Raises:
        ApiError: One lacks, they differ in number, or an end comes before its start.
    """
    first = [instant(word, unit) for word in words(parameters, f"start_{kind}")]
    last = [instant(word, unit) for word in words(parameters, f"end_{kind}")]
    if bool(first) != bool(last):
        message = f"Both 'start_{kind}' and 'end_{kind}' must be set in the url"
        raise ApiError(message)
    if len(first) != len(last):
        raise ApiError(SAME_COUNT.format(f"start_{kind}", f"end_{kind}"))
    pairs = list(zip(first, last, strict=True))
    if any(start > end for start, end in pairs):
        message = "End-date must be larger or equals than start-date"
        raise ApiError(message)
    return [Span(start * hours, (end + 1) * hours) for start, end in pairs]
