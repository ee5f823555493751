"""Incidents as CloudEvents 1.0.2.

Types are versioned: `schemas/events/<type>/<version>.json` is what `data` looks like,
and `dataschema` names it. Within a major version things are only added.
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from target_parquet_lake.events import cloud_event
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.incidents import Incident, Turn
from wv_transforms.quality.report import instant

if TYPE_CHECKING:
    from datetime import datetime

PREFIX = "io.weathervane.quality.incident"
VERSION = "1.0.0"
"""Version of the events' data."""
_SEVERITIES = {Level.OK: "INFO", Level.WARNING: "WARN", Level.CRITICAL: "ERROR"}


def event_type(turn: Turn) -> str:
    """The type of an event, e.g. `io.weathervane.quality.incident.opened`."""
    return f"{PREFIX}.{turn.value}"


def schema_id(kind: str, version: str = VERSION) -> str:
    """The URI of the schema of an event's data."""
    return f"urn:weathervane:events:{kind}:{version}"


def incident_event(
    tenant: str, run_id: str, now: datetime, turn: Turn, incident: Incident
) -> dict[str, Any]:
    """Tell what happened to an incident.

    The event's id depends on nothing but the incident and the turn: a build that was
    cut off and tried again tells the same event.

    Args:
        tenant: Whose data.
        run_id: The build.
        now: When (UTC).
        turn: What happened.
        incident: To which.
    """
    kind = event_type(turn)
    name = f"{tenant}/{incident.incident_id}/{turn.value}"
    level = Level.OK if turn is Turn.RESOLVED else incident.level
    event = cloud_event(
        identifier=hashlib.sha256(name.encode()).hexdigest()[:32],
        source=f"/tenants/{tenant}/quality",
        kind=kind,
        subject=incident.dataset,
        time=now,
        data=_data(tenant, run_id, incident),
        severity=_SEVERITIES[level],
        correlation_id=run_id,
    )
    return event | {"dataschema": schema_id(kind)}


def _data(tenant: str, run_id: str, incident: Incident) -> dict[str, Any]:
    over = incident.resolved_at
    return {
        "tenant": tenant,
        "run_id": run_id,
        "incident_id": incident.incident_id,
        "dataset": incident.dataset,
        "family": incident.family,
        "status": incident.level.text,
        "severity": incident.level.severity.value,
        "rules": list(incident.marks),
        "opened_at": instant(incident.opened_at),
        "last_alarm_at": instant(incident.last_alarm_at),
        "resolved_at": None if over is None else instant(over),
        "runs": incident.runs,
        "message": incident.message,
        "next_step": incident.next_step,
    }
