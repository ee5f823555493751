"""Types and small helpers for arrays of weather."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


def rounded(values: Floats, digits: int = 0) -> Floats:
    """Round to digits after the point; a rounded zero bears no minus sign."""
    return np.asarray(np.round(values, digits) + 0.0, dtype=np.float64)


def within(values: Floats, low: float, high: float) -> Floats:
    """Keep values within bounds; missing ones stay missing."""
    return np.minimum(np.maximum(values, low), high)
