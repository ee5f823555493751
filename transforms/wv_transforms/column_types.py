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
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP WITH TIME ZONE"

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
    ColumnType.BOOLEAN: {"type": "boolean"},
    ColumnType.DATE: {"type": "string", "format": "date"},
    ColumnType.TIMESTAMP: {"type": "string", "format": "date-time"},
}
