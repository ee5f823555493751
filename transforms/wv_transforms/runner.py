"""Builds a tenant's tables: lint, pin, compute what changed, gate, promote.

A table is computed anew when its text, its settings or a version below it changed;
the hash that says so lies in the commit that wrote it. What was computed is a candidate
until its contract and all checks hold; then one small file is replaced.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from target_parquet_lake.files import locked
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName, check_part
from target_parquet_lake.root import check_root
from wv_transforms.candidate import Candidate
from wv_transforms.engines import LOCAL_SPARK, check_engine, opened
from wv_transforms.errors import GateError, RunError
from wv_transforms.gate import results
from wv_transforms.graph import check_known
from wv_transforms.lint import lint
from wv_transforms.project import Project
from wv_transforms.promotion import (
    Promoted,
    promotion_path,
    read_promoted,
    write_promoted,
)
from wv_transforms.quality.watch import watch
from wv_transforms.report import BuildRecord, write_reports
from wv_transforms.result import BuildResult
from wv_transforms.settings import override
from wv_transforms.weather_join import TABLE as VALIDATION
from wv_transforms.weather_join import write_validation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager
    from os import PathLike

    from wv_transforms.finding import Finding

__all__ = ["BuildResult", "build"]


def build(  # noqa: PLR0913 - all but lake and tenant are by name, with defaults.
    lake_root: str | PathLike[str],
    tenant: str = "default",
    *,
    models: Collection[str] | None = None,
    engine: str = "duckdb",
    spark_master: str = LOCAL_SPARK,
    as_of: datetime | None = None,
    force: bool = False,
    settings: Mapping[str, Any] | None = None,
    project: Project | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> BuildResult:
    """Build a tenant's tables and promote them when the gate lets them pass.

    Args:
        lake_root: The lake: a folder, or its URI in an object store.
        tenant: Whose tables.
        models: These and all they rest on; all when None.
        engine: `duckdb` or `spark`.
        spark_master: Where Spark runs: `local[*]`, or a cluster's master URL.
        as_of: Use only what was known at this instant, for replays.
        force: Compute also what has not changed.
        settings: Settings that differ from their defaults, by name.
        project: Models, settings and checks; the shipped ones when None.
        now: Tells the time.

    Raises:
        ProjectError: If a model, a setting or a name is wrong, or the engine is not
            installed (exit code 2).
        RunError: If a model fails on the data (exit code 5).
        GateError: If a contract or a check refuses the candidate (exit code 5).
        StorageError: If the lake cannot be read or written (exit code 7).
    """
    check_engine(engine)
    project = project or Project.load()
    graph = lint(project)
    check_known(models or (), project.models, "models")
    order = graph.upstream(project.models if models is None else models)
    changes = dict(settings or {}) | ({} if as_of is None else {"as_of_utc": as_of})
    values = override(project.settings, changes)
    lake = Lake(lake_root)
    check_root(lake.root)
    run_id, tenant = uuid.uuid4().hex, check_part(tenant, "tenant")
    with (
        _alone(lake, tenant),
        opened(engine, lake, run_id, spark_master=spark_master) as opened_engine,
    ):
        candidate = Candidate(opened_engine, lake, tenant, run_id, now)
        record = BuildRecord(candidate, project, graph, order, now())
        if as_of is None:  # A replay tells nothing new of the raw tables.
            watch(lake, tenant, run_id, now(), project)
        try:
            candidate.pin(project, graph.sources(order))
            candidate.make(project, graph, order, values, force=force)
        except RunError as error:
            write_reports(record.ended(now(), error=error))
            raise
        return _conclude(record)


def _conclude(record: BuildRecord) -> BuildResult:
    """Gate what is not promoted yet, tell what was found, and promote it."""
    candidate = record.candidate
    lake, tenant = candidate.lake, candidate.tenant
    before = read_promoted(lake, tenant)
    old = {} if before is None else before.tables
    new = _tables(record, old)
    fresh = [n.name for n in new if n.name in candidate.made and old.get(n) != new[n]]
    broken: list[Finding] = []
    if old != new:
        found = results(candidate.engine, record.project, record.order, fresh)
        broken = [finding for finding in found if not finding.holds]
        refused = GateError(broken, where=f"tenant {tenant} of {lake.root}")
        fails = bool(refused.failures)
        ended = candidate.now()
        write_reports(record.ended(ended, found, error=refused if fails else None))
        if fails:
            raise refused
        write_promoted(lake, Promoted(tenant, candidate.run_id, ended, new))
        if any(name.name == VALIDATION for name in new):
            write_validation(lake, tenant)
    return BuildResult(
        tenant=tenant,
        run_id=candidate.run_id,
        versions=candidate.versions,
        built=candidate.built,
        skipped=candidate.skipped,
        empty_sources=tuple(candidate.empty_sources),
        missing_columns=tuple(candidate.missing_columns),
        warnings=tuple(broken),
        promoted=old != new,
        promotion_path=promotion_path(lake, tenant),
    )


def _tables(record: BuildRecord, old: Mapping[TableName, int]) -> dict[TableName, int]:
    """What would be promoted: what was made, and what stays of the tables before."""
    models, made = record.project.models, record.candidate.versions
    kept = {n: v for n, v in old.items() if n.name in models and n.name not in made}
    tenant = record.candidate.tenant
    new = {TableName(models[n].layer, tenant, n): v for n, v in made.items()}
    return kept | new


def _alone(lake: Lake, tenant: str) -> AbstractContextManager[bool]:
    """One build a tenant at a time on this machine."""
    return locked(lake.control("locks", f"build.{tenant}.lock"))
