"""Columns as the contracts declare them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wv_transforms.column_types import ColumnType
from wv_transforms.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

NUMBERS = {ColumnType.BIGINT, ColumnType.DOUBLE, ColumnType.DECIMAL}
KEYS = {
    "type",
    "unit",
    "description",
    "required",
    "values",
    "minimum",
    "maximum",
    "pattern",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Its name.
        type: Its type.
        description: What it says.
        unit: Unit of a number, `1` for a bare one; None for what has no unit.
        required: Whether it is never null.
        values: The only values allowed; empty for any.
        minimum: The least value allowed.
        maximum: The greatest value allowed.
        pattern: Regular expression that a text matches as a whole (the subset that
            RE2 and ECMA 262 read alike).
    """

    name: str
    type: ColumnType
    description: str
    unit: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


def columns_of(spec: Mapping[str, Mapping[str, Any]], path: Path) -> tuple[Column, ...]:
    """Read the columns of a contract.

    Args:
        spec: Column name to its declaration.
        path: The file, for messages.

    Raises:
        ProjectError: If a column has no type, no description, or a number no unit.
    """
    return tuple(_column(name, entry, path) for name, entry in spec.items())


def reject_unknown_keys(
    entry: Mapping[str, Any], known: Collection[str], path: Path
) -> None:
    """Refuse a misspelt key, which would otherwise be ignored without a word.

    Raises:
        ProjectError: If a key is not known.
    """
    unknown = sorted(set(entry) - set(known))
    if unknown:
        what = f"Unknown keys {', '.join(unknown)}; known: {', '.join(sorted(known))}."
        raise ProjectError(
            what=what, where=str(path), next_step="correct or remove them"
        )


def _column(name: str, entry: Mapping[str, Any], path: Path) -> Column:
    reject_unknown_keys(entry, KEYS, path)
    try:
        kind = ColumnType.named(entry.get("type"))
    except KeyError:
        types = ", ".join(kind.name.lower() for kind in ColumnType)
        what = f"Column {name} has type {entry.get('type')!r}; known: {types}."
        raise ProjectError(
            what=what, where=str(path), next_step="name its type"
        ) from None
    if not entry.get("description"):
        what = f"Column {name} has no description."
        raise ProjectError(what=what, where=str(path), next_step="say what it is")
    if kind in NUMBERS and not entry.get("unit"):
        what = f"Column {name} is a number without unit."
        raise ProjectError(
            what=what, where=str(path), next_step="name it, `1` for a bare number"
        )
    return Column(
        name=name,
        type=kind,
        description=entry["description"],
        unit=entry.get("unit"),
        required=bool(entry.get("required", False)),
        values=tuple(entry.get("values", ())),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        pattern=entry.get("pattern"),
    )
