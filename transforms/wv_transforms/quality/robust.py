"""Statistics that a few wild values cannot lead astray: pure, by hand, no library.

A history has at most some ninety values, so plain Python is fast enough and the
package needs no numerical library.
"""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NORMAL_MAD = 1.4826
"""Makes a median absolute deviation of normal values their standard deviation."""
Z95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""


def spread(residuals: Sequence[float]) -> float:
    """The standard deviation that the middle half of some residuals would have.

    Args:
        residuals: Distances from what was expected; around 0.

    Returns:
        1.4826 times the median of their absolute values; 0 without residuals.
    """
    return NORMAL_MAD * median(map(abs, residuals)) if residuals else 0.0


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """The interval in which a rate lies, given how often it was met.

    Unlike the raw ratio it knows that 10 of 10 tells less than 90 of 90.
    E. B. Wilson (1927), https://doi.org/10.1080/01621459.1927.10502953.

    Args:
        successes: How often it was met.
        trials: How often it could have been.
        z: Quantile of the normal distribution; 1.96 for 95 %.

    Returns:
        Lower and upper bound, both within 0 and 1; (0, 1) without trials.

    Raises:
        ValueError: If there are more successes than trials, or fewer than none.
    """
    if not 0 <= successes <= trials:
        msg = f"{successes} of {trials} is no share"
        raise ValueError(msg)
    if trials == 0:
        return 0.0, 1.0
    rate = successes / trials
    square = z * z / trials
    centre = rate + square / 2
    reach = z * math.sqrt(rate * (1 - rate) / trials + square / (4 * trials))
    low, high = (centre - reach) / (1 + square), (centre + reach) / (1 + square)
    return (
        0.0 if successes == 0 else max(0.0, low),
        1.0 if successes == trials else min(1.0, high),
    )
