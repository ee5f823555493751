"""How a table of a build is made: not at all, by some days, or as a whole."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from target_parquet_lake.names import TableName
from wv_transforms.changes import RECIPE, changed_days, noted
from wv_transforms.engine import select_declared
from wv_transforms.errors import RunError
from wv_transforms.portability import first_line
from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.candidate import Candidate
    from wv_transforms.columns import Column
    from wv_transforms.graph import Graph
    from wv_transforms.project import Model, Project
    from wv_transforms.window import Window

FINGERPRINT = "wv.fingerprint"
"""Key of the hash in the metadata of the commit that wrote a table."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """One table of a build.

    Attributes:
        table: The table at the version that the build reads.
        is_new: Whether this build computed it.
        started_at: When the build turned to it (UTC).
        finished_at: When it was there (UTC).
        window: The days that were computed; None for all, or nothing.
    """

    table: PinnedTable
    is_new: bool
    started_at: datetime
    finished_at: datetime
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build is to make.

    Attributes:
        project: The models.
        graph: What they read.
        hashes: By model, what its table is made of.
        recipes: By model, the same without the data.
    """

    project: Project
    graph: Graph
    hashes: Mapping[str, str]
    recipes: Mapping[str, str]

    @property
    def views(self) -> frozenset[str]:
        """The models that are no tables."""
        models = self.project.models.values()
        return frozenset(model.name for model in models if not model.is_table)


class Maker:
    """Makes the tables of one build.

    Args:
        build: The build: its engine, its lake, what it has made so far.
        plan: What it is to make.
    """

    def __init__(self, build: Candidate, plan: Plan) -> None:
        self.build = build
        self.plan = plan

    def make(self, model: Model, *, force: bool) -> Made:
        """Make the table of one model, whose inputs are made.

        Raises:
            RunError: If it fails on the data.
        """
        started_at = self.build.now()
        name = TableName(model.layer, self.build.tenant, model.name)
        last = (None if force else self.build.lake.last_write(name)) or {}
        window, version = None, None
        is_new = last.get(FINGERPRINT) != self.plan.hashes[model.name]
        if is_new:
            inputs = self._inputs(model)
            window = self._window(model, last, inputs)
            with self._cut(model, inputs, window) as where:
                version = self._write(model, inputs, window, where)
        table = self.build.pinned(name, version)
        days = "" if window is None else f", computed {window}"
        logger.info("%s: version %d, %d rows%s", name, table.version, table.rows, days)
        return Made(table, is_new, started_at, self.build.now(), window)

    def _inputs(self, model: Model) -> dict[str, PinnedTable]:
        """The tables it rests on, in the versions that this build reads."""
        read = sorted(self.plan.graph.stored(model.name, self.plan.views))
        found = {relation: self.build.table(relation) for relation in read}
        return {relation: table for relation, table in found.items() if table}

    def _window(
        self,
        model: Model,
        last: Mapping[str, Any],
        inputs: Mapping[str, PinnedTable],
    ) -> Window | None:
        """The days of its rows to compute; None for all."""
        declared = model.incremental
        if declared is None or last.get(RECIPE) != self.plan.recipes[model.name]:
            return None
        changed = changed_days(self.build.lake, declared, last, inputs)
        return None if changed is None else declared.rows_of(changed)

    @contextmanager
    def _cut(
        self,
        model: Model,
        inputs: Mapping[str, PinnedTable],
        window: Window | None,
    ) -> Iterator[str]:
        """Show the inputs of a window alone; yield the condition on the rows of it."""
        declared = model.incremental
        if window is None or declared is None:
            yield ""
            return
        days = declared.inputs_of(window)
        known = self.plan.project.relation_columns()
        cut = {r: known[r] for r in declared.inputs if r in inputs}
        for relation, columns in cut.items():
            column = _named(columns, declared.inputs[relation])
            where = f"({days.where(column)} OR {identifier(column.name)} IS NULL)"
            self.build.engine.show_table(relation, inputs[relation], columns, where)
        self._show_views(model)
        yield window.where(_named(model.columns, declared.column))
        for relation, columns in cut.items():
            self.build.engine.show_table(relation, inputs[relation], columns)
        self._show_views(model)

    def _show_views(self, model: Model) -> None:
        """Show anew what lies between it and the tables: Spark binds views once."""
        for name in self.plan.graph.upstream([model.name]):
            if name in self.plan.views:
                self.build.engine.show(
                    name, f"({self.plan.project.models[name].sql}\n)"
                )

    def _write(
        self,
        model: Model,
        inputs: Mapping[str, PinnedTable],
        window: Window | None,
        where: str,
    ) -> int:
        # Sorted by key, so that the files' statistics let readers skip most of them.
        # The sort also means that a model which fails does so before a row is written.
        keys = ", ".join(identifier(key) for key in model.keys)
        names = [column.name for column in model.columns]
        rows = select_declared(model.columns, names, f"({model.sql}\n) AS model")
        column = model.incremental.column if model.incremental else None
        metadata = {
            FINGERPRINT: self.plan.hashes[model.name],
            RECIPE: self.plan.recipes[model.name],
            "wv.run_id": self.build.run_id,
            **noted(inputs, column, window),
        }
        cut = f" WHERE {where}" if where else ""
        try:
            with self.build.engine.stream(f"{rows}{cut} ORDER BY {keys}") as reader:
                return self.build.lake.write(
                    model.layer,
                    self.build.tenant,
                    model.name,
                    reader,
                    metadata=metadata,
                    where=where or None,
                )
        except self.build.engine.errors as error:
            raise _failed(model, error) from error


def _named(columns: Sequence[Column], name: str) -> Column:
    return next(column for column in columns if column.name == name)


def _failed(model: Model, error: Exception) -> RunError:
    return RunError(
        what=f"Model {model.name} failed: {first_line(error)}",
        where=str(model.path),
        next_step="look at the rows it reads; what was promoted stays as it is",
    )
