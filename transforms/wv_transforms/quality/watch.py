"""Watches a tenant's raw tables: measures, judges, remembers, alerts.

Called by every build. A run that comes much sooner than usual is no run of its own:
what must never be is still looked for, but its counts wait for the next whole run. So
building twice writes nothing twice.
"""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wv_transforms.alerts.announce import Outlet, announce
from wv_transforms.engine import connect
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.cases import Cases
from wv_transforms.quality.geocoding import geocoding_alarms
from wv_transforms.quality.history import History
from wv_transforms.quality.incidents import advance
from wv_transforms.quality.ledger import read_incidents, write_incidents
from wv_transforms.quality.measure import Measurer
from wv_transforms.quality.report import report, write_report
from wv_transforms.quality.thresholds import Thresholds
from wv_transforms.quality.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project
    from wv_transforms.quality.alarm import Alarm
    from wv_transforms.quality.incidents import Incident
    from wv_transforms.quality.observation import Observation
    from wv_transforms.quality.verdict import Case

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch found.

    Attributes:
        alarms: The alarms of the run.
        path: The report, `dq_monitoring.json`.
    """

    alarms: tuple[Alarm, ...]
    path: Path

    @property
    def level(self) -> Level:
        """The worst of the alarms."""
        return max((one.level for one in self.alarms), default=Level.OK)


@dataclass(frozen=True, slots=True)
class _Watch:
    """One look at the raw tables of a tenant (see `watch`)."""

    con: duckdb.DuckDBPyConnection
    lake: Lake
    tenant: str
    run_id: str
    now: datetime
    thresholds: Thresholds

    def run(self, project: Project) -> Watched:
        """Measure, judge, remember, alert."""
        history = History.read(self.con, self.lake, self.tenant)
        measurer = Measurer(self.con, self.run_id, self.now, self.thresholds)
        relied_on = {
            source.name: [column.name for column in source.columns]
            for source in project.sources.values()
        }
        gather = Cases(measurer, history, relied_on)
        whole_run = gather.periods() > 0
        pinned = self.lake.pin(tenant=self.tenant).tables.values()
        cases = [gather.of(table) for table in pinned]
        gone = list(gather.missing([case.now.dataset for case in cases]))
        alarms = [*self._judged(cases), *(one for _, one in gone)]
        seen = [*(case.now for case in cases), *(seen for seen, _ in gone)]
        incidents = self._advance(alarms, whole_run=whole_run)
        if whole_run:
            self._remember(history, cases, seen, alarms)
        content = report(
            tenant=self.tenant,
            run_id=self.run_id,
            now=self.now,
            observations=seen,
            alarms=alarms,
            incidents=incidents,
        )
        path = write_report(self.lake, self.tenant, content, always=whole_run)
        return Watched(tuple(alarms), path)

    def _judged(self, cases: Sequence[Case]) -> list[Alarm]:
        production = self.thresholds.production
        if production is None:
            production = any(case.now.api_rows for case in cases)
        found = [
            one
            for case in cases
            for one in judge(case, self.thresholds, production=production)
        ]
        limits = self.thresholds.defaults
        return found + geocoding_alarms(self.con, self.lake, self.tenant, limits)

    def _advance(
        self, alarms: Sequence[Alarm], *, whole_run: bool
    ) -> tuple[Incident, ...]:
        """Go one run on with the incidents, and tell what happened to them."""
        after = advance(
            read_incidents(self.con, self.lake, self.tenant),
            alarms,
            self.now,
            cooldown_runs=self.thresholds.defaults.cooldown_runs,
            whole_run=whole_run,
        )
        # Told before it is remembered: after a crash an event may come twice, with
        # the same id, but never not at all.
        outlet = Outlet.of(self.lake, self.tenant)
        announce(outlet, self.tenant, self.run_id, self.now, after.turns)
        if after.incidents and (whole_run or after.turns):
            write_incidents(self.lake, self.tenant, after.incidents, self.run_id)
        return after.incidents

    def _remember(
        self,
        history: History,
        cases: Sequence[Case],
        seen: Sequence[Observation],
        alarms: Sequence[Alarm],
    ) -> None:
        """Keep what was seen, with the alarms that keep it from being a measure."""
        profiles = {case.now.dataset: case.profiles for case in cases}
        for one in seen:
            marks = sorted({a.mark for a in alarms if a.dataset == one.dataset})
            keep = self.thresholds.limits(one.dataset).history_runs
            known = replace(one, alarms=tuple(marks))
            history.add(known, profiles.get(one.dataset, {}), keep)
        history.write(self.lake, self.tenant, self.run_id)


def watch(
    lake: Lake, tenant: str, run_id: str, now: datetime, project: Project
) -> Watched:
    """Look at the raw tables of a tenant, and alert.

    Args:
        lake: The lake.
        tenant: Whose tables.
        run_id: The build.
        now: When (UTC).
        project: Declares the columns that models rely on.

    Returns:
        The alarms, and the report.

    Raises:
        ProjectError: If thresholds or the webhook are wrong.
        StorageError: If the lake cannot be read or written.
    """
    thresholds = Thresholds.load(lake.control("thresholds", f"{tenant}.yml"))
    scratch = lake.spool("quality", run_id)
    try:
        with connect(lake.root, scratch=scratch) as con:
            found = _Watch(con, lake, tenant, run_id, now, thresholds).run(project)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for one in sorted(found.alarms, key=lambda one: one.level, reverse=True):
        log = logging.ERROR if one.level is Level.CRITICAL else logging.WARNING
        logger.log(log, "[%s] %s", one.level.text, one.message)
    return found
