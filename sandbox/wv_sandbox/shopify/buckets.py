"""The leaky bucket of points, one for each shop.

What a query may cost is taken before it runs; what it did not cost is given back.
https://shopify.dev/docs/api/usage/limits
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_sandbox.clock import SandboxClock


class Plan(NamedTuple):
    """A bucket's size [points] and how fast it fills [points a second]."""

    size: int
    rate: int


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
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def clear(self) -> None:
        """Fill every bucket."""
        self._levels.clear()

    def drain(self, shop: str, left: float = 0.0) -> None:
        """Leave so many points in a shop's bucket."""
        self._levels[shop] = left, self._now()

    def level(self, shop: str) -> float:
        """Tell what a shop's bucket holds [points]."""
        size, rate = plan_of(shop)
        held, since = self._levels.get(shop, (float(size), self._now()))
        return min(size, held + rate * max(0.0, self._now() - since))

    def take(self, shop: str, points: float) -> bool:
        """Take points, or give some back; False if there are too few."""
        held = self.level(shop)
        if points > held:
            return False
        size = plan_of(shop).size
        self._levels[shop] = min(float(size), held - points), self._now()
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

    def _now(self) -> float:
        return self.clock.now().timestamp()
