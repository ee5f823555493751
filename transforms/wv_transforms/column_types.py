"""The few column types of the project, and what each engine calls them.

Few on purpose: each is stored by Delta as it is and known by DuckDB and Spark alike.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class ColumnType(StrEnum):
    """A column's type, by the name that DuckDB gives it."""

    STRING = "VARCHAR"
    BIGINT = "BIGINT"
    DOUBLE = "DOUBLE"
    DECIMAL = "DECIMAL(38,6)"
    """Money: exact, with its currency in a column beside it."""
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP WITH TIME ZONE"
    AMOUNTS = "STRUCT(amount DECIMAL(38,6))[]"
    """A list of things that have an amount; raw tables only."""

    @classmethod
    def named(cls, name: object) -> ColumnType:
        """Find a type by its name in a contract, e.g. `double`.

        Raises:
            KeyError: If there is no such type.
        """
        return cls[str(name).upper()]

    @property
    def json_schema(self) -> dict[str, Any]:
        """The type in JSON Schema 2020-12."""
        return dict(_JSON[self])


_JSON: dict[ColumnType, dict[str, str]] = {
    ColumnType.STRING: {"type": "string"},
    ColumnType.BIGINT: {"type": "integer"},
    ColumnType.DOUBLE: {"type": "number"},
    ColumnType.DECIMAL: {
        "type": "string",
        "pattern": r"^-?[0-9]{1,32}(\.[0-9]{1,6})?$",
    },
    ColumnType.BOOLEAN: {"type": "boolean"},
    ColumnType.DATE: {"type": "string", "format": "date"},
    ColumnType.TIMESTAMP: {"type": "string", "format": "date-time"},
    ColumnType.AMOUNTS: {"type": "array"},
}
