"""Whether a row meets a condition."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wv_sandbox.googleads.fields import Field
    from wv_sandbox.googleads.gaql.query import Condition, Value

_NUMBERS = frozenset({"INT64", "INT32", "DOUBLE", "FLOAT"})


def holds(condition: Condition, field: Field, found: Any) -> bool:  # noqa: ANN401 - a value of any field.
    """Tell whether a value meets a condition.

    Args:
        condition: The condition.
        field: What it is about.
        found: The row's value; None where it has none.
    """
    operator = condition.operator
    if operator == "IS NULL":
        return found is None
    if operator == "IS NOT NULL":
        return found is not None
    wanted = [_read(value, field) for value in condition.values]
    if operator.startswith("CONTAINS"):
        return _contains(operator, found or [], wanted)
    if found is None:
        return operator in {"!=", "NOT IN", "NOT LIKE", "NOT REGEXP_MATCH"}
    return _compares(operator, found, wanted)


def _read(value: Value, field: Field) -> Any:  # noqa: ANN401 - as above.
    if field.type in _NUMBERS:
        return float(value)
    if field.type == "BOOLEAN":
        return str(value).upper() == "TRUE"
    return str(value)


def _contains(operator: str, found: list[Any], wanted: list[Any]) -> bool:
    there = [value in found for value in wanted]
    if operator == "CONTAINS ALL":
        return all(there)
    return any(there) == (operator == "CONTAINS ANY")


def _compares(operator: str, found: Any, wanted: list[Any]) -> bool:  # noqa: ANN401, PLR0911 - one answer an operator.
    first = wanted[0]
    match operator:
        case "=":
            return bool(found == first)
        case "!=":
            return bool(found != first)
        case ">":
            return bool(found > first)
        case ">=":
            return bool(found >= first)
        case "<":
            return bool(found < first)
        case "<=":
            return bool(found <= first)
        case "BETWEEN":
            return bool(first <= found <= wanted[1])
        case "IN" | "NOT IN":
            return (found in wanted) == (operator == "IN")
        case "LIKE" | "NOT LIKE":
            return bool(_like(first).fullmatch(found)) == (operator == "LIKE")
        case _:
            met = re.fullmatch(first, found) is not None
            return met == (operator == "REGEXP_MATCH")


@lru_cache
def _like(pattern: str) -> re.Pattern[str]:
    """Turn a pattern of `%`, `_` and escapes like `[%]` into an expression."""
    parts = re.findall(r"\[(.)\]|(.)", pattern, re.DOTALL)
    text = "".join(
        re.escape(escaped)
        if escaped
        else {"%": ".*", "_": "."}.get(one, re.escape(one))
        for escaped, one in parts
    )
    return re.compile(text, re.DOTALL | re.IGNORECASE)
