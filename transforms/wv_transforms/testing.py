"""Runs the given/expect tests of the models, each in an empty engine.

What a test does not give is empty; columns it does not give are null. Rows are compared
without order, on the expected columns; doubles to a relative 1e-9, decimals exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from wv_transforms.column_types import ColumnType
from wv_transforms.engine import (
    connect,
    create_view,
    describe,
    select_declared,
    select_nothing,
)
from wv_transforms.errors import ProjectError
from wv_transforms.graph import parse, relations
from wv_transforms.portability import first_line
from wv_transforms.settings import RELATION, override, select_settings
from wv_transforms.sql import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from wv_transforms.columns import Column
    from wv_transforms.project import Model, Project, UnitTest

Row = dict[str, Any]
Given = Sequence[Row] | Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one test ended.

    Attributes:
        model: The model.
        test: The test.
        complaint: What differs; empty when all is as expected.
    """

    model: str
    test: str
    complaint: str


def run_tests(project: Project, models: Collection[str] = ()) -> Iterator[Outcome]:
    """Run every test of some models; of all when none is named."""
    for name in models or project.models:
        model = project.models[name]
        for test in model.tests:
            yield run_test(project, model, test)


def run_test(project: Project, model: Model, test: UnitTest) -> Outcome:
    """Run one test.

    Raises:
        ProjectError: If the test gives or expects a table or column there is none of.
    """
    names = list(dict.fromkeys(name for row in test.expect for name in row))
    try:
        found = run_model(project, model.name, test.given, test.settings, test.where)
    except duckdb.Error as error:
        return Outcome(model.name, test.name, first_line(error))
    _check_columns(names, [column.name for column in model.columns], model.name)
    kinds = {column.name: column.type for column in model.columns}
    expected = [{n: _plain(row.get(n), kinds[n]) for n in names} for row in test.expect]
    return Outcome(
        model.name,
        test.name,
        _difference(expected, [{n: row[n] for n in names} for row in found]),
    )


def run_model(
    project: Project,
    name: str,
    given: Mapping[str, Given],
    settings: Mapping[str, Any] | None = None,
    where: str = "",
) -> list[Row]:
    """Compute a model from given rows alone.

    Args:
        project: The models.
        name: The model.
        given: By relation, a list of rows or `{"sql": a SELECT}`.
        settings: Settings that differ from their defaults.
        where: SQL condition on its rows.

    Returns:
        Its rows: column name to value; instants in UTC.

    Raises:
        ProjectError: If a given table or column does not exist.
    """
    model = project.models[name]
    read = relations(parse(model.sql, model.path)) - {RELATION}
    with connect() as con:
        _give(con, project, name, read, given, settings)
        rows = f"SELECT * FROM ({model.sql}\n) WHERE {where or True}"  # noqa: S608 - the project's own text, linted.
        table = con.sql(rows).to_arrow_table()
    return [
        {column.name: _plain(row[column.name], column.type) for column in model.columns}
        for row in table.to_pylist()
    ]


def run_check(
    project: Project,
    name: str,
    given: Mapping[str, Given],
    settings: Mapping[str, Any] | None = None,
) -> list[Row]:
    """Run a check on given rows alone.

    Args:
        project: The checks.
        name: The check, `<model>__<rule>`.
        given: By relation, a list of rows or `{"sql": a SELECT}`.
        settings: Settings that differ from their defaults.

    Returns:
        The rows that it refuses.

    Raises:
        ProjectError: If a given table or column does not exist.
        StopIteration: If there is no such check.
    """
    check = next(check for check in project.checks if check.name == name)
    read = relations(parse(check.sql, check.path)) - {RELATION}
    with connect() as con:
        _give(con, project, name, read, given, settings)
        rows: list[Row] = con.sql(check.sql).to_arrow_table().to_pylist()
    return rows


def _give(  # noqa: PLR0913, PLR0917 - all that an engine is told before it runs one file.
    con: duckdb.DuckDBPyConnection,
    project: Project,
    name: str,
    read: Collection[str],
    given: Mapping[str, Given],
    settings: Mapping[str, Any] | None,
) -> None:
    """Make what a file reads: given rows, nothing where none are given."""
    strangers = sorted(set(given) - set(read))
    if strangers:
        raise ProjectError(
            what=f"{name} does not read {strangers}; it reads {sorted(read)}.",
            where=f"a test of {name}",
            next_step="give only what it reads",
        )
    known = project.relation_columns()
    values = override(project.settings, settings or {})
    create_view(con, RELATION, select_settings(values))
    for relation in sorted(read):
        rows = _given(con, relation, given.get(relation), known[relation])
        create_view(con, relation, rows)


def _given(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    rows: Given,
    columns: Sequence[Column],
) -> str:
    if not rows:
        return select_nothing(columns)
    if isinstance(rows, Mapping):
        present = list(describe(con, rows["sql"]))
        source = f"({rows['sql']})"
    else:
        present = list(dict.fromkeys(name for row in rows for name in row))
        source = f"({_values(rows, present)})"
    _check_columns(present, [column.name for column in columns], relation)
    return select_declared(columns, present, source)


def _values(rows: Sequence[Row], names: Sequence[str]) -> str:
    listed = ", ".join(
        "(" + ", ".join(literal(row.get(n)) for n in names) + ")" for row in rows
    )
    header = ", ".join(identifier(name) for name in names)
    return f"SELECT * FROM (VALUES {listed}) AS given ({header})"  # noqa: S608 - literals are quoted.


def _check_columns(names: Sequence[str], known: Sequence[str], table: str) -> None:
    strangers = [name for name in names if name not in known]
    if strangers:
        raise ProjectError(
            what=f"{table} has no column {strangers}; known: {', '.join(known)}.",
            where=f"a test on {table}",
            next_step="correct the name",
        )


def _plain(value: object, kind: ColumnType) -> object:
    """A value as both sides are compared: instants in UTC, money as decimals."""
    match kind, value:
        case _, None:
            return None
        case ColumnType.TIMESTAMP, _:
            instant = (
                value
                if isinstance(value, datetime)
                else datetime.fromisoformat(str(value))
            )
            # YAML reads an instant with zone as UTC without one.
            return (
                instant.replace(tzinfo=UTC)
                if instant.tzinfo is None
                else instant.astimezone(UTC)
            )
        case ColumnType.DATE, str():
            return date.fromisoformat(value)
        case ColumnType.DOUBLE, _:
            return float(str(value))
        case ColumnType.DECIMAL, _:
            return Decimal(str(value))
        case _:
            return value


def _difference(expected: list[Row], found: list[Row]) -> str:
    left = list(found)
    missing = [row for row in expected if not _take(row, left)]
    lines = [f"missing {row}" for row in missing] + [
        f"not expected {row}" for row in left
    ]
    return "; ".join(lines[:6])


def _take(row: Row, rows: list[Row]) -> bool:
    """Remove one equal row from a list; tell whether there was one."""
    for index, other in enumerate(rows):
        if all(_equal(value, other[name]) for name, value in row.items()):
            del rows[index]
            return True
    return False


def _equal(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
