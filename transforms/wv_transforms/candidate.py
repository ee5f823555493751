"""The tables of one build, before the gate: computed anew or found unchanged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wv_transforms.engine import select_nothing
from wv_transforms.fingerprint import fingerprints
from wv_transforms.making import Made, Maker, Plan
from wv_transforms.settings import RELATION, select_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from target_parquet_lake.lake import Lake
    from target_parquet_lake.names import TableName
    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.engines.protocol import Engine
    from wv_transforms.graph import Graph
    from wv_transforms.project import Project
    from wv_transforms.settings import Setting


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
            table = self.pinned(existing[source.name])
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
        maker = Maker(self, plan)
        for name in order:
            model = project.models[name]
            if not model.is_table:
                self.engine.show(name, f"({model.sql}\n)")
                continue
            self.made[name] = made = maker.make(model, force=force)
            self.engine.show_table(name, made.table, model.columns)

    def pinned(self, name: TableName, version: int | None = None) -> PinnedTable:
        """A table at a version; at the newest one without."""
        wanted = [name] if version is None else {name: version}
        return self.lake.pin(wanted).tables[name]
