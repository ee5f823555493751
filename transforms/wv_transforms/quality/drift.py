"""Has a column changed? Each statistic of a run against its own history.

For each statistic the predictor is used that did best so far: the median of all runs,
of the runs of the same phase, or of the last few runs (a series that wanders). A value
is strange when it lies further from its prediction than the history's residuals: by
so many robust spreads, and clearly beyond the worst of them. Shares also know the
error of counting. Many statistics are looked at, so each must be sure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from wv_transforms.quality.robust import spread
from wv_transforms.quality.statistics import KNOWN, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LAST = 3
"""Runs whose median predicts a series that wanders."""
BEYOND = 2.0
"""A strange value lies so many times beyond the worst residual of the history."""
LEAST_ROWS = 2.5
"""A strange share differs by more than so many rows."""
SMALLEST_RATIO = 0.01
"""Differences below this share of the usual size are never strange."""
_FEW_PER_PHASE = 4


@dataclass(frozen=True, slots=True)
class Profile:
    """A column in one run.

    Attributes:
        rows: Rows that the run brought.
        values: Each statistic by name; None where there was nothing to measure.
        phase: Runs of one phase are alike.
    """

    rows: int
    values: Mapping[str, float | None]
    phase: int = 0


@dataclass(frozen=True, slots=True)
class Drift:
    """A statistic that lies where it should not.

    Attributes:
        statistic: Its name.
        observed: Its value.
        expected: What was to be expected.
        score: How far off, in limits; above 1 is strange.
    """

    statistic: str
    observed: float
    expected: float
    score: float


def drifts(
    history: Sequence[Profile], current: Profile, *, least: int, spreads: float
) -> Iterator[Drift]:
    """Find the statistics of a run that are strange.

    Args:
        history: The runs that teach, oldest first.
        current: The run to be judged.
        least: Runs that must have the statistic.
        spreads: Robust spreads from the prediction that are strange.

    Yields:
        Each strange statistic.
    """
    for name, observed in current.values.items():
        known = [
            (p, value) for p in history if (value := p.values.get(name)) is not None
        ]
        if observed is None or len(known) < least:
            continue
        drift = _judge(name, known, current, observed, spreads)
        if drift.score > 1:
            yield drift


def _judge(
    name: str,
    known: Sequence[tuple[Profile, float]],
    current: Profile,
    observed: float,
    spreads: float,
) -> Drift:
    kind = KNOWN[name].kind
    values = [_scaled(kind, value) for _, value in known]
    phases = [profile.phase for profile, _ in known]
    prediction, residuals = _predict(values, phases, current.phase)
    off = abs(_scaled(kind, observed) - prediction)
    side = [abs(r) for r in residuals]
    limit = max(spreads * spread(residuals), BEYOND * max(side), _least(kind, values))
    if kind is Kind.SHARE:
        limit = max(limit, _counting(known, prediction, current.rows, spreads))
    return Drift(name, observed, _plain(kind, prediction), off / limit)


def _predict(
    values: Sequence[float], phases: Sequence[int], phase: int
) -> tuple[float, list[float]]:
    """The best predictor's value for now, and how it did in the past."""
    centre = median(values)
    tried = [(centre, [value - centre for value in values])]
    groups = {
        own: [v for v, p in zip(values, phases, strict=True) if p == own]
        for own in {*phases}
    }
    if (
        len(groups) > 1
        and min(len(groups.get(phase, ())), *map(len, groups.values()))
        >= _FEW_PER_PHASE
    ):
        centres = {own: median(group) for own, group in groups.items()}
        tried.append(
            (
                centres[phase],
                [v - centres[p] for v, p in zip(values, phases, strict=True)],
            )
        )
    if len(values) > 2 * LAST:
        tried.append(
            (
                median(values[-LAST:]),
                [
                    value - median(values[end - LAST : end])
                    for end, value in enumerate(values)
                    if end >= LAST
                ],
            )
        )
    return min(tried, key=lambda one: (spread(one[1]), max(map(abs, one[1]))))


def _counting(
    known: Sequence[tuple[Profile, float]], share: float, rows: int, spreads: float
) -> float:
    """How far a share may lie off because only so many rows were counted."""
    total = sum(profile.rows for profile, _ in known)
    share = (min(max(share, 0.0), 1.0) * total + 1) / (total + 2)
    rows = max(rows, 1)
    return max(spreads * math.sqrt(share * (1 - share) / rows), LEAST_ROWS / rows)


def _least(kind: Kind, values: Sequence[float]) -> float:
    """The least difference that can matter."""
    match kind:
        case Kind.SCALE:
            return math.log1p(SMALLEST_RATIO)
        case Kind.LEVEL:
            return max(SMALLEST_RATIO * median(map(abs, values)), 1e-12)
        case Kind.SHARE:
            return SMALLEST_RATIO


def _scaled(kind: Kind, value: float) -> float:
    return math.log(max(value, 1e-12)) if kind is Kind.SCALE else value


def _plain(kind: Kind, value: float) -> float:
    return math.exp(value) if kind is Kind.SCALE else value
