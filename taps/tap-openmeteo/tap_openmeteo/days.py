"""Weather streams that read whole UTC days once, and the newest again each run."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from tap_kit.loop import STATE_EVERY
from tap_openmeteo.answers import DAY_SECONDS
from tap_openmeteo.batches import batches
from tap_openmeteo.through import DAYS
from tap_openmeteo.weather import WeatherStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_openmeteo.batches import Batch
    from tap_openmeteo.places import Place

ONE_DAY = timedelta(days=1)
DEFAULT_PAST_DAYS = 365
"""How far back a new place is read when there is no `start_date`."""


class DayStream(WeatherStream):
    """A stream whose places stand at their last whole UTC day."""

    positions = DAYS
    earliest: ClassVar[date] = date(1940, 1, 1)
    """The API has nothing before."""

    # ---------- what a stream says

    @property
    @abstractmethod
    def delay(self) -> timedelta:
        """From the end of a day until its values can be had."""

    @property
    def lookback_days(self) -> int:
        """How many days are read again each run, because they are still revised."""
        return int(self.config["lookback_days"])

    @property
    def floor(self) -> date:
        """Nothing older is ever read."""
        given = self.tap.start_date
        return max(given.date(), self.earliest) if given else self.earliest

    @property
    def first_day(self) -> date:
        """Where a new place begins."""
        if self.tap.start_date:
            return self.floor
        return max(self.floor, self.last_day - DEFAULT_PAST_DAYS * ONE_DAY)

    @property
    def last_day(self) -> date:
        """The last UTC day that is whole and can be had now."""
        whole = self.tap.clock.now() - self.delay
        end = self.tap.end_date
        return (min(whole, end) if end else whole).date() - ONE_DAY

    # ---------- how it is done

    @override
    def batches(self) -> Iterator[Batch]:
        """Group places by the day they start from: those that go on come first.

        A new place's years must not keep the others waiting when a budget ends.
        """
        groups: defaultdict[date, list[Place]] = defaultdict(list)
        for place in self.places:
            groups[self._start(place)].append(place)
        for start in sorted(groups, reverse=True):
            yield from batches(
                groups[start],
                start,
                self.last_day,
                variables=len(self.units),
                limits=self.tap.limits,
            )

    @override
    def stretches(self, batch: Batch) -> Iterator[tuple[slice, date]]:
        """Let a place move on by whole days, as often as STATE leaves."""
        times = DAY_SECONDS // self.step_seconds
        days = max(1, STATE_EVERY // (times * len(self.slices)))
        for first in range(0, batch.days, days):
            last = min(first + days, batch.days)
            stretch = slice(first * times, last * times)
            yield stretch, batch.start + (last - 1) * ONE_DAY

    def _start(self, place: Place) -> date:
        reached: date | None = self.through.get(place.id)
        if reached is None:
            return self.first_day
        return max(reached + ONE_DAY - self.lookback_days * ONE_DAY, self.floor)
