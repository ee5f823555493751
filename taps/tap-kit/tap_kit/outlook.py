"""What is still to come of a run: the time to go, and what a quota still allows."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tap_kit.wording import span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_kit.planning import Quota
    from tap_kit.report import RunReport

_SAMPLES = 100
"""So many a quota's window, at most."""


class Outlook:
    """The time to go, where a stream says how far it is or the plan knows its requests.

    It is reckoned from the pace since a stream first said so: where it begins says
    nothing of its speed.

    Args:
        report: What the run has done so far.
        requests: How many each stream will ask, where that is known exactly.
        now: The clock's seconds [s].
    """

    def __init__(
        self, report: RunReport, requests: Mapping[str, int], now: float
    ) -> None:
        self._report = report
        self._requests = requests
        self._total = sum(requests.values())
        self._since: dict[str, tuple[float, float]] = {}
        self._begin = now

    def words(self, stream: str, now: float) -> Iterator[str]:
        """Say how long a stream, and the run, will take; nothing where nobody knows."""
        if (share := self._report.foreseen(stream)) is not None:
            begin, first = self._since.setdefault(stream, (now, share))
            if first < share < 1:
                left = (now - begin) * (1 - share) / (share - first)
                yield f"~{span(left)} to go"
        asked = sum(self._asked(name) for name in self._requests)
        if 0 < asked < self._total:
            left = (now - self._begin) * (self._total / asked - 1)
            yield f"~{span(left)} to go in all"

    def _asked(self, stream: str) -> int:
        counts = self._report.of(stream)
        return min(counts.requests - counts.retries, self._requests[stream])


class Allowances:
    """What a run leaves of the quotas; others may spend of them, too.

    Args:
        quotas: What the vendor allows.
        now: The clock's seconds [s].
    """

    def __init__(self, quotas: Sequence[Quota], now: float) -> None:
        self._spent = [(quota, deque([(now, 0.0)])) for quota in quotas]

    def left(self, report: RunReport, stream: str, now: float) -> float | None:
        """Return what is left of the scarcest quota a stream counts to [0 to 1]."""
        left = [
            1 - _within(quota, samples, report, now) / quota.limit
            for quota, samples in self._spent
            if not quota.streams or stream in quota.streams
        ]
        return max(0.0, min(left)) if left else None


def _within(
    quota: Quota, samples: deque[tuple[float, float]], report: RunReport, now: float
) -> float:
    """Return what was spent within the quota's last window [vendor's unit]."""
    if quota.streams:
        spent = sum(report.of(name).calls for name in quota.streams)
    else:
        spent = report.spent[1]
    while len(samples) > 1 and samples[1][0] <= now - quota.seconds:
        samples.popleft()
    if now - samples[-1][0] >= quota.seconds / _SAMPLES:
        samples.append((now, spent))
    return spent - samples[0][1]
