"""What can be known about models before any data is read.

Each model is one SELECT in a subset of SQL that DuckDB and Spark read alike, with a
header that says what it answers. Columns are resolved against the contracts, types by
the engine itself on empty tables.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import duckdb

from wv_transforms.engine import connect, create_view, describe, select_nothing
from wv_transforms.errors import ProjectError
from wv_transforms.graph import check_known, graph_of, parse, relations
from wv_transforms.portability import (
    column_complaints,
    first_line,
    portability_complaints,
    schema_of,
)
from wv_transforms.project import RAW
from wv_transforms.settings import RELATION, select_settings
from wv_transforms.window import DATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wv_transforms.check import Check
    from wv_transforms.columns import Column
    from wv_transforms.graph import Graph
    from wv_transforms.project import Model, Project

Known: TypeAlias = "tuple[tuple[str, tuple[Column, ...]], ...]"
"""Relations with their columns."""
LAYERS = ("staging", "weather", "geo", "shop", "marketing", "features", "quality")
"""The layers, from below: a model reads its own layer and those before it."""

_HEADER = re.compile(
    r"-- [^\n]+\?\n"
    + "".join(
        rf"-- {part}: [^\n]+\n(?:--   [^\n]+\n)*"
        for part in ("Grain", "Period", "Window", "Source")
    )
)


@lru_cache(maxsize=4)
def lint(project: Project) -> Graph:
    """Check every model and every check; once for a project, which never changes.

    Returns:
        The graph of the models.

    Raises:
        ProjectError: With every complaint, one a line.
    """
    graph = graph_of(project)
    complaints = [
        f"{model.layer}/{model.name}.sql: {complaint}"
        for model in project.models.values()
        for complaint in _about_model(model, project, graph)
    ]
    complaints += [
        f"checks/{check.name}.sql: {complaint}"
        for check in project.checks
        for complaint in _about_check(check, project)
    ]
    # The engine's own messages would only repeat what is known by now.
    complaints = complaints or list(_about_types(project, graph))
    if complaints:
        listed = "".join(f"\n  {complaint}" for complaint in complaints)
        raise ProjectError(
            what=f"Lint found faults ({len(complaints)}):{listed}\n",
            where="models and checks",
            next_step="correct them; no data was read",
        )
    return graph


def _about_model(model: Model, project: Project, graph: Graph) -> Iterator[str]:
    if not _HEADER.match(model.sql):
        yield "begin with a question and the lines Grain, Period, Window, Source"
    if not model.tests:
        yield "give it a test in its .yml"
    yield from _about_layers(model, project, graph)
    yield from _about_days(model, project, graph)
    known = _known(project, graph.inputs[model.name])
    yield from _about_query(model.sql, model.path.name, known, model.columns)


def _known(project: Project, read: Iterable[str]) -> Known:
    """The relations that a query reads, and the settings, which are never missing."""
    columns = project.relation_columns()
    return tuple((name, columns[name]) for name in sorted({*read, RELATION}))


@lru_cache(maxsize=1024)
def _about_query(
    sql: str, name: str, known: Known, contract: tuple[Column, ...] | None = None
) -> tuple[str, ...]:
    """What the text says about itself; the same text is not looked at twice."""
    query = parse(sql, Path(name))
    schema = schema_of(dict(known))
    return (
        *portability_complaints(query),
        *column_complaints(query, schema, contract),
    )


def _about_layers(model: Model, project: Project, graph: Graph) -> Iterator[str]:
    if model.layer not in LAYERS:
        yield f"{model.layer} is no layer; known: {', '.join(LAYERS)}"
        return
    for name in sorted(graph.inputs[model.name] - {RELATION}):
        if name.startswith(f"{RAW}."):
            if model.layer != LAYERS[0]:
                yield f"reads {name}: only staging reads raw tables"
        elif _height(project.models[name]) > _height(model):
            yield f"reads {name} of a later layer, {project.models[name].layer}"


def _about_days(model: Model, project: Project, graph: Graph) -> Iterator[str]:
    if model.incremental is None:
        return
    views = {name for name, other in project.models.items() if not other.is_table}
    stored = graph.stored(model.name, views)
    known = project.relation_columns()
    for relation, column in model.incremental.inputs.items():
        if relation not in stored:
            yield f"incremental: it does not rest on the table {relation}"
        elif column not in {c.name for c in known[relation] if c.type in DATED}:
            yield f"incremental: {column} of {relation} is no day and no instant"


def _height(model: Model) -> int:
    return LAYERS.index(model.layer) if model.layer in LAYERS else 0


def _about_check(check: Check, project: Project) -> Iterator[str]:
    read = relations(parse(check.sql, check.path))
    check_known(read, project.relation_columns(), str(check.path))
    yield from _about_query(check.sql, check.path.name, _known(project, read))


def _about_types(project: Project, graph: Graph) -> Iterator[str]:
    with connect() as con:
        create_view(con, RELATION, select_settings(project.settings))
        for source in project.sources.values():
            create_view(con, source.relation, select_nothing(source.columns))
        for name in graph.order:
            model = project.models[name]
            yield from _about_columns(con, model)
            create_view(con, name, select_nothing(model.columns))
        for check in project.checks:
            try:
                describe(con, check.sql)
            except duckdb.Error as error:
                yield f"checks/{check.name}.sql: {first_line(error)}"


def _about_columns(con: duckdb.DuckDBPyConnection, model: Model) -> Iterator[str]:
    try:
        found = describe(con, model.sql)
    except duckdb.Error as error:
        yield f"{model.layer}/{model.name}.sql: {first_line(error)}"
        return
    for column in model.columns:
        if found[column.name] != column.type.value:
            yield (
                f"{model.layer}/{model.name}.sql: {column.name} is "
                f"{found[column.name]}, the contract says {column.type.value}"
            )
