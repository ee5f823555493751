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

    from wv_transforms.columns import Column
    from wv_transforms.engines.protocol import Engine
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


def results(engine: Engine, model: Model) -> list[Finding]:
    """Hold a table against its contract, in two passes.

    Args:
        engine: An engine in which the table is known by the model's name.
        model: The model.

    Returns:
        One finding for each rule, with the number of rows that break it.
    """
    rules = [*_rules(model)]
    counts = ", ".join(f"count(*) FILTER (WHERE {wrong})" for *_, wrong in rules)
    keys = ", ".join(identifier(key) for key in model.keys)
    table = identifier(model.name)
    groups = f"SELECT count(*) FROM (SELECT {keys} FROM {table} GROUP BY {keys}) AS k"  # noqa: S608 - names are quoted.
    ((distinct,),) = engine.rows(groups)
    ((total, *row),) = engine.rows(f"SELECT count(*), {counts} FROM {table}")  # noqa: S608 - as above.
    named = [(None, "keys.unique"), *((column, rule) for column, rule, _ in rules)]
    return [
        Finding(
            rule=rule,
            model=model.name,
            count=count,
            severity=Severity.V3,
            next_step=f"look at these rows of {model.name}, or change {model.name}.yml",
            column=column,
        )
        for (column, rule), count in zip(named, (total - distinct, *row), strict=True)
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


def _rules(model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield the column, the name and the condition of a wrong row of each rule."""
    for column in model.columns:
        required = _is_required(column, model)
        for rule, wrong in _rules_of_column(column, required=required):
            yield column.name, f"{column.name}.{rule}", wrong


def _rules_of_column(column: Column, *, required: bool) -> Iterator[tuple[str, str]]:
    name = identifier(column.name)
    if required:
        yield "required", f"{name} IS NULL"
    if column.type is ColumnType.DOUBLE:
        # What is not finite has no difference to itself.
        yield "finite", f"{name} - {name} <> 0"
    if column.minimum is not None:
        yield "minimum", f"{name} < {literal(column.minimum)}"
    if column.maximum is not None:
        yield "maximum", f"{name} > {literal(column.maximum)}"
    if column.values:
        listed = ", ".join(text(value) for value in column.values)
        yield "values", f"{name} NOT IN ({listed})"
    if column.pattern is not None:
        whole = text(f"^(?:{column.pattern})\\z")
        yield "pattern", f"NOT regexp_matches({name}, {whole})"
