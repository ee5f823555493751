"""Which mistake in a unit explains that a column has changed?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_transforms.quality.drift import Drift

UNITS: tuple[tuple[str, float, float], ...] = (
    ("1,000 times as large", 1000.0, 0.0),
    ("100 times as large", 100.0, 0.0),
    ("10 times as large", 10.0, 0.0),
    ("a 1,000th", 0.001, 0.0),
    ("a 100th", 0.01, 0.0),
    ("a 10th", 0.1, 0.0),
    ("°F instead of °C", 1.8, 32.0),
    ("°C instead of °F", 1 / 1.8, -32 / 1.8),
    ("K instead of °C", 1.0, 273.15),
    ("mm instead of inch", 25.4, 0.0),
    ("inch instead of mm", 1 / 25.4, 0.0),
    ("km/h instead of m/s", 3.6, 0.0),
    ("m/s instead of km/h", 1 / 3.6, 0.0),
    ("mph instead of m/s", 2.2369, 0.0),
)
"""Units that get mixed up: what is written, factor, offset."""
_PLACES = ("fifth_2", "fifth_3", "fifth_4")
_CLOSE = 0.15
"""A factor is recognised when it fits so well, in logarithms."""
_TWO = 2
"""One place alone fits some factor by chance."""


def unit_of(found: Sequence[Drift]) -> str:
    """The mistake in a unit that explains the middle of a column; empty if none.

    Args:
        found: The strange statistics, with what was to be expected.
    """
    pairs = [(one.expected, one.observed) for one in found if one.statistic in _PLACES]
    pairs = [(old, new) for old, new in pairs if abs(old) > 0 and abs(new) > 0]
    if len(pairs) < _TWO:
        return ""
    misfit = {
        text: max(_apart(new, old * factor + offset) for old, new in pairs)
        for text, factor, offset in UNITS
    }
    best = min(misfit, key=lambda text: misfit[text])
    return best if misfit[best] <= _CLOSE else ""


def _apart(one: float, other: float) -> float:
    """How far two numbers are apart, as the logarithm of their ratio."""
    return abs(math.log(one / other)) if one * other > 0 else math.inf
