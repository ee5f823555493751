"""Filters: `[{"field": "ad.updated_time", "operator": "GREATER_THAN", "value": 1}]`.

https://developers.facebook.com/docs/marketing-api/insights/parameters
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from wv_sandbox.metaads.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from wv_sandbox.metaads.request import Request

Value: TypeAlias = str | float
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQUAL": operator.eq,
    "NOT_EQUAL": operator.ne,
    "GREATER_THAN": operator.gt,
    "GREATER_THAN_OR_EQUAL": operator.ge,
    "LESS_THAN": operator.lt,
    "LESS_THAN_OR_EQUAL": operator.le,
}
_SEARCH: Mapping[str, Callable[[Any, Any], bool]] = {
    "CONTAIN": lambda have, wanted: wanted in have,
    "NOT_CONTAIN": lambda have, wanted: wanted not in have,
}
_CHOOSE: Mapping[str, Callable[[Any, Any], bool]] = {
    "IN": lambda have, wanted: have in wanted,
    "NOT_IN": lambda have, wanted: have not in wanted,
}
_OPERATORS = {**_COMPARE, **_SEARCH, **_CHOOSE}


@dataclass(frozen=True)
class Filter:
    """One condition.

    Attributes:
        field: As sent, e.g. `ad.effective_status`.
        operator: One of the server's words.
        values: Texts or numbers; one only, but for operators that choose.
    """

    field: str
    operator: str
    values: tuple[Value, ...]

    def holds(self, have: Value) -> bool:
        """Tell whether a value passes."""
        chooses = self.operator in _CHOOSE
        wanted = self.values if chooses else self.values[0]
        return _OPERATORS[self.operator](have, wanted)

    def named(self) -> set[Value]:
        """Give the values that it asks for by name."""
        return set(self.values) if self.operator in {"IN", "EQUAL"} else set()


def read(
    request: Request, texts: Collection[str], numbers: Collection[str]
) -> list[Filter]:
    """Read the filters of a request.

    Args:
        request: With or without `filtering`.
        texts: What may be filtered by as text.
        numbers: What may be filtered by as a number; times are seconds since 1970.

    Raises:
        GraphError: They are no filters, or ask by what cannot be asked by.
    """
    asked = request.value("filtering")
    if asked is None:
        return []
    if not isinstance(asked, list):
        words = "Param filtering must be an array"
        raise invalid(words, "filtering")
    return [_filter(item, texts, numbers) for item in asked]


def _filter(
    item: Any,  # noqa: ANN401 - any JSON value.
    texts: Collection[str],
    numbers: Collection[str],
) -> Filter:
    try:
        name, kind, value = str(item["field"]), str(item["operator"]), item["value"]
    except (TypeError, KeyError):
        words = "Param filtering must hold objects with field, operator and value"
        raise invalid(words, "filtering") from None
    is_number = name in numbers
    if not is_number and name not in texts:
        words = f"Filtering field {name} is invalid"
        raise invalid(words, "filtering")
    if kind not in _OPERATORS or (is_number and kind in _SEARCH):
        words = f"Filtering operator {kind} is invalid for {name}"
        raise invalid(words, "filtering")
    try:
        return Filter(name, kind, tuple(_values(value, kind, is_number=is_number)))
    except (TypeError, ValueError, OverflowError):
        words = f"Filtering value of {name} fits neither it nor {kind}"
        raise invalid(words, "filtering") from None


def _values(value: Any, kind: str, *, is_number: bool) -> list[Value]:  # noqa: ANN401
    """Read one value, or several for an operator that chooses."""
    chooses = kind in _CHOOSE
    if chooses is not isinstance(value, list):
        raise TypeError
    values = value if chooses else [value]
    if is_number:
        return [float(one) for one in values]
    if not all(isinstance(one, str | int) for one in values):
        raise TypeError
    return [str(one) for one in values]
