"""Did a run bring fewer rows than it should have?

A robust detector on the logarithm of counts. Runs are compared with runs of the same
phase (day of the week), alone and summed over the last 3 and 7: a small lasting drop
is invisible in one noisy run and plain in a week. The spread is the median absolute
deviation, never less than what counting itself brings (1/sqrt(n), Poisson), and wider
while the history is short; a drop has to be both significant and large to matter.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from wv_transforms.quality.robust import spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wv_transforms.quality.series import Point

WINDOWS = (1, 3, 7)
"""Runs that are summed before they are compared."""
FIXED_SHARE = 0.8
"""A dataset has a fixed size when so many of its runs have exactly the same one."""
FIXED_SPREAD = 0.02
"""Spread of the logarithm granted to a fixed size."""
FEW_ROWS = 3.0
"""Added to every count, so that 2 rows instead of 4 are no halving."""
_FEW = 4
_MEDIAN_VARIANCE = math.pi / 2
_SHORT_HISTORY = 5.0


@dataclass(frozen=True, slots=True)
class Change:
    """How far a window's rows lie from what was to be expected.

    Attributes:
        window: Runs summed.
        observed: Rows they brought.
        expected: Rows that were to be expected.
        score: Distance in spreads, above 0 for fewer rows.
    """

    window: int
    observed: float
    expected: float
    score: float

    @property
    def drop(self) -> float:
        """The share of rows that is missing; below 0 when there are more."""
        return 1 - self.observed / self.expected if self.expected else 0.0


def changes(
    history: Sequence[Point], recent: Sequence[Point], least: int
) -> Iterator[Change]:
    """Compare the newest runs with what is normal, over each window.

    Args:
        history: The runs that teach, oldest first; the newest run is not among them.
        recent: The newest runs, oldest first, alarmed or not; the last is judged.
        least: Runs a history needs to tell anything.

    Yields:
        One change for each window of which history tells enough.
    """
    for window in WINDOWS:
        blocks = _blocks(history, window)
        if len(recent) >= window and len(blocks) >= least:
            observed = sum(point.value for point in recent[-window:])
            yield _compare(window, blocks, observed, recent[-1].phase)


def _blocks(points: Sequence[Point], window: int) -> list[tuple[int, float]]:
    """Phase of the last run and logarithm of the sum of all, of every window."""
    return [
        (
            points[end - 1].phase,
            _log(sum(point.value for point in points[end - window : end])),
        )
        for end in range(window, len(points) + 1)
    ]


def _compare(
    window: int, blocks: Sequence[tuple[int, float]], observed: float, phase: int
) -> Change:
    centres, alike = _centres(blocks, phase)
    residuals = [value - centres[own] for own, value in blocks]
    expected = max(math.exp(centres[phase]) - FEW_ROWS, 0.0)
    if sum(r == 0 for r in residuals) >= FIXED_SHARE * len(residuals):
        scale = FIXED_SPREAD
    else:
        counting = math.sqrt(max(expected, 1.0)) / (max(expected, 1.0) + FEW_ROWS)
        scale = max(spread(residuals) * _doubt(window, len(blocks), alike), counting)
    score = (centres[phase] - _log(observed)) / scale
    return Change(window, observed, expected, score)


def _centres(
    blocks: Sequence[tuple[int, float]], phase: int
) -> tuple[Mapping[int, float], int]:
    """What is normal in each phase, and how many runs say so for the one asked for.

    With few runs of some phase, all phases are one.
    """
    by_phase: dict[int, list[float]] = defaultdict(list)
    for own, value in blocks:
        by_phase[own].append(value)
    if phase in by_phase and min(map(len, by_phase.values())) >= _FEW:
        centres = {own: median(values) for own, values in by_phase.items()}
        return centres, len(by_phase[phase])
    overall = median(value for _, value in blocks)
    return dict.fromkeys({*by_phase, phase}, overall), len(blocks)


def _doubt(window: int, blocks: int, alike: int) -> float:
    """How much wider the spread is taken because it and the centre are guesses."""
    centre = math.sqrt(1 + _MEDIAN_VARIANCE * window / alike)
    return centre * (1 + _SHORT_HISTORY * math.sqrt(window) / blocks)


def _log(rows: float) -> float:
    return math.log(rows + FEW_ROWS)
