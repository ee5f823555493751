"""Builds a tenant's tables: lint, pin, compute what changed, gate, promote.

A table is computed anew when its text, its settings or a version below it changed;
the hash that says so lies in the commit that wrote it. What was computed is a candidate
until its contract and all checks hold; then one small file is replaced.
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from target_parquet_lake.files import locked
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName, check_part
from target_parquet_lake.root import check_root
from wv_transforms.candidate import Candidate
from wv_transforms.engine import connect
from wv_transforms.errors import GateError, ProjectError
from wv_transforms.gate import findings
from wv_transforms.graph import check_known
from wv_transforms.lint import lint
from wv_transforms.project import Project
from wv_transforms.promotion import (
    Promoted,
    promotion_path,
    read_promoted,
    write_promoted,
)
from wv_transforms.settings import override

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from os import PathLike
    from pathlib import Path

    import duckdb

    from wv_transforms.finding import Finding

ENGINES = ("duckdb",)
"""Engines that run the models. Lint also translates every model to Spark."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    Attributes:
        tenant: Whose tables.
        run_id: Id of the build.
        versions: The version of every table that was asked for.
        built: Tables computed anew, in order.
        skipped: Tables whose inputs had not changed.
        empty_sources: Raw tables that do not exist yet and were read as empty.
        missing_columns: Columns that raw tables lack and that were read as null.
        warnings: Findings that do not keep a candidate from being promoted.
        promoted: Whether the promotion file was replaced.
        promotion_path: The promotion file.
    """

    tenant: str
    run_id: str
    versions: Mapping[str, int]
    built: tuple[str, ...]
    skipped: tuple[str, ...]
    empty_sources: tuple[str, ...]
    missing_columns: tuple[str, ...]
    warnings: tuple[Finding, ...]
    promoted: bool
    promotion_path: Path

    def summary(self) -> str:
        """The build as text for people."""
        lines = [f"  {name}: version {self.versions[name]}" for name in self.built]
        lines += [
            f"  {source}: no such table yet, read as empty"
            for source in self.empty_sources
        ]
        lines += [
            f"  {column}: no such column, read as null; update the tap"
            for column in self.missing_columns
        ]
        lines += [f"  {finding}" for finding in self.warnings]
        done = f"{len(self.built)} tables built, {len(self.skipped)} unchanged"
        end = "promoted" if self.promoted else "nothing to promote"
        if not self.built and not self.promoted:
            done, end = "nothing to do", "no input has changed"
        return "\n".join([*lines, f"{self.tenant}: {done}; {end}"])


def build(  # noqa: PLR0913 - all but lake and tenant are by name, with defaults.
    lake_root: str | PathLike[str],
    tenant: str = "default",
    *,
    models: Collection[str] | None = None,
    engine: str = "duckdb",
    as_of: datetime | None = None,
    force: bool = False,
    settings: Mapping[str, Any] | None = None,
    project: Project | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> BuildResult:
    """Build a tenant's tables and promote them when the gate lets them pass.

    Args:
        lake_root: The lake.
        tenant: Whose tables.
        models: These and all they rest on; all when None.
        engine: `duckdb`.
        as_of: Use only what was known at this instant, for replays.
        force: Compute also what has not changed.
        settings: Settings that differ from their defaults, by name.
        project: Models, settings and checks; the shipped ones when None.
        now: Tells when tables are promoted.

    Raises:
        ProjectError: If a model, a setting or a name is wrong (exit code 2).
        RunError: If a model fails on the data (exit code 5).
        GateError: If a contract or a check refuses the candidate (exit code 5).
        StorageError: If the lake cannot be read or written (exit code 7).
    """
    if engine not in ENGINES:
        raise ProjectError(
            what=f"unknown engine {engine!r}; known: {', '.join(ENGINES)}.",
            where="engine",
            next_step="correct it",
        )
    project = project or Project.load()
    graph = lint(project)
    check_known(models or (), project.models, "models")
    order = graph.upstream(project.models if models is None else models)
    changes = dict(settings or {}) | ({} if as_of is None else {"as_of_utc": as_of})
    values = override(project.settings, changes)
    lake = Lake(lake_root)
    check_root(lake.root)
    run_id = uuid.uuid4().hex
    with _alone(lake, tenant), _engine(lake, run_id) as con:
        candidate = Candidate(con, lake, check_part(tenant, "tenant"), run_id)
        candidate.pin(
            project,
            {
                name
                for model in order
                for name in graph.inputs[model]
                if name in project.sources
            },
        )
        candidate.make(project, graph, order, values, force=force)
        return _conclude(candidate, project, order, now)


def _conclude(
    candidate: Candidate,
    project: Project,
    order: Sequence[str],
    now: Callable[[], datetime],
) -> BuildResult:
    """Gate what is not promoted yet, and promote it."""
    lake, tenant = candidate.lake, candidate.tenant
    before = read_promoted(lake, tenant)
    old = {} if before is None else before.tables
    new = {
        TableName(project.models[name].layer, tenant, name): version
        for name, version in candidate.versions.items()
    }
    kept = {
        n: v
        for n, v in old.items()
        if n.name in project.models and n.name not in candidate.versions
    }
    fresh = [name.name for name, version in new.items() if old.get(name) != version]
    found: list[Finding] = []
    changed = old != kept | new
    if changed:
        found = findings(candidate.con, project, order, fresh)
        if any(finding.fails for finding in found):
            raise GateError(found, where=f"tenant {tenant} of {lake.root}")
        write_promoted(lake, Promoted(tenant, candidate.run_id, now(), kept | new))
    return BuildResult(
        tenant=tenant,
        run_id=candidate.run_id,
        versions=dict(candidate.versions),
        built=tuple(candidate.built),
        skipped=tuple(candidate.skipped),
        empty_sources=tuple(candidate.empty_sources),
        missing_columns=tuple(candidate.missing_columns),
        warnings=tuple(found),
        promoted=changed,
        promotion_path=promotion_path(lake, tenant),
    )


def _alone(lake: Lake, tenant: str) -> AbstractContextManager[bool]:
    """One build a tenant at a time on this machine."""
    return locked(lake.control("locks", f"build.{tenant}.lock"))


@contextmanager
def _engine(lake: Lake, run_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that reads the lake alone and spills into a folder of its own."""
    scratch = lake.control("scratch", run_id)
    try:
        with connect(lake.root, scratch=scratch) as con:
            yield con
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
