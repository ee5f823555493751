"""What a build tells: the gate's results as a table and as JUnit, lineage as events.

All is written before anything is promoted, also when nothing will be:

```
_control/promoted/<tenant>.junit.xml            rules of the last build, for CI
_control/promoted/<tenant>.openlineage.ndjson   its runs, tables, columns and rules
quality/<tenant>__gate_results/                 each rule of the last 90 gated builds
```
A build that finds nothing changed writes none of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from target_parquet_lake.errors import StorageError
from target_parquet_lake.files import write_atomic
from wv_transforms.report.gate_table import write_gate_table
from wv_transforms.report.junit import junit_xml
from wv_transforms.report.openlineage import events
from wv_transforms.report.record import BuildRecord

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.lake import Lake

__all__ = ["BuildRecord", "junit_path", "lineage_path", "write_reports"]


def junit_path(lake: Lake, tenant: str) -> Path:
    """Where the rules of a tenant's last build lie, as JUnit XML."""
    return lake.control("promoted", f"{tenant}.junit.xml")


def lineage_path(lake: Lake, tenant: str) -> Path:
    """Where the events of a tenant's last build lie, one a line."""
    return lake.control("promoted", f"{tenant}.openlineage.ndjson")


def write_reports(record: BuildRecord) -> None:
    """Write all that a build tells.

    Raises:
        StorageError: If the disk does not take it.
    """
    lake, tenant = record.candidate.lake, record.candidate.tenant
    if record.results:
        write_gate_table(record)
    lines = [json.dumps(event, ensure_ascii=False) + "\n" for event in events(record)]
    _write(junit_path(lake, tenant), junit_xml(record))
    _write(lineage_path(lake, tenant), "".join(lines))


def _write(path: Path, text: str) -> None:
    try:
        write_atomic(path, text)
    except OSError as error:
        raise StorageError(
            what=f"A report of the build cannot be written: {error.strerror}.",
            where=str(path),
            next_step="free disk space or make the folder writable, and build again",
        ) from error
