"""How many shipped orders have a place: one JSON a tenant, and a verdict.

`<summary_root>/<tenant>_geocoding.json`:

```json
{"format": 1, "tenant": "default", "run_id": "…", "promoted_at": "…", "threshold": 0.8,
 "below_threshold": false, "severity": "ok", "tags": [], "total": {…}, "countries": […],
 "days": […], "quarantine": [{"reason": "swapped", "orders": 3, "relocated_orders": 0}]}
```

`days` holds the days that are not well. Ratios [1] always stand beside their
denominator, `physical_orders` [1].
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import StorageError
from target_parquet_lake.lake import Lake
from target_parquet_lake.root import check_root
from wv_transforms.errors import ProjectError
from wv_transforms.promoted_rows import promoted_rows
from wv_transforms.promotion import last_promoted
from wv_transforms.summary import head, write_summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike
    from pathlib import Path

    from wv_transforms.promoted_rows import Row

THRESHOLD = 0.8
"""Least share of shipped orders with a place, where nobody says another."""
_UNWELL = {"warning", "critical"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The verdict on one tenant.

    Attributes:
        tenant: Whose orders.
        ratio: Share of shipped orders with a place [1]; None without such orders.
        geocoded_orders: Orders with a place [1].
        physical_orders: Orders that are shipped, the denominator [1].
        threshold: Least share that is well [1].
        path: The file that says more.
    """

    tenant: str
    ratio: float | None
    geocoded_orders: int
    physical_orders: int
    threshold: float
    path: Path

    @property
    def is_below(self) -> bool:
        """Whether too few orders have a place. No orders are no complaint."""
        return self.ratio is not None and self.ratio < self.threshold

    def __str__(self) -> str:
        counts = f"{self.geocoded_orders:,} of {self.physical_orders:,} shipped orders"
        if self.ratio is None:
            return f"{self.tenant}: no shipped orders yet"
        verdict = "below" if self.is_below else "not below"
        return (
            f"{self.tenant}: {self.ratio:.1%} of places known ({counts}), "
            f"{verdict} {self.threshold:.1%}"
        )


def promoted_tenants(lake: Lake) -> tuple[str, ...]:
    """Every tenant that has promoted tables, sorted."""
    folder = lake.control("promoted")
    entries = [*folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted(path.stem for path in entries if path.suffix == ".json"))


def write_coverage(
    lake_root: str | PathLike[str],
    summary_root: Path,
    tenants: Sequence[str] = (),
    threshold: float = THRESHOLD,
) -> list[Coverage]:
    """Write the coverage of each tenant as JSON.

    Args:
        lake_root: The lake.
        summary_root: Folder of the files; it is made.
        tenants: Whose; all that have promoted tables when empty.
        threshold: Least share of shipped orders with a place [1].

    Returns:
        The verdicts, by tenant.

    Raises:
        ProjectError: If the threshold is no share.
        StorageError: If nothing was promoted, or a file cannot be read or written.
    """
    if not 0 <= threshold <= 1:
        raise ProjectError(
            what=f"The threshold {threshold} is no share.",
            where="threshold",
            next_step="give a number from 0 to 1",
        )
    lake = Lake(lake_root)
    check_root(lake.root)
    chosen = tuple(tenants) or promoted_tenants(lake)
    if not chosen:
        raise StorageError(
            what="Nothing has been promoted in this lake yet.",
            where=str(lake.control("promoted")),
            next_step="build its models first",
        )
    return [_write(lake, summary_root, tenant, threshold) for tenant in chosen]


def _write(lake: Lake, root: Path, tenant: str, threshold: float) -> Coverage:
    promoted = last_promoted(lake, tenant)
    rows = promoted_rows(lake, promoted, "geocoding_coverage")
    quarantine = promoted_rows(lake, promoted, "geocoding_quarantine")
    total = next((row for row in rows if row["scope"] == "tenant"), None)
    path = root / f"{tenant}_geocoding.json"
    coverage = Coverage(
        tenant=tenant,
        ratio=total["geocoded_ratio"] if total else None,
        geocoded_orders=total["geocoded_orders"] if total else 0,
        physical_orders=total["physical_orders"] if total else 0,
        threshold=threshold,
        path=path,
    )
    content = {
        **head(promoted),
        "threshold": threshold,
        "below_threshold": coverage.is_below,
        "severity": total["severity"] if total else "insufficient",
        "tags": _tags(coverage),
        "total": total and _scopeless(total),
        "countries": [_scopeless(row) for row in rows if row["scope"] == "country"],
        "days": [
            _scopeless(row)
            for row in rows
            if row["scope"] == "day" and row["severity"] in _UNWELL
        ],
        "quarantine": _by_reason(quarantine),
    }
    write_summary(path, content)
    return coverage


def _tags(coverage: Coverage) -> list[str]:
    if not coverage.is_below:
        return []
    return ["geo.partial" if coverage.geocoded_orders else "geo.missing"]


def _by_reason(rows: Iterable[Row]) -> list[dict[str, Any]]:
    orders: defaultdict[str, int] = defaultdict(int)
    relocated: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        orders[row["reason"]] += row["orders"]
        relocated[row["reason"]] += row["relocated_orders"]
    return [
        {"reason": name, "orders": count, "relocated_orders": relocated[name]}
        for name, count in sorted(orders.items())
    ]


def _scopeless(row: Row) -> Row:
    """A row without its scope, which its place in the file tells."""
    return {name: value for name, value in row.items() if name != "scope"}
