"""Where the sun stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wv_sandbox.arrays import Floats, Ints

_TILT = np.radians(23.44)
_SPRING_DAY = 79.0  # 21 March 1970.
_YEAR_DAYS = 365.2422


def height(latitude: float, longitude: float, times: Ints) -> Floats:
    """Give the sine of the sun's height in the middle of the hour before each time.

    Declination as a plain sine of the date; good to two degrees, the equation of
    time is left out.

    Args:
        latitude: Degrees north.
        longitude: Degrees east.
        times: Hours since 1970-01-01T00:00Z.

    Returns:
        -1 to 1; negative at night.
    """
    middle = times - 0.5
    tilt = _TILT * np.sin(2.0 * np.pi * (middle / 24.0 - _SPRING_DAY) / _YEAR_DAYS)
    turn = np.radians(15.0 * (np.mod(middle, 24.0) - 12.0) + longitude)
    north = np.radians(latitude)
    return np.asarray(
        np.sin(north) * np.sin(tilt) + np.cos(north) * np.cos(tilt) * np.cos(turn)
    )
