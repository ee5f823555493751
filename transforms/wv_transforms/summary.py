"""Small JSON files beside tables, for whoever does not read Delta."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import StorageError
from target_parquet_lake.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wv_transforms.promotion import Promoted

FORMAT = 1


def head(promoted: Promoted) -> dict[str, Any]:
    """What every such file begins with: its format, and what it speaks of."""
    return {
        "format": FORMAT,
        "tenant": promoted.tenant,
        "run_id": promoted.run_id,
        "promoted_at": plain(promoted.promoted_at),
    }


def plain(value: object) -> object:
    """A value as JSON has it: days and instants (UTC) as text."""
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case dict():
            return {name: plain(part) for name, part in value.items()}
        case list():
            return [plain(part) for part in value]
        case _:
            return value


def write_summary(path: Path, content: Mapping[str, Any]) -> None:
    """Replace a file by a mapping, its instants as text.

    Raises:
        StorageError: If the disk does not take it; the old file still stands then.
    """
    text = json.dumps(plain(dict(content)), indent=1, ensure_ascii=False) + "\n"
    try:
        write_atomic(path, text)
    except OSError as error:
        raise StorageError(
            what=f"The summary cannot be written: {error.strerror}.",
            where=str(path),
            next_step="free disk space or make the folder writable, and run again",
        ) from error
