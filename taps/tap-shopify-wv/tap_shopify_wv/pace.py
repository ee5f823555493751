"""How fast we ask: by the points that the server says are left, and by requests.

Other apps have buckets of their own, but people and other programs of our app share
ours; `rate_limit_fraction` is our share of it.
https://shopify.dev/docs/api/usage/limits
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_kit.pacing import TokenBucket
from tap_kit.planning import Quota

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_kit.clock import Clock
    from tap_shopify_wv.answers import Throttle

SMALLEST_PLAN_RATE, SMALLEST_BUCKET = 50.0, 1_000.0
"""What no plan is below: only for the first question, until the server says more."""


class Pace:
    """Lets a request go when points and requests allow it.

    Args:
        settings: `rate_limit_fraction`, `max_requests_per_second`, `request_burst`,
            `max_wait_seconds`.
        clock: Shows the server's time.
    """

    def __init__(self, settings: Mapping[str, float], clock: Clock) -> None:
        self._share = float(settings["rate_limit_fraction"])
        most = settings["max_wait_seconds"]
        self.points = TokenBucket(
            SMALLEST_PLAN_RATE * self._share,
            SMALLEST_BUCKET,
            clock,
            max_wait_seconds=most,
            name="Shopify's query points",
        )
        self.requests = TokenBucket(
            settings["max_requests_per_second"],
            settings["request_burst"],
            clock,
            max_wait_seconds=most,
            name="max_requests_per_second",
        )

    @property
    def quota(self) -> Quota:
        """Our share of the bucket, and how long it takes to fill."""
        burst, rate = self.points.burst, self.points.rate
        return Quota("query points at once", burst, burst / rate)

    @contextmanager
    def charged(self, points: float) -> Iterator[float]:
        """Wait until a request of this cost may go; yields the time waited [s].

        Raises:
            BudgetExhaustedError: It would have to wait too long.
            ShrinkError: It costs more than our share of the bucket ever holds.
        """
        with (
            self.requests.charged() as first,
            self.points.charged(points) as second,
        ):
            yield first + second

    def believe(self, throttle: Throttle) -> None:
        """Take over what the server says, less the share that is not ours."""
        others = throttle.maximum * (1 - self._share)
        self.points.correct(
            throttle.available - others,
            rate=throttle.restore_rate * self._share,
            burst=throttle.maximum * self._share,
        )
