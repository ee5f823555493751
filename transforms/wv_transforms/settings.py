"""Thresholds: declared once, overridable for a run, one row for the models to read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from wv_transforms.column_types import ColumnType
from wv_transforms.columns import Column, columns_of, reject_unknown_keys
from wv_transforms.errors import ProjectError
from wv_transforms.sql import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

RELATION = "settings"
"""The one-row table that holds them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One threshold.

    Attributes:
        column: Name, type, unit, description and bounds.
        value: Its value; a text, a number, a UTC instant, or None.
    """

    column: Column
    value: Any

    @property
    def name(self) -> str:
        """Its name."""
        return self.column.name

    @property
    def sql(self) -> str:
        """Its value as a SQL expression of its type."""
        return f"CAST({literal(self.value)} AS {self.column.type.value})"


def settings_of(
    spec: Mapping[str, Mapping[str, Any]], path: Path
) -> tuple[Setting, ...]:
    """Read the settings file.

    Raises:
        ProjectError: If a setting lacks a part or its default is out of bounds.
    """
    parts = {
        name: {k: v for k, v in entry.items() if k != "default"}
        for name, entry in spec.items()
    }
    for entry in spec.values():
        reject_unknown_keys(
            entry,
            {"type", "unit", "description", "minimum", "maximum", "default"},
            path,
        )
    return tuple(
        Setting(column, checked(column, spec[column.name].get("default"), str(path)))
        for column in columns_of(parts, path)
    )


def override(
    settings: Iterable[Setting], values: Mapping[str, Any]
) -> tuple[Setting, ...]:
    """Change settings for a run.

    Args:
        settings: The settings with their defaults.
        values: Name to value; texts are read by the setting's type.

    Raises:
        ProjectError: If a name is unknown or a value does not fit.
    """
    known = {setting.name: setting for setting in settings}
    unknown = sorted(set(values) - set(known))
    if unknown:
        what = (
            f"Unknown setting {', '.join(unknown)}; known: {', '.join(sorted(known))}."
        )
        raise ProjectError(what=what, where="settings", next_step="correct the name")
    return tuple(
        replace(setting, value=checked(setting.column, values[name], "settings"))
        if name in values
        else setting
        for name, setting in known.items()
    )


def select_settings(settings: Iterable[Setting]) -> str:
    """The SELECT of the one row that models read as `settings`."""
    return "SELECT " + ", ".join(
        f"{setting.sql} AS {setting.name}" for setting in settings
    )


def checked(column: Column, value: object, where: str) -> object:
    """Read a value by its column's type and bounds; None stands for no value.

    Raises:
        ProjectError: If it cannot be read so, or lies out of bounds.
    """
    if value is None:
        return None
    try:
        read = _READERS[column.type](value)
    except (ValueError, TypeError, KeyError, InvalidOperation):
        what = f"{value!r} is no {column.type.name.lower()} for {column.name}."
        raise ProjectError(
            what=what, where=where, next_step="correct the value"
        ) from None
    low, high = column.minimum, column.maximum
    if (low is not None and read < low) or (high is not None and read > high):
        what = f"{column.name} is {read}; it must lie between {low} and {high}."
        raise ProjectError(what=what, where=where, next_step="correct the value")
    return read


def _instant(value: object) -> datetime:
    instant = (
        value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    )
    if instant.tzinfo is None:
        msg = "an instant needs a time zone"
        raise ValueError(msg)
    return instant.astimezone(UTC)


def _whole(value: object) -> int:
    number = float(str(value))
    if number != int(number):
        msg = "not whole"
        raise ValueError(msg)
    return int(number)


def _number(value: object) -> float:
    number = float(str(value))
    if number - number != 0:
        msg = "not finite"
        raise ValueError(msg)
    return number


def _amount(value: object) -> Decimal:
    amount = Decimal(str(value))
    if not amount.is_finite():
        msg = "not finite"
        raise ValueError(msg)
    return amount


_READERS: dict[ColumnType, Any] = {
    ColumnType.STRING: str,
    ColumnType.BIGINT: _whole,
    ColumnType.DOUBLE: _number,
    ColumnType.DECIMAL: _amount,
    ColumnType.TIMESTAMP: _instant,
}
