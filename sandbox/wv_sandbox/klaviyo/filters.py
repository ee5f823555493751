"""Klaviyo's filters: `greater-or-equal(updated_at,2026-11-01T00:00:00Z),equals(…)`.

A comma means and. Texts stand in quotes, instants do not.
https://developers.klaviyo.com/en/docs/filtering_
"""

from __future__ import annotations

import json
import operator
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wv_sandbox.klaviyo.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CALL = re.compile(
    r"([a-z-]+)\(([^,()\[\]]+)(?:,(\[[^\]]*\]|'[^']*'|\"[^\"]*\"|[^()]*))?\)"
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": operator.eq,
    "greater-than": operator.ge,  # The real server returns the bound itself, too.
    "greater-or-equal": operator.ge,
    "less-than": operator.lt,
    "less-or-equal": operator.le,
    "contains": lambda have, want: want in have,
    "starts-with": lambda have, want: have.startswith(want),
    "ends-with": lambda have, want: have.endswith(want),
    "any": lambda have, want: have in want,
    "has": lambda have, _: have is not None,
}


@dataclass(frozen=True)
class Condition:
    """One call of a filter."""

    operator: str
    field: str
    value: Any

    def holds(self, have: Any) -> bool:  # noqa: ANN401 - any JSON value.
        """Tell whether a resource's value passes; null passes no comparison."""
        if have is None:
            return False
        if isinstance(self.value, datetime):
            have = datetime.fromisoformat(have)
        return bool(_COMPARE[self.operator](have, self.value))


def parse(text: str, allowed: Mapping[str, list[str]]) -> tuple[Condition, ...]:
    """Read a filter.

    Args:
        text: As sent.
        allowed: Fields with the operators they take.

    Raises:
        KlaviyoError: It is no filter, or asks what the endpoint does not know.
    """
    found, position = [], 0
    while position < len(text):
        call = _CALL.match(text, position)
        if call is None:
            msg = "Invalid filter provided."
            raise invalid(msg, "filter")
        found.append(_condition(call, allowed))
        position = call.end()
        if position < len(text):
            if text[position] != ",":
                msg = "Invalid filter provided."
                raise invalid(msg, "filter")
            position += 1
    return tuple(found)


def _condition(call: re.Match[str], allowed: Mapping[str, list[str]]) -> Condition:
    name, field, value = call[1], call[2].strip().strip("'\""), call[3]
    if field not in allowed:
        msg = f"'{field}' is not an allowed filter field."
        raise invalid(msg, "filter")
    if name not in allowed[field]:
        msg = f"'{name}' is not an allowed operator for '{field}'."
        raise invalid(msg, "filter")
    return Condition(name, field, None if name == "has" else _value(name, value))


def _value(name: str, text: str | None) -> Any:  # noqa: ANN401 - any JSON value.
    if text is None:
        msg = "Invalid filter provided."
        raise invalid(msg, "filter")
    text = text.strip()
    if _INSTANT.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    try:
        value = json.loads(text.replace("'", '"'))
    except ValueError:
        msg = f"Invalid filter value '{text}'."
        raise invalid(msg, "filter") from None
    is_instant = isinstance(value, str) and _INSTANT.fullmatch(value)
    if is_instant and name not in {"equals", "any", "contains"}:
        msg = "Datetimes must not be quoted."
        raise invalid(msg, "filter")
    values = value if isinstance(value, list) else [value]
    nested = any(isinstance(one, dict | list) for one in values)
    if nested or (name == "any") is not isinstance(value, list):
        msg = f"Invalid filter value '{text}'."
        raise invalid(msg, "filter")
    return tuple(value) if isinstance(value, list) else value
