"""Which model reads what, and the order that follows from it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import traverse_scope

from wv_transforms.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from wv_transforms.project import Project

DIALECT = "duckdb"


@dataclass(frozen=True, slots=True)
class Graph:
    """The models in an order in which each follows what it reads.

    Attributes:
        order: Names of all models.
        inputs: What each model reads: models, `raw.<source>__<stream>`, `settings`.
    """

    order: tuple[str, ...]
    inputs: Mapping[str, frozenset[str]]

    def upstream(self, models: Iterable[str]) -> tuple[str, ...]:
        """Some models and all that they rest on, in order."""
        wanted: set[str] = set()
        left = list(models)
        while left:
            name = left.pop()
            if name in self.inputs and name not in wanted:
                wanted.add(name)
                left.extend(self.inputs[name])
        return tuple(name for name in self.order if name in wanted)

    def stored(self, model: str, views: Collection[str]) -> frozenset[str]:
        """The tables on which a model rests: raw ones, and models that are no views."""
        found: set[str] = set()
        left = [*self.inputs[model]]
        while left:
            name = left.pop()
            if name in views:
                left.extend(self.inputs[name])
            elif name in self.inputs or name.startswith("raw."):
                found.add(name)
        return frozenset(found)

    def sources(self, models: Iterable[str]) -> frozenset[str]:
        """The raw tables that some models read."""
        read = (name for model in models for name in self.inputs[model])
        return frozenset(name for name in read if name.startswith("raw."))


def graph_of(project: Project) -> Graph:
    """Read off the models what they read.

    Raises:
        ProjectError: If a model is no single SELECT, reads an unknown table, or reads
            itself by a detour.
    """
    known = project.relation_columns()
    inputs = {
        model.name: relations(parse(model.sql, model.path))
        for model in project.models.values()
    }
    for name, read in inputs.items():
        check_known(read, known, str(project.models[name].path))
    # Sorted, so that the order is the same in every process.
    among = {name: sorted(read & set(inputs)) for name, read in inputs.items()}
    try:
        order = tuple(TopologicalSorter(among).static_order())
    except CycleError as error:
        ring = " reads ".join(error.args[1][::-1])
        raise ProjectError(
            what=f"Models read each other in a ring: {ring}.",
            where="models",
            next_step="move what both need into a model of its own",
        ) from None
    return Graph(order, inputs)


@lru_cache(maxsize=512)
def _statements(sql: str) -> list[exp.Expr | None]:
    return sqlglot.parse(sql, read=DIALECT)


def parse(sql: str, path: Path) -> exp.Query:
    """Parse a file that holds one SELECT. The tree is shared: copy before changing it.

    Raises:
        ProjectError: If it holds anything else.
    """
    try:
        statements = _statements(sql)
    except SqlglotError as error:
        first = str(error).splitlines()[0]
        raise ProjectError(
            what=f"The SQL cannot be parsed: {first}",
            where=str(path),
            next_step="correct it",
        ) from None
    match statements:
        case [exp.Query() as query]:
            return query
        case _:
            raise ProjectError(
                what="The file holds something else than one SELECT.",
                where=str(path),
                next_step="keep one SELECT a file",
            )


def relations(query: exp.Query) -> frozenset[str]:
    """The tables a query reads, its own CTEs left out."""
    return frozenset(
        f"{source.db}.{source.name}" if source.db else source.name
        for scope in traverse_scope(query)
        for source in scope.sources.values()
        if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier)
    )


def check_known(read: Iterable[str], known: Collection[str], where: str) -> None:
    """Refuse tables that nobody has declared.

    Raises:
        ProjectError: If one is unknown, with the known ones and the nearest of them.
    """
    for name in sorted(set(read) - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"write {near[0]!r}" if near else "correct the name, or add the model"
        raise ProjectError(
            what=f"unknown table {name!r}; known: {', '.join(sorted(known))}.",
            where=where,
            next_step=hint,
        )
