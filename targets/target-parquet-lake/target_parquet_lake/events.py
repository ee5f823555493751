"""Events for whoever watches the lake: CloudEvents 1.0.2, one JSON line each.

`<lake_root>/_control/events/<date>.ndjson`. An event may be there twice after a crash,
with another id, and never half: a line that a crash cut off is closed before the next
one is written. In an object store each event is an object, `<date>/<id>.ndjson`.
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from target_parquet_lake.files import locked, sync_file
from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

SEVERITIES = {"INFO": 9, "WARN": 13, "ERROR": 17}
"""Severity texts and numbers, by the severity extension (as in OpenTelemetry)."""


def cloud_event(  # noqa: PLR0913 - the parts of an event; all by name.
    *,
    identifier: str,
    source: str,
    kind: str,
    subject: str,
    time: datetime,
    data: Mapping[str, Any],
    severity: str = "INFO",
    correlation_id: str = "",
) -> dict[str, Any]:
    """Make an event.

    Args:
        identifier: Names the event among those of its source.
        source: Who tells it, a URI reference.
        kind: What it is about, e.g. `io.weathervane.lake.dead_letters`.
        subject: What it happened to.
        time: When, UTC.
        data: Details; no personal data.
        severity: `INFO`, `WARN` or `ERROR`.
        correlation_id: Names the pipe's run across processes, when known.
    """
    event = {
        "specversion": "1.0",
        "id": identifier,
        "source": source,
        "type": kind,
        "subject": subject,
        "time": time.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "severitytext": severity,
        "severitynumber": SEVERITIES[severity],
        "data": dict(data),
    }
    return event | ({"correlationid": correlation_id} if correlation_id else {})


def append_event(folder: Path, event: Mapping[str, Any]) -> Path:
    """Append an event to its day's file, forced to the disk.

    Args:
        folder: The folder of events; it is made.
        event: The event.

    Returns:
        The file.

    Raises:
        OSError: If the disk does not take it.
    """
    day = event["time"][:10]
    line = json.dumps(event, ensure_ascii=False).encode() + b"\n"
    if isinstance(folder, ObjectPath):
        path: Path = folder / day / f"{event['id']}.ndjson"
        path.write_bytes(line)
        return path
    path = folder / f"{day}.ndjson"
    with locked(folder / ".lock"), path.open("a+b", buffering=0) as file:
        if _cut_off(file.fileno()):
            line = b"\n" + line
        if file.write(line) != len(line):
            raise OSError(5, "an event was written in part", str(path))
        os.fsync(file.fileno())
    sync_file(folder)
    return path


def _cut_off(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
