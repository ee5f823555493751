"""How places and days become requests that the server will accept.

What a request costs is its weight (the server's calculateQueryWeight): each place
max(1, V/10, V/10 * D/14) for V variables over D days. Hourly values cost no more than
daily ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_openmeteo.places import Place

_FREE_VARIABLES = 10
_FREE_DAYS = 14


def weight(*, places: int, variables: int, days: int) -> float:
    """Say what a request costs [calls]."""
    columns = variables / _FREE_VARIABLES
    return places * max(1.0, columns, columns * days / _FREE_DAYS)


@dataclass(frozen=True, slots=True)
class Batch:
    """Places and UTC days, both ends included, that one request asks for."""

    places: tuple[Place, ...]
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many UTC days."""
        return (self.end - self.start).days + 1

    @property
    def ids(self) -> list[str]:
        """What state calls the places."""
        return [place.id for place in self.places]

    def weight(self, variables: int) -> float:
        """Say what the request costs [calls]."""
        return weight(places=len(self.places), variables=variables, days=self.days)

    def halves(self) -> tuple[Batch, ...]:
        """Split by places, then by days, earlier first; nothing left to split is ()."""
        if len(self.places) > 1:
            middle = len(self.places) // 2
            parts = (self.places[:middle], self.places[middle:])
            return tuple(Batch(places, self.start, self.end) for places in parts)
        if self.days > 1:
            day = self.start + timedelta(days=self.days // 2)
            return (
                Batch(self.places, self.start, day - timedelta(days=1)),
                Batch(self.places, day, self.end),
            )
        return ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold.

    Args:
        weight: Cost of a request [calls]; the answer of 500 is about 8 MB of JSON.
        places: The API refuses more.
    """

    weight: float
    places: int


def batches(
    places: Sequence[Place], start: date, end: date, *, variables: int, limits: Limits
) -> Iterator[Batch]:
    """Cut places and days into requests within the limits, oldest days first.

    Args:
        places: What to ask for.
        start: First UTC day.
        end: Last UTC day; before `start` there is nothing to ask.
        variables: How many columns are asked for, models and leads counted.
        limits: Of one request.
    """
    span = max(1, int(limits.weight * _FREE_DAYS * _FREE_VARIABLES / variables))
    while start <= end:
        last = min(end, start + timedelta(days=span - 1))
        each = weight(places=1, variables=variables, days=(last - start).days + 1)
        size = max(1, min(limits.places, int(limits.weight / each)))
        for first in range(0, len(places), size):
            yield Batch(tuple(places[first : first + size]), start, last)
        start = last + timedelta(days=1)
