"""Klaviyo's rate limits: fixed windows of a second, a minute and a day, by endpoint.

https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wv_sandbox.klaviyo.errors import KlaviyoError

if TYPE_CHECKING:
    from wv_sandbox.clock import SandboxClock

SECONDS = {"burst": 1, "steady": 60, "daily": 86_400}


class Limits:
    """What an account has spent of each endpoint's windows."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._spent: dict[tuple[str, str], tuple[int, int]] = {}

    def clear(self) -> None:
        """Forget what was spent."""
        self._spent.clear()

    def spend(self, path: str, rate: dict[str, int]) -> dict[str, str]:
        """Charge a request, and return the headers that say what is left.

        Raises:
            KlaviyoError: A window is full; `Retry-After` says how long [s].
        """
        now = self._clock.now().timestamp()
        for name, limit in rate.items():
            if self._used(path, name, now) >= limit:
                raise self._throttled(SECONDS[name], now)
        for name in rate:
            used = self._used(path, name, now) + 1
            self._spent[path, name] = (int(now // SECONDS[name]), used)
        left = rate["steady"] - self._used(path, "steady", now)
        return {
            "RateLimit-Limit": str(rate["steady"]),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(math.ceil(_left_of(60, now))),
        }

    def _used(self, path: str, name: str, now: float) -> int:
        number, used = self._spent.get((path, name), (-1, 0))
        return used if number == int(now // SECONDS[name]) else 0

    def _throttled(self, seconds: int, now: float) -> KlaviyoError:
        wait = max(1, math.ceil(_left_of(seconds, now)))
        return throttled(wait)


def throttled(wait_seconds: int) -> KlaviyoError:
    """Refuse for a time [s], in the server's form."""
    return KlaviyoError(
        429,
        "throttled",
        f"Request was throttled. Expected available in {wait_seconds} seconds.",
        headers={"Retry-After": str(wait_seconds)},
    )


def _left_of(seconds: int, now: float) -> float:
    return seconds - now % seconds
