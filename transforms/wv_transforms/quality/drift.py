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
from wv_transforms.quality.statistics import FIFTHS, KNOWN, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LAST = 3
"""Runs whose median predicts a series that wanders."""
BEYOND = 2.5
"""A strange value lies so many times beyond the worst residual of the history."""
LEAST_ROWS = 2.5
"""A strange share differs by more than so many rows."""
SMALLEST_RATIO = 0.01
"""Differences below this share of the usual size are never strange."""
SMALLEST_LEVEL = 0.02
"""Nor are differences below this, in the statistic's own unit."""
SMALLEST = 1e-9
"""Nor are those that a sum of rounded numbers makes."""
SMALLEST_PLACE = 0.03
"""Nor is a place that moves by less than this share of the column's breadth."""
RANKS = 0.35
"""A place may move by this share of the way to its neighbour: 7 % of the rows."""
EMPTY_SCALE = 0.05
"""This share of the usual one is added to spreads: nought has no logarithm."""
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
    usual = median(abs(value) for _, value in known)
    scaled = _scale(kind, usual)
    values = [scaled(value) for _, value in known]
    phases = [profile.phase for profile, _ in known]
    prediction, residuals = _predict(values, phases, current.phase)
    off = scaled(observed) - prediction
    worst = max(map(abs, residuals))
    limit = max(spreads * spread(residuals), BEYOND * worst, _least(kind, usual))
    if kind is Kind.SHARE:
        limit = max(limit, _counting(known, prediction, current.rows, spreads))
    if kind is Kind.PLACE:
        past = [profile for profile, _ in known]
        limit = max(limit, _shuffled(past, name, upwards=off > 0))
    expected = observed - off if kind is not Kind.SCALE else observed * math.exp(-off)
    return Drift(name, observed, expected, abs(off) / limit)


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


def _least(kind: Kind, usual: float) -> float:
    """The least difference that can matter."""
    match kind:
        case Kind.SCALE:
            return math.log1p(SMALLEST_RATIO)
        case Kind.SHARE:
            return SMALLEST_RATIO
        case Kind.LEVEL:
            return max(SMALLEST_RATIO * usual, SMALLEST_LEVEL)
        case Kind.PLACE:
            return max(SMALLEST_RATIO * usual, SMALLEST)


def _shuffled(past: Sequence[Profile], name: str, *, upwards: bool) -> float:
    """How far a place moves when some rows only change their rank.

    Where a value is frequent, a fifth stands on it until a few rows more or less make
    it jump to the next one; the way to the next fifth tells how far that is.
    """
    part = int(name[-1])
    neighbour = part + 1 if upwards else part - 1
    if not 1 <= neighbour <= FIFTHS:
        neighbour = part - 1 if upwards else part + 1
    way = _usual_way(past, name, f"fifth_{neighbour}")
    breadth = _usual_way(past, "fifth_1", f"fifth_{FIFTHS}")
    return max(RANKS * way, SMALLEST_PLACE * breadth)


def _usual_way(past: Sequence[Profile], one: str, other: str) -> float:
    """How far two statistics of a run usually lie apart; 0 where they are not known."""
    pairs = [(run.values.get(one), run.values.get(other)) for run in past]
    ways = [abs(a - b) for a, b in pairs if a is not None and b is not None]
    return median(ways) if ways else 0.0


def _scale(kind: Kind, usual: float) -> Callable[[float], float]:
    """How values of a kind are made comparable by difference."""
    if kind is not Kind.SCALE:
        return lambda value: value
    return lambda value: math.log(max(value + EMPTY_SCALE * usual, 1e-12))
