"""What a run would ask, told before it asks: windows, requests, price, time.

The plan goes to the operator's approval command, and to people by `--plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

SECONDS_A_REQUEST = 0.5
"""What an API's answer takes that is neither quick nor slow [s]."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one stream would ask.

    Args:
        stream: Its name.
        start: Nothing older is asked for; None: from the first there is.
        end: Nothing newer is asked for; None where the API knows no end.
        requests: HTTP requests [count].
        is_least: Whether it may be more: how many pages there are, is only known then.
        cost: In the vendor's own unit; the requests where it has none.
    """

    stream: str
    start: date | None = None
    end: date | None = None
    requests: int = 1
    is_least: bool = True
    cost: float | None = None

    @property
    def price(self) -> float:
        """What it costs, in the vendor's own unit."""
        return float(self.requests) if self.cost is None else self.cost

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "stream": self.stream,
            "from": self.start.isoformat() if self.start else None,
            "to": self.end.isoformat() if self.end else None,
            "requests": self.requests,
            "is_least": self.is_least,
            "cost": round(self.price, 1),
        }


class Quota(NamedTuple):
    """What the vendor allows in a stretch of time.

    Args:
        name: What it is called.
        limit: So much, in the vendor's own unit.
        seconds: In so long [s].
        streams: Whose requests count against it; all if empty.
    """

    name: str
    limit: float
    seconds: float
    streams: tuple[str, ...] = ()

    def spent(self, readings: Sequence[Reading]) -> float:
        """Return what streams would take of it."""
        counted = (r for r in readings if not self.streams or r.stream in self.streams)
        return sum(reading.price for reading in counted)


def outline(
    readings: Sequence[Reading], quotas: Sequence[Quota], unit: str
) -> dict[str, Any]:
    """Sum up what a run would ask.

    Args:
        readings: Of each stream.
        quotas: What counts against it.
        unit: Name of the vendor's unit.

    Returns:
        `reads`; `requests`, `cost`, `cost_unit`; `is_least` where a stream says so;
        `quotas` with the share [1] of each; and `seconds`, an estimate.
    """
    requests = sum(reading.requests for reading in readings)
    cost = sum(reading.price for reading in readings)
    # What does not fit into one window waits for the next ones.
    shares = [(q, q.spent(readings) / q.limit) for q in quotas]
    waits = (max(0.0, share - 1) * q.seconds for q, share in shares)
    return {
        "reads": [reading.record() for reading in readings],
        "requests": requests,
        "cost": round(cost, 1),
        "cost_unit": unit,
        "is_least": any(reading.is_least for reading in readings),
        "quotas": [
            {"name": q.name, "limit": q.limit, "share": round(share, 4)}
            for q, share in shares
        ],
        "seconds": round(max(requests * SECONDS_A_REQUEST, *waits, 0.0), 1),
    }
