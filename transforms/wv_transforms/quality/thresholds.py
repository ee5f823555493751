"""Thresholds of the watch: shipped defaults, overridable by tenant and dataset."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wv_transforms.columns import reject_unknown_keys
from wv_transforms.errors import ProjectError
from wv_transforms.project import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(__file__).with_name("thresholds.yml")
PARTS = {"production", "required", "defaults", "datasets", "bounds", "regulated"}

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of one dataset; `thresholds.yml` tells units and meaning."""

    history_runs: int
    least_runs: int
    relearn_after_runs: int
    cooldown_runs: int
    cadence_hours: float | None
    row_drop_warning: float
    row_drop_critical: float
    row_drop_score: float
    row_surge: float
    row_surge_score: float
    shrink_tolerance: float
    no_new_rows_chance: float
    no_new_rows_critical: int
    column_spreads: float
    bounds_critical: float
    null_critical: float
    geocoded_warning: float
    geocoded_critical: float
    wilson_below: int
    max_age_hours: float | None
    max_age_critical_hours: float | None
    time_column: str | None
    watch_columns: bool
    clear_pii: bool


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All thresholds of a tenant.

    Attributes:
        production: Whether sandbox rows are forbidden; None: once real rows are there.
        required: Datasets that must be there.
        defaults: What holds for every dataset.
        datasets: What differs, by pattern of dataset names; later ones win.
        bounds: Least and most by column, by pattern of dataset names.
        regulated: Patterns of columns about people; `!` takes back.
    """

    production: bool | None
    required: tuple[str, ...]
    defaults: Limits
    datasets: tuple[tuple[str, Mapping[str, Any]], ...]
    bounds: tuple[tuple[str, Mapping[str, Bounds]], ...]
    regulated: tuple[str, ...]

    @classmethod
    def load(cls, tenant: Path | None = None) -> Thresholds:
        """Read the shipped thresholds and a tenant's own.

        Args:
            tenant: The tenant's file; it need not exist.

        Raises:
            ProjectError: If a file cannot be read, or names what there is not.
        """
        files = [SHIPPED] + ([tenant] if tenant is not None and tenant.exists() else [])
        specs = [_shipped(), *map(_spec, files[1:])]
        production = [s["production"] for s in specs if "production" in s]
        defaults = {n: v for s in specs for n, v in s.get("defaults", {}).items()}
        return cls(
            production=production[-1],
            required=tuple(name for s in specs for name in s.get("required", ())),
            defaults=_checked(Limits(**defaults), files[-1]),
            datasets=tuple(e for s in specs for e in s.get("datasets", {}).items()),
            bounds=tuple(e for s in specs for e in s.get("bounds", {}).items()),
            regulated=tuple(n for s in specs for n in s.get("regulated", ())),
        )

    def limits(self, dataset: str) -> Limits:
        """The thresholds of a dataset."""
        own: dict[str, Any] = {}
        for pattern, values in self.datasets:
            if fnmatchcase(dataset, pattern):
                own |= values
        return replace(self.defaults, **own)

    def bounds_of(self, dataset: str) -> dict[str, Bounds]:
        """Least and most of the columns of a dataset."""
        own: dict[str, Bounds] = {}
        for pattern, values in self.bounds:
            if fnmatchcase(dataset, pattern):
                own |= values
        return own

    def is_regulated(self, dataset: str, column: str) -> bool:
        """Whether a column tells of people, or is otherwise regulated."""
        regulated = False
        for pattern in self.regulated:
            bare = pattern.removeprefix("!")
            name = f"{dataset}.{column}" if "." in bare else column
            if fnmatchcase(name, bare):
                regulated = bare == pattern
        return regulated


@cache
def _shipped() -> dict[str, Any]:
    return _spec(SHIPPED)


def _spec(path: Path) -> dict[str, Any]:
    spec = read_yaml(path)
    reject_unknown_keys(spec, PARTS, path)
    known = {field.name for field in fields(Limits)}
    for values in (spec.get("defaults", {}), *spec.get("datasets", {}).values()):
        reject_unknown_keys(values, known, path)
    return spec


def _checked(limits: Limits, path: Path) -> Limits:
    pairs = {
        "row_drop_warning": limits.row_drop_warning <= limits.row_drop_critical,
        "geocoded_warning": limits.geocoded_warning >= limits.geocoded_critical,
        "history_runs": limits.history_runs > limits.least_runs > 0,
        "cooldown_runs": limits.cooldown_runs > 0,
        "relearn_after_runs": limits.relearn_after_runs >= limits.least_runs,
    }
    wrong = [name for name, holds in pairs.items() if not holds]
    if wrong:
        raise ProjectError(
            what=f"These thresholds contradict others: {', '.join(wrong)}.",
            where=str(path),
            next_step="a warning comes before what is critical; see thresholds.yml",
        )
    return limits
