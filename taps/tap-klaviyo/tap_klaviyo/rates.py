"""Klaviyo's rate tiers: requests in a second and in a minute, each endpoint its own.

https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling
"""

from __future__ import annotations

from typing import NamedTuple

SECOND, MINUTE = 1, 60


class Rate(NamedTuple):
    """How often an endpoint may be asked.

    Args:
        burst: Requests a second.
        steady: Requests a minute.
    """

    burst: int
    steady: int

    @property
    def windows(self) -> list[tuple[int, float]]:
        """The limits as windows: length [s] and requests."""
        return [(SECOND, float(self.burst)), (MINUTE, float(self.steady))]


XS = Rate(1, 15)
S = Rate(3, 60)
M = Rate(10, 150)
L = Rate(75, 700)
XL = Rate(350, 3500)
REPORT = Rate(1, 2)
"""Values reports; they have a budget a day beside it, see `budget`."""
REPORTS_A_DAY = 225
