"""Names and values as SQL text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from target_parquet_lake.views import identifier
from target_parquet_lake.views import literal as text

__all__ = ["identifier", "literal", "text"]


def literal(value: object) -> str:
    """Write a value as a SQL literal: null, boolean, number, date, instant or text."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return text(value.isoformat())
        case _:
            return text(str(value))
