"""The leaky bucket of points, one for each shop.

What a query may cost is taken before it runs; what it did not cost is given back.
https://shopify.dev/docs/api/usage/limits
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from wv_sandbox.clock import SandboxClock


class Plan(NamedTuple):
    """A bucket's size [points] and how fast it fills [points a second]."""

    size: int
    rate: int


_TOLERANCE = 0.01
"""A wait is rounded to microseconds; that is no reason to refuse [points]."""
STANDARD, ADVANCED = Plan(2_000, 100), Plan(4_000, 200)
PLUS, ENTERPRISE = Plan(20_000, 1_000), Plan(40_000, 2_000)
PLANS: Mapping[str, Plan] = {
    "basic": STANDARD,
    "digital": ADVANCED,
    "weathervane": ENTERPRISE,
}
"""Plans by the kind of shop; the others are on Plus."""


def plan_of(shop: str) -> Plan:
    """Give the plan of a shop by the kind that its label begins with."""
    return PLANS.get(shop.partition("-")[0], PLUS)


@dataclass
class Buckets:
    """The buckets of all shops.

    Args:
        clock: By which they fill.
    """

    clock: SandboxClock
    _levels: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def clear(self) -> None:
        """Fill every bucket."""
        self._levels.clear()

    def drain(self, shop: str, left: float = 0.0) -> None:
        """Leave so many points in a shop's bucket."""
        self._levels[shop] = left, self.clock.now()

    def level(self, shop: str) -> float:
        """Tell what a shop's bucket holds [points]."""
        size, rate = plan_of(shop)
        now = self.clock.now()
        held, since = self._levels.get(shop, (float(size), now))
        passed = max(0.0, (now - since).total_seconds())
        return min(float(size), held + rate * passed)

    def take(self, shop: str, points: float) -> bool:
        """Take points, or give some back; False if there are too few."""
        size = plan_of(shop).size
        with self._lock:
            held = self.level(shop)
            if points > held + _TOLERANCE:
                return False
            self._levels[shop] = min(float(size), held - points), self.clock.now()
        return True

    def cost(self, shop: str, requested: int, actual: int | None) -> dict[str, Any]:
        """Tell what a query cost, as `extensions.cost` does."""
        plan = plan_of(shop)
        return {
            "requestedQueryCost": requested,
            "actualQueryCost": actual,
            "throttleStatus": {
                "maximumAvailable": plan.size,
                "currentlyAvailable": math.floor(self.level(shop)),
                "restoreRate": plan.rate,
            },
        }
