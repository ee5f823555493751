"""The tables of one build, before the gate: computed anew or found unchanged."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from target_parquet_lake.names import TableName
from wv_transforms.changes import RECIPE, changed_days, noted
from wv_transforms.engine import select_declared, select_nothing
from wv_transforms.errors import RunError
from wv_transforms.fingerprint import fingerprints
from wv_transforms.portability import first_line
from wv_transforms.settings import RELATION, select_settings
from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.columns import Column
    from wv_transforms.engines.protocol import Engine
    from wv_transforms.graph import Graph
    from wv_transforms.project import Model, Project
    from wv_transforms.settings import Setting
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


@dataclass
class Candidate:
    """The tables of one build.

    Attributes:
        engine: The engine, which shows every table made so far.
        lake: Where tables are read and kept.
        tenant: Whose tables.
        run_id: Id of the build, noted in each commit.
        now: Tells the time.
        sources: Each raw table at one version, by relation.
        empty_sources: Relations of raw tables that do not exist yet.
        missing_columns: Columns that a raw table should have and has not.
        made: Each table made so far, by model.
    """

    engine: Engine
    lake: Lake
    tenant: str
    run_id: str
    now: Callable[[], datetime]
    sources: dict[str, PinnedTable] = field(default_factory=dict)
    empty_sources: list[str] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)
    made: dict[str, Made] = field(default_factory=dict)

    @property
    def versions(self) -> dict[str, int]:
        """The version of each table made so far."""
        return {name: made.table.version for name, made in self.made.items()}

    @property
    def built(self) -> tuple[str, ...]:
        """Tables computed anew."""
        return tuple(name for name, made in self.made.items() if made.is_new)

    @property
    def skipped(self) -> tuple[str, ...]:
        """Tables found unchanged."""
        return tuple(name for name, made in self.made.items() if not made.is_new)

    def table(self, relation: str) -> PinnedTable | None:
        """The version of a raw table or a model's; None for a view or what is not."""
        made = self.made.get(relation)
        return self.sources.get(relation) if made is None else made.table

    def pin(self, project: Project, relations: Iterable[str]) -> None:
        """Fix one version of each raw table and make it readable.

        A raw table that does not exist yet is read as empty, so that a shop without
        some source can build too.

        Args:
            project: Declares the columns.
            relations: The raw tables that are needed.
        """
        existing = {name.name: name for name in self.lake.tables(tenant=self.tenant)}
        for relation in sorted(relations):
            source = project.sources[relation]
            if source.name not in existing:
                self.empty_sources.append(relation)
                self.engine.show(relation, select_nothing(source.columns))
                continue
            table = self._pinned(existing[source.name])
            self.sources[relation] = table
            self.missing_columns += [
                f"{relation}.{column.name}"
                for column in source.columns
                if column.name not in {*table.schema.names, *source.absent}
            ]
            self.engine.show_table(relation, table, source.columns)

    def make(
        self,
        project: Project,
        graph: Graph,
        order: Iterable[str],
        settings: tuple[Setting, ...],
        *,
        force: bool,
    ) -> None:
        """Compute what has changed, each model after what it reads.

        Raises:
            RunError: If a model fails on the data.
        """
        self.engine.show(RELATION, select_settings(settings))
        pinned = {name: table.version for name, table in self.sources.items()}
        plan = Plan(
            project,
            graph,
            hashes=fingerprints(project, graph, pinned, settings),
            recipes=fingerprints(project, graph, {}, settings),
        )
        for name in order:
            model = project.models[name]
            if model.is_table:
                self._make_table(model, plan, force=force)
            else:
                self.engine.show(name, f"({model.sql}\n)")

    def _pinned(self, name: TableName, version: int | None = None) -> PinnedTable:
        wanted = [name] if version is None else {name: version}
        return self.lake.pin(wanted).tables[name]

    def _make_table(self, model: Model, plan: Plan, *, force: bool) -> None:
        started_at = self.now()
        name = TableName(model.layer, self.tenant, model.name)
        last = (None if force else self.lake.last_write(name)) or {}
        window, version = None, None
        is_new = last.get(FINGERPRINT) != plan.hashes[model.name]
        if is_new:
            inputs = self._inputs(model, plan)
            window = self._window(model, plan, last, inputs)
            with self._cut(model, plan, inputs, window) as where:
                version = self._write(model, plan, inputs, window, where)
        table = self._pinned(name, version)
        self.made[model.name] = Made(table, is_new, started_at, self.now(), window)
        self.engine.show_table(model.name, table, model.columns)
        days = "" if window is None else f", computed {window}"
        logger.info("%s: version %d, %d rows%s", name, table.version, table.rows, days)

    def _inputs(self, model: Model, plan: Plan) -> dict[str, PinnedTable]:
        """The tables it rests on, in the versions that this build reads."""
        read = sorted(plan.graph.stored(model.name, plan.views))
        found = {relation: self.table(relation) for relation in read}
        return {relation: table for relation, table in found.items() if table}

    def _window(
        self,
        model: Model,
        plan: Plan,
        last: Mapping[str, Any],
        inputs: Mapping[str, PinnedTable],
    ) -> Window | None:
        """The days of its rows to compute; None for all."""
        declared = model.incremental
        if declared is None or last.get(RECIPE) != plan.recipes[model.name]:
            return None
        changed = changed_days(self.lake, declared, last, inputs)
        return None if changed is None else declared.rows_of(changed)

    @contextmanager
    def _cut(
        self,
        model: Model,
        plan: Plan,
        inputs: Mapping[str, PinnedTable],
        window: Window | None,
    ) -> Iterator[str]:
        """Show the inputs of a window alone; yield the condition on the rows of it."""
        declared = model.incremental
        if window is None or declared is None:
            yield ""
            return
        days = declared.inputs_of(window)
        known = plan.project.relation_columns()
        cut = {r: known[r] for r in declared.inputs if r in inputs}
        for relation, columns in cut.items():
            column = _named(columns, declared.inputs[relation])
            where = f"({days.where(column)} OR {identifier(column.name)} IS NULL)"
            self.engine.show_table(relation, inputs[relation], columns, where)
        self._show_views(model, plan)
        yield window.where(_named(model.columns, declared.column))
        for relation, columns in cut.items():
            self.engine.show_table(relation, inputs[relation], columns)
        self._show_views(model, plan)

    def _show_views(self, model: Model, plan: Plan) -> None:
        """Show anew what lies between it and the tables: Spark binds views once."""
        for name in plan.graph.upstream([model.name]):
            if name in plan.views:
                self.engine.show(name, f"({plan.project.models[name].sql}\n)")

    def _write(
        self,
        model: Model,
        plan: Plan,
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
            FINGERPRINT: plan.hashes[model.name],
            RECIPE: plan.recipes[model.name],
            "wv.run_id": self.run_id,
            **noted(inputs, column, window),
        }
        cut = f" WHERE {where}" if where else ""
        try:
            with self.engine.stream(f"{rows}{cut} ORDER BY {keys}") as reader:
                return self.lake.write(
                    model.layer,
                    self.tenant,
                    model.name,
                    reader,
                    metadata=metadata,
                    where=where or None,
                )
        except self.engine.errors as error:
            raise _failed(model, error) from error


def _named(columns: Sequence[Column], name: str) -> Column:
    return next(column for column in columns if column.name == name)


def _failed(model: Model, error: Exception) -> RunError:
    return RunError(
        what=f"Model {model.name} failed: {first_line(error)}",
        where=str(model.path),
        next_step="look at the rows it reads; what was promoted stays as it is",
    )
