"""A model's contract: as JSON Schema for readers, as SQL for the gate.

Both come from the same columns; a test holds their verdicts equal row by row.
https://json-schema.org/draft/2020-12/schema
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wv_transforms.column_types import ColumnType
from wv_transforms.finding import Finding, Severity
from wv_transforms.sql import identifier, literal, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from wv_transforms.columns import Column
    from wv_transforms.project import Model


def json_schema(model: Model) -> dict[str, Any]:
    """The contract of one row as JSON Schema 2020-12.

    Units stand in brackets at the end of a description and as `x-unit`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{model.name}.schema.json",
        "title": model.name,
        "description": model.description,
        "x-grain": model.grain,
        "x-keys": list(model.keys),
        "type": "object",
        "properties": {
            column.name: _property(column, required=_is_required(column, model))
            for column in model.columns
        },
        "required": [column.name for column in model.columns],
        "additionalProperties": False,
    }


def findings(con: duckdb.DuckDBPyConnection, model: Model) -> list[Finding]:
    """What a table has against its contract, read in one pass.

    Args:
        con: An engine in which the table is known by the model's name.
        model: The model.

    Returns:
        One finding for each rule that some row breaks.
    """
    rules = dict(_rules(model))
    counts = ", ".join(f"count(*) FILTER (WHERE {wrong})" for wrong in rules.values())
    keys = ", ".join(identifier(key) for key in model.keys)
    table = con.table(model.name)
    distinct = table.aggregate(keys, keys).aggregate("count(*)").fetchall()[0][0]
    (total, *row) = table.aggregate(f"count(*), {counts}").fetchall()[0]
    broken = zip(("keys.unique", *rules), (total - distinct, *row), strict=True)
    return [
        Finding(
            rule=rule,
            model=model.name,
            count=count,
            severity=Severity.V3,
            next_step=f"look at these rows of {model.name}, or change {model.name}.yml",
        )
        for rule, count in broken
        if count
    ]


def _is_required(column: Column, model: Model) -> bool:
    return column.required or column.name in model.keys


def _property(column: Column, *, required: bool) -> dict[str, Any]:
    kind = column.type.json_schema
    described = column.description.rstrip(".") + (
        f" [{column.unit}]" if column.unit else ""
    )
    # A decimal is a text on the wire, whose bounds JSON Schema cannot tell.
    mark = "x-" if column.type is ColumnType.DECIMAL else ""
    bounds = {
        f"{mark}minimum": column.minimum,
        f"{mark}maximum": column.maximum,
        "pattern": None if column.pattern is None else f"^(?:{column.pattern})$",
        "enum": _enum(column, required=required),
        "x-unit": column.unit,
    }
    types = kind["type"] if required else [kind["type"], "null"]
    given = {name: value for name, value in bounds.items() if value is not None}
    return {**kind, "type": types, "description": described, **given}


def _enum(column: Column, *, required: bool) -> list[str | None] | None:
    if not column.values:
        return None
    return [*column.values] if required else [*column.values, None]


def _rules(model: Model) -> Iterator[tuple[str, str]]:
    for column in model.columns:
        name = identifier(column.name)
        if _is_required(column, model):
            yield f"{column.name}.required", f"{name} IS NULL"
        if column.type is ColumnType.DOUBLE:
            yield f"{column.name}.finite", f"isnan({name}) OR isinf({name})"
        if column.minimum is not None:
            yield f"{column.name}.minimum", f"{name} < {literal(column.minimum)}"
        if column.maximum is not None:
            yield f"{column.name}.maximum", f"{name} > {literal(column.maximum)}"
        if column.values:
            listed = ", ".join(text(value) for value in column.values)
            yield f"{column.name}.values", f"{name} NOT IN ({listed})"
        if column.pattern is not None:
            yield (
                f"{column.name}.pattern",
                f"NOT regexp_full_match({name}, {text(column.pattern)})",
            )
