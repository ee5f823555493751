"""`quality/<tenant>__dq_monitoring.json`: the state of all raw tables at a glance.

Its shape is `schemas/dq_monitoring.schema.json`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import StorageError
from target_parquet_lake.files import write_atomic
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.tables import LAYER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from wv_transforms.quality.alarm import Alarm
    from wv_transforms.quality.incidents import Incident
    from wv_transforms.quality.observation import Observation

FORMAT = 1


def report_path(lake: Lake, tenant: str) -> Path:
    """Where the file of a tenant lies."""
    return lake.root / LAYER / f"{tenant}__dq_monitoring.json"


def report(  # noqa: PLR0913 - the parts of a report; all by name.
    *,
    tenant: str,
    run_id: str,
    now: datetime,
    observations: Sequence[Observation],
    alarms: Sequence[Alarm],
    incidents: Sequence[Incident],
) -> dict[str, Any]:
    """Tell the state of all raw tables, worst first.

    Args:
        tenant: Whose tables.
        run_id: The build.
        now: When (UTC).
        observations: What the run saw of each raw table.
        alarms: The alarms of the run.
        incidents: All incidents known.
    """
    datasets = [
        _dataset(seen, [one for one in alarms if one.dataset == seen.dataset])
        for seen in observations
    ]
    names = {seen.dataset for seen in observations}
    datasets.sort(key=lambda one: (-Level[one["status"].upper()], one["dataset"]))
    worst = max((one.level for one in alarms), default=Level.OK)
    return {
        "format": FORMAT,
        "tenant": tenant,
        "run_id": run_id,
        "measured_at": instant(now),
        "status": worst.text,
        "severity": worst.severity.value,
        "alarms": len(alarms),
        "datasets": datasets,
        "other_alarms": [_alarm(one) for one in alarms if one.dataset not in names],
        "open_incidents": [_incident(one) for one in incidents if one.is_open],
    }


def write_report(
    lake: Lake, tenant: str, content: dict[str, Any], *, always: bool
) -> Path:
    """Replace the report of a tenant: written aside, synced, renamed.

    Args:
        lake: The lake.
        tenant: Whose tables.
        content: What to tell.
        always: Whether to replace a report that tells the same, too.

    Raises:
        StorageError: If the disk does not take it; the old file still stands then.
    """
    path = report_path(lake, tenant)
    if not always and _tells(path) == _news(content):
        return path
    try:
        write_atomic(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        raise StorageError(
            what=f"The quality report cannot be written: {error.strerror}.",
            where=str(path),
            next_step="free disk space or make the folder writable, and build again",
        ) from error
    return path


def _tells(path: Path) -> dict[str, Any]:
    """What the report that is there tells; nothing when it cannot be read."""
    try:
        return _news(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, AttributeError):
        return {}


def _news(content: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in content.items() if n not in {"run_id", "measured_at"}}


def instant(time: datetime) -> str:
    """An instant as RFC 3339 text in UTC."""
    return time.isoformat().replace("+00:00", "Z")


def _dataset(seen: Observation, alarms: Sequence[Alarm]) -> dict[str, Any]:
    worst = max((one.level for one in alarms), default=Level.OK)
    return {
        "dataset": seen.dataset,
        "status": worst.text,
        "severity": worst.severity.value,
        "version": seen.version,
        "rows_total": seen.rows_total,
        "rows_new": seen.rows_new,
        "newest_at": None if seen.newest_at is None else instant(seen.newest_at),
        "duplicates": seen.duplicates,
        "stub_rows": seen.stub_rows,
        "alarms": [_alarm(one) for one in alarms],
    }


def _alarm(one: Alarm) -> dict[str, Any]:
    return {
        "rule": one.rule.name,
        "column": one.column or None,
        "status": one.level.text,
        "severity": one.level.severity.value,
        "exact": one.rule.exact,
        "observed": one.observed,
        "expected": one.expected,
        "baseline_runs": one.runs,
        "message": one.message,
        "next_step": one.rule.next_step,
    }


def _incident(one: Incident) -> dict[str, Any]:
    return {
        "incident_id": one.incident_id,
        "status": one.level.text,
        "severity": one.level.severity.value,
        "opened_at": instant(one.opened_at),
        "last_alarm_at": instant(one.last_alarm_at),
        "runs": one.runs,
        "rules": list(one.marks),
        "message": one.message,
        "next_step": one.next_step,
    }
