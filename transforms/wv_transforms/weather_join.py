"""`features/<tenant>__weather_join_validation.json`: the weather join at a glance.

Beside the table of that name; written anew with every promoted build:

```json
{"format": 1, "tenant": "default", "run_id": "…", "promoted_at": "…",
 "modes": [{"join_mode": "asof", "guardrail_status": "passed", "orders": 3406, …}],
 "cells_without_weather": [{"join_mode": "asof", "cell_id": "u10j4",
   "join_status": "not_watched", "orders": 4, …}]}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_transforms.promoted_rows import promoted_rows
from wv_transforms.promotion import last_promoted
from wv_transforms.summary import head, write_summary

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.lake import Lake

TABLE = "weather_join_validation"
_LAYER = "features"


def validation_path(lake: Lake, tenant: str) -> Path:
    """Where the file of a tenant lies."""
    return lake.root / _LAYER / f"{tenant}__{TABLE}.json"


def write_validation(lake: Lake, tenant: str) -> Path:
    """Write what the promoted weather join says of itself.

    Args:
        lake: The lake.
        tenant: Whose orders.

    Returns:
        The file.

    Raises:
        StorageError: If the join was not promoted, or the file cannot be written.
    """
    promoted = last_promoted(lake, tenant)
    path = validation_path(lake, tenant)
    content = {
        **head(promoted),
        "modes": promoted_rows(lake, promoted, TABLE),
        "cells_without_weather": promoted_rows(lake, promoted, "weather_join_gaps"),
    }
    write_summary(path, content)
    return path
