"""The catalogue of column faults: precision and recall, ours beside a z-score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from alerting_counts import WARM_UP, events
from alerting_faults import Spoiler
from alerting_judges import Ours, Run, ZScore, profiled

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from alerting_data import Batch
    from alerting_judges import Judge

    from wv_transforms.quality.drift import Profile

CLEAN = "clean"
TESTED = 5
"""Runs of each column that are spoilt."""
DRAWS = 1000
JUDGES: tuple[type[Judge], ...] = (Ours, ZScore)


@dataclass
class Column:
    """How the judges did on one column.

    Attributes:
        numeric: Whether it holds numbers.
        false: By judge, for each clean run whether it was alarmed.
        found: By judge and fault, for each spoilt run whether it was alarmed.
    """

    numeric: bool
    false: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, dict[str, list[bool]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def measured(
    batches: Sequence[Batch], hours: float
) -> tuple[list[Column], dict[str, Any]]:
    """Judge every column of a table, clean and spoilt.

    Args:
        batches: What each run brings, clean.
        hours: Time between runs [h].

    Returns:
        The columns; and events on clean runs of the whole table, by judge.
    """
    names = list(batches[0])
    profiles = {name: _profiles(batches, names, name) for name in names}
    columns = [_column(batches, hours, name, profiles[name]) for name in names]
    runs = [
        Run(n, _rows(batch), {c: profiles[c][CLEAN, n] for c in names}, hours)
        for n, batch in enumerate(batches)
    ]
    told = {judge.__name__: events(judge(), runs) for judge in JUDGES}
    return columns, {"runs": len(runs) - WARM_UP, "columns": len(names), "events": told}


def _profiles(
    batches: Sequence[Batch], names: Sequence[str], name: str
) -> dict[Hashable, Profile]:
    """Profiles of a column: clean in every run, spoilt in the tested ones."""
    numeric = isinstance(batches[0][name][0], float)
    alike = [n for n in names if isinstance(batches[0][n][0], float) == numeric]
    other = alike[(alike.index(name) + 1) % len(alike)]
    given: dict[Hashable, list[Any]] = {
        (CLEAN, n): batch[name] for n, batch in enumerate(batches)
    }
    for number in _tested(batches):
        batch = batches[number]
        chance = np.random.default_rng([number, names.index(name)])
        for fault, spoilt in Spoiler(batch[name], batch[other], chance).faults():
            given[fault, number] = spoilt
    return profiled(given)


def _column(
    batches: Sequence[Batch],
    hours: float,
    name: str,
    profiles: dict[Hashable, Profile],
) -> Column:
    found = Column(isinstance(batches[0][name][0], float))
    by_run: dict[int, list[str]] = defaultdict(list)
    for fault, number in profiles:  # type: ignore[misc]  # Keys are pairs.
        by_run[number].append(fault)
    for kind in JUDGES:
        judge = kind()
        past: list[Run] = []
        for number in range(len(batches)):
            for fault in by_run[number] if number >= WARM_UP else ():
                profile = profiles[fault, number]
                now = Run(number, profile.rows, {name: profile}, hours)
                alarmed = bool(judge.alarms(past, now))
                if fault == CLEAN:
                    found.false[kind.__name__].append(alarmed)
                else:
                    found.found[kind.__name__][fault].append(alarmed)
            clean = profiles[CLEAN, number]
            past.append(Run(number, clean.rows, {name: clean}, hours))
    return found


def scores(columns: Sequence[Column], judge: str) -> dict[str, Any]:
    """Precision and recall with 95 % intervals, columns drawn anew.

    Recall is the mean over the faults' set-ups. Precision is that of one spoilt run to
    one clean run: recall / (recall + share of clean runs alarmed).
    """
    chance = np.random.default_rng(1)
    drawn = [
        _rates(
            [columns[i] for i in chance.integers(len(columns), size=len(columns))],
            judge,
        )
        for _ in range(DRAWS)
    ]
    recall, false = _rates(columns, judge)
    return {
        "recall": [recall, *_interval([one for one, _ in drawn])],
        "precision": [
            recall / (recall + false),
            *_interval([one / (one + other) for one, other in drawn]),
        ],
        "false_share": false,
        "weak": {
            fault: share
            for fault, share in by_fault(columns, judge).items()
            if share < WEAK
        },
    }


WEAK = 0.9


def by_fault(columns: Sequence[Column], judge: str) -> dict[str, float]:
    """The share found of each fault's set-up."""
    pooled: dict[str, list[bool]] = defaultdict(list)
    for column in columns:
        for fault, found in column.found[judge].items():
            pooled[fault] += found
    return {fault: sum(found) / len(found) for fault, found in sorted(pooled.items())}


def _rates(columns: Sequence[Column], judge: str) -> tuple[float, float]:
    shares = by_fault(columns, judge).values()
    clean = [alarmed for column in columns for alarmed in column.false[judge]]
    return sum(shares) / len(shares), sum(clean) / len(clean)


def _interval(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _tested(batches: Sequence[Batch]) -> list[int]:
    return [int(n) for n in np.linspace(WARM_UP + 5, len(batches) - 1, TESTED)]


def _rows(batch: Batch) -> int:
    return len(next(iter(batch.values())))
