"""How fast we ask: a ceiling of our own, and what Meta says is left.

Meta counts by app, and by ad account and use case; each answer tells how much is used.
Up to three quarters nobody is slowed; then calls are spread, ever further, and at the
end they stop until Meta says there is room.
https://developers.facebook.com/docs/marketing-api/overview/rate-limiting
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from typing_extensions import override

from tap_kit.limiter import Limiter
from tap_metaads.usage import BLOCK_SECONDS, is_limited, usages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_kit.clock import Clock

CALM, BUSY, FULL = 75.0, 90.0, 100.0
"""Where spreading begins, where it grows faster, and where calls stop [%]."""
SPREAD_SECONDS = 1.0
"""Between two calls at `BUSY` [s]."""
MOST_SPREAD_SECONDS = 30.0
"""Between two calls just below `FULL` [s]."""


class Gate(NamedTuple):
    """Whose limits a request falls under.

    Args:
        account: The ad account; empty where none is asked.
        case: Meta's use case, e.g. `ads_insights`.
    """

    account: str
    case: str


def spread_seconds(percent: float) -> float:
    """Return how far apart calls should be [s]; nothing is said of a full limit."""
    if percent < CALM:
        return 0.0
    if percent < BUSY:
        return SPREAD_SECONDS * (percent - CALM) / (BUSY - CALM)
    steps = (percent - BUSY) / (FULL - BUSY)
    growth: float = (MOST_SPREAD_SECONDS / SPREAD_SECONDS) ** steps
    return SPREAD_SECONDS * growth


class Governor(Limiter):
    """Holds each app and account back as far as Meta asks.

    Args:
        clock: Only its monotonic side counts.
        max_wait_seconds: Longest wait of one call [s]; beyond it the run ends.
    """

    def __init__(self, clock: Clock, max_wait_seconds: float) -> None:
        super().__init__("Meta's usage headers", clock, max_wait_seconds)
        self._open_at: dict[Gate, float] = {}
        self._gate = Gate("", "")
        self.highest_percent = 0.0
        """The fullest that any limit was in this run [%]."""

    def aim(self, gate: Gate) -> None:
        """Say under whose limits the next request falls."""
        self._gate = gate

    def learn(self, headers: Mapping[str, str], gate: Gate) -> None:
        """Believe what an answer says about the limits of its gate."""
        for usage in usages(headers):
            self.highest_percent = max(self.highest_percent, usage.percent)
            seconds = spread_seconds(min(usage.percent, FULL))
            if usage.percent >= FULL:
                block = BLOCK_SECONDS[is_limited(headers)]
                seconds = usage.regain_seconds or block
            account = gate.account if usage.scope == "account" else ""
            self._hold(Gate(account, usage.case), seconds)

    @override
    def _take(self, cost: float) -> float:
        del cost
        with self._lock:
            account, case = self._gate
            gates = {Gate(a, c) for a in ("", account) for c in ("", case)}
            opens = max(self._open_at.get(gate, 0.0) for gate in gates)
            return max(opens - self._clock.monotonic(), 0.0)

    def _hold(self, gate: Gate, seconds: float) -> None:
        if seconds > 0:
            with self._lock:
                until = self._clock.monotonic() + seconds
                self._open_at[gate] = max(self._open_at.get(gate, 0.0), until)
