"""The tables of one build, before the gate: computed anew or found unchanged."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from target_parquet_lake.names import TableName
from target_parquet_lake.views import select_files
from wv_transforms.engine import create_view, select_declared, select_nothing
from wv_transforms.errors import RunError
from wv_transforms.fingerprint import fingerprints
from wv_transforms.portability import first_line
from wv_transforms.settings import RELATION, select_settings
from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from target_parquet_lake.lake import Lake
    from wv_transforms.graph import Graph
    from wv_transforms.project import Model, Project
    from wv_transforms.settings import Setting

FINGERPRINT = "wv.fingerprint"
"""Key of the hash in the metadata of the commit that wrote a table."""

logger = logging.getLogger(__name__)


@dataclass
class Candidate:
    """The tables of one build.

    Attributes:
        con: The engine, in which every table made so far has a view.
        lake: Where tables are read and kept.
        tenant: Whose tables.
        run_id: Id of the build, noted in each commit.
        sources: Pinned version of each raw table, by relation.
        empty_sources: Relations of raw tables that do not exist yet.
        missing_columns: Columns that a raw table should have and has not.
        versions: The version of each table made so far.
        built: Tables computed anew.
        skipped: Tables found unchanged.
    """

    con: duckdb.DuckDBPyConnection
    lake: Lake
    tenant: str
    run_id: str
    sources: dict[str, int] = field(default_factory=dict)
    empty_sources: list[str] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    built: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

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
                create_view(self.con, relation, select_nothing(source.columns))
                continue
            name = existing[source.name]
            table = self.lake.pin([name]).tables[name]
            self.sources[relation] = table.version
            self.missing_columns += [
                f"{relation}.{column.name}"
                for column in source.columns
                if column.name not in {*table.schema.names, *source.absent}
            ]
            rows = select_declared(
                source.columns, table.schema.names, f"({table.sql()})"
            )
            create_view(self.con, relation, rows)

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
        create_view(self.con, RELATION, select_settings(settings))
        hashes = fingerprints(project, graph, self.sources, settings)
        for name in order:
            model = project.models[name]
            if model.is_table:
                self._make_table(model, hashes[name], force=force)
            else:
                create_view(self.con, name, f"({model.sql}\n)")

    def _make_table(self, model: Model, fingerprint: str, *, force: bool) -> None:
        name = TableName(model.layer, self.tenant, model.name)
        last = None if force else self.lake.last_write(name)
        if last is not None and last.get(FINGERPRINT) == fingerprint:
            self.skipped.append(model.name)
        else:
            self._write(model, fingerprint)
            self.built.append(model.name)
        table = self.lake.pin([name]).tables[name]
        self.versions[model.name] = table.version
        types = {column.name: column.type.value for column in model.columns}
        create_view(self.con, model.name, select_files(types, table.files))
        logger.info("%s: version %d, %d rows", name, table.version, table.rows)

    def _write(self, model: Model, fingerprint: str) -> None:
        # Sorted by key, so that the files' statistics let readers skip most of them.
        # The sort also means that a model which fails does so before a row is written.
        keys = ", ".join(identifier(key) for key in model.keys)
        rows = f"SELECT * FROM ({model.sql}\n) ORDER BY {keys}"  # noqa: S608 - the project's own text, linted.
        try:
            reader = self.con.sql(rows).to_arrow_reader()
        except duckdb.Error as error:
            raise _failed(model, error) from error
        metadata = {FINGERPRINT: fingerprint, "wv.run_id": self.run_id}
        self.lake.write(model.layer, self.tenant, model.name, reader, metadata=metadata)


def _failed(model: Model, error: Exception) -> RunError:
    return RunError(
        what=f"Model {model.name} failed: {first_line(error)}",
        where=str(model.path),
        next_step="look at the rows it reads; what was promoted stays as it is",
    )
