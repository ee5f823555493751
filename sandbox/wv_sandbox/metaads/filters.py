"""Filters: `[{"field": "ad.updated_time", "operator": "GREATER_THAN", "value": 1}]`.

https://developers.facebook.com/docs/marketing-api/insights/parameters
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wv_sandbox.metaads.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from wv_sandbox.metaads.request import Request

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQUAL": operator.eq,
    "NOT_EQUAL": operator.ne,
    "GREATER_THAN": operator.gt,
    "GREATER_THAN_OR_EQUAL": operator.ge,
    "LESS_THAN": operator.lt,
    "LESS_THAN_OR_EQUAL": operator.le,
    "IN": lambda have, wanted: have in wanted,
    "NOT_IN": lambda have, wanted: have not in wanted,
    "CONTAIN": lambda have, wanted: wanted in have,
    "NOT_CONTAIN": lambda have, wanted: wanted not in have,
}
_LISTS = frozenset({"IN", "NOT_IN"})


@dataclass(frozen=True)
class Filter:
    """One condition.

    Attributes:
        field: As sent, e.g. `ad.effective_status`.
        operator: One of the server's words.
        value: Text, number, or several of them.
    """

    field: str
    operator: str
    value: Any

    def holds(self, have: Any) -> bool:  # noqa: ANN401 - text or number.
        """Tell whether a value passes."""
        wanted = self.value
        if isinstance(have, int | float):
            wanted = [float(v) for v in wanted] if self._lists else float(wanted)
        return _OPERATORS[self.operator](have, wanted)

    def named(self) -> set[Any]:
        """Give the values that it asks for by name."""
        if self.operator == "IN":
            return set(self.value)
        return {self.value} if self.operator == "EQUAL" else set()

    @property
    def _lists(self) -> bool:
        return self.operator in _LISTS


def read(request: Request, fields: Collection[str]) -> list[Filter]:
    """Read the filters of a request.

    Args:
        request: With or without `filtering`.
        fields: What may be filtered by.

    Raises:
        GraphError: They are no filters, or ask by what cannot be asked by.
    """
    value = request.value("filtering")
    if value is None:
        return []
    if not isinstance(value, list):
        words = "Param filtering must be an array"
        raise invalid(words, "filtering")
    return [_filter(item, fields) for item in value]


def _filter(item: Any, fields: Collection[str]) -> Filter:  # noqa: ANN401 - any JSON.
    try:
        found = Filter(item["field"], item["operator"], item["value"])
    except (TypeError, KeyError):
        words = "Param filtering must hold objects with field, operator and value"
        raise invalid(words, "filtering") from None
    if found.field not in fields:
        words = f"Filtering field {found.field} is invalid"
        raise invalid(words, "filtering")
    if found.operator not in _OPERATORS:
        words = f"Filtering operator {found.operator} is invalid"
        raise invalid(words, "filtering")
    if (found.operator in _LISTS) is not isinstance(found.value, list):
        words = f"Filtering value of {found.field} does not fit its operator"
        raise invalid(words, "filtering")
    if isinstance(found.value, list):
        return Filter(found.field, found.operator, tuple(found.value))
    return found
