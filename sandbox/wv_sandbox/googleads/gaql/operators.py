"""Which operators and values go with which fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wv_sandbox.googleads.errors import query_error

if TYPE_CHECKING:
    from wv_sandbox.googleads.fields import Field
    from wv_sandbox.googleads.gaql.query import Condition

MOST_VALUES: Final = 20_000
CHANGE_DATES: Final = frozenset(
    {"change_event.change_date_time", "change_status.last_change_date_time"}
)
"""Fields with the instant of a change."""
_RANGES_OF: Final = CHANGE_DATES | {"segments.date"}
"""Fields that go with `DURING`."""
_NULL: Final = frozenset({"IS NULL", "IS NOT NULL"})
_SAME: Final = _NULL | {"=", "!="}
_LISTED: Final = _SAME | {"IN", "NOT IN"}
_ORDERED: Final = _LISTED | {"<", "<=", ">", ">=", "BETWEEN"}
_MATCHED: Final = frozenset({"LIKE", "NOT LIKE", "REGEXP_MATCH", "NOT REGEXP_MATCH"})
_HELD: Final = _NULL | {"CONTAINS ANY", "CONTAINS ALL", "CONTAINS NONE"}
_BY_TYPE: Final = {
    "BOOLEAN": _SAME,
    "ENUM": _LISTED,
    "MESSAGE": _NULL,
    "STRING": _ORDERED | _MATCHED,
}
_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,19}(\.[0-9]+)?")
_LIST_OPERATORS: Final = (_HELD | {"IN", "NOT IN"}) - _NULL


def check_condition(condition: Condition, field: Field) -> None:
    """Check that a condition's operator and values go with its field.

    Raises:
        GoogleAdsError: They do not.
    """
    _check_operator(condition, field)
    many = len(condition.values)
    if condition.operator in _LIST_OPERATORS and many > MOST_VALUES:
        words = f"A filter on '{field.path}' has more than {MOST_VALUES} values."
        raise query_error(words, "FILTER_HAS_TOO_MANY_VALUES", field.path)
    for value in condition.values:
        _check_value(str(value), field)
    if condition.operator.endswith("REGEXP_MATCH"):
        _check_expression(str(condition.values[0]))


def _check_operator(condition: Condition, field: Field) -> None:
    good = _HELD if field.is_repeated else _BY_TYPE.get(field.type, _ORDERED)
    is_during = condition.operator == "DURING" and field.path in _RANGES_OF
    if condition.operator not in good and not is_during:
        words = f"The operator {condition.operator} does not go with '{field.path}'."
        raise query_error(words, "OPERATOR_FIELD_MISMATCH", field.path)


def _check_value(text: str, field: Field) -> None:
    if field.choices and text not in (*field.choices, "UNKNOWN"):
        words = f"Invalid enum constant '{text}' for '{field.path}'."
        raise query_error(words, "BAD_ENUM_CONSTANT", text)
    form = {"INT64": _WHOLE, "INT32": _WHOLE, "DOUBLE": _NUMBER}.get(field.type)
    if form is not None and not form.fullmatch(text):
        words = f"Invalid number '{text}' for '{field.path}'."
        raise query_error(words, "BAD_NUMBER", text)


def _check_expression(text: str) -> None:
    try:
        re.compile(text)
    except re.error:
        words = f"Invalid regular expression '{text}'."
        raise query_error(words, "BAD_VALUE", text) from None
