"""Operations of a day, by the access level of the Cloud project.

https://developers.google.com/google-ads/api/docs/best-practices/quotas
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from wv_sandbox.googleads.errors import GoogleAdsError, quota_details

if TYPE_CHECKING:
    from wv_sandbox.clock import SandboxClock

OPERATIONS_A_DAY: Final = 15_000
"""Basic access."""
_DAY_SECONDS: Final = 86_400


class Quota:
    """What was asked within a day; following pages are free.

    Attributes:
        operations_a_day: How many operations there are; tests take fewer.
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._spent: deque[float] = deque()
        self.operations_a_day = OPERATIONS_A_DAY

    def clear(self) -> None:
        """Forget what was spent."""
        self._spent.clear()
        self.operations_a_day = OPERATIONS_A_DAY

    def spend(self) -> None:
        """Charge an operation.

        Raises:
            GoogleAdsError: There is none left; the delay says when there is.
        """
        now = self._clock.now().timestamp()
        while self._spent and self._spent[0] <= now - _DAY_SECONDS:
            self._spent.popleft()
        if len(self._spent) >= self.operations_a_day:
            wait = self._spent[0] + _DAY_SECONDS - now
            words = f"Too many requests. Retry in {round(wait)} seconds."
            raise GoogleAdsError(
                words,
                "quotaError.RESOURCE_EXHAUSTED",
                429,
                details=quota_details(wait),
            )
        self._spent.append(now)
