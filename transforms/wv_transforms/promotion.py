"""The promoted tables of a tenant: one small file that pins a version of each.

`<lake_root>/_control/promoted/<tenant>.json` is replaced as a whole, or not at all:

```json
{"format": 1, "tenant": "default", "run_id": "…", "promoted_at": "2026-11-15T09:00:00Z",
 "tables": {"weather_daily": {"layer": "weather", "version": 3}}}
```
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from target_parquet_lake.errors import StorageError
from target_parquet_lake.files import write_atomic
from target_parquet_lake.names import TableName, check_part
from wv_transforms.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from target_parquet_lake.lake import Lake

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Promoted:
    """What a tenant's readers see.

    Attributes:
        tenant: Whose tables.
        run_id: The build that promoted them.
        promoted_at: When (UTC).
        tables: The version of each table.
    """

    tenant: str
    run_id: str
    promoted_at: datetime
    tables: Mapping[TableName, int]


def promotion_path(lake: Lake, tenant: str) -> Path:
    """Where the file of a tenant lies."""
    return lake.control("promoted", f"{tenant}.json")


def read_promoted(lake: Lake, tenant: str) -> Promoted | None:
    """Read what was promoted last, or None when nothing was.

    Raises:
        RunError: If the file is damaged or of a newer format.
    """
    path = promotion_path(lake, tenant)
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] > FORMAT:
            raise _unreadable(
                path, f"its format {content['format']} is newer than this program"
            )
        tables = {
            TableName(entry["layer"], tenant, name): int(entry["version"])
            for name, entry in content["tables"].items()
        }
        promoted_at = datetime.fromisoformat(content["promoted_at"])
        return Promoted(tenant, content["run_id"], promoted_at, tables)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, f"it is damaged ({type(error).__name__})") from None


def last_promoted(lake: Lake, tenant: str) -> Promoted:
    """What was promoted last for a tenant.

    Raises:
        SettingsError: If the tenant cannot be a name.
        StorageError: If nothing was promoted yet.
        RunError: If the promotion file cannot be read.
    """
    found = read_promoted(lake, check_part(tenant, "tenant"))
    if found is None:
        raise StorageError(
            what=f"Nothing has been promoted for tenant {tenant!r} yet.",
            where=str(promotion_path(lake, tenant)),
            next_step="run `wv build` with the same --lake-root and --tenant first",
        )
    return found


def write_promoted(lake: Lake, promoted: Promoted) -> Path:
    """Replace the file of a tenant: written aside, synced, renamed.

    Raises:
        StorageError: If the disk does not take it; the old file still stands then.
    """
    path = promotion_path(lake, promoted.tenant)
    content = {
        "format": FORMAT,
        "tenant": promoted.tenant,
        "run_id": promoted.run_id,
        "promoted_at": promoted.promoted_at.astimezone(UTC)
        .isoformat()
        .replace("+00:00", "Z"),
        "tables": {
            name.name: {"layer": name.layer, "version": version}
            for name, version in sorted(promoted.tables.items())
        },
    }
    try:
        write_atomic(path, json.dumps(content, indent=1) + "\n")
    except OSError as error:
        raise StorageError(
            what=f"The promotion file cannot be written: {error.strerror}.",
            where=str(path),
            next_step="free disk space or make the folder writable, and build again",
        ) from error
    return path


def _unreadable(path: Path, why: str) -> RunError:
    return RunError(
        what=f"What was promoted cannot be read: {why}.",
        where=str(path),
        next_step="set the file aside and build again, or update this program",
    )
