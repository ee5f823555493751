"""Which days to pull again: the account's own today, a lookback, and slices of days.

A platform that restates the past is asked for the last days anew in each run. All days
are those of the account's time zone; nothing here asks a clock.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tap_kit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12


class Days(NamedTuple):
    """Days in a row, both ends included."""

    first: date
    last: date

    def each(self) -> Iterator[date]:
        """Give every day, oldest first."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY

    def slices(self, length: int) -> Iterator[Days]:
        """Cut into parts of so many days [d], on anchors that never move.

        Wherever two pulls begin, they ask for the same parts behind the first one.
        """
        first = self.first
        while first <= self.last:
            rest = length - 1 - first.toordinal() % length
            last = min(first + rest * DAY, self.last)
            yield Days(first, last)
            first = last + DAY

    def halves(self) -> tuple[Days, Days] | None:
        """Return both halves; None of a single day."""
        if self.first == self.last:
            return None
        middle = self.first + (self.last - self.first) // 2
        return Days(self.first, middle), Days(middle + DAY, self.last)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How far back and how far forward an account is asked.

    Args:
        today: The account's day.
        lookback_days: So many days before a pull may still change after it [d].
        start: The first day that is wanted; all there are if None.
        horizon: The first day that the platform still answers for; None if any.
        include_today: Also read today, which is not over; it is never bookmarked.
    """

    today: date
    lookback_days: int
    start: date | None = None
    horizon: date | None = None
    include_today: bool = False

    @property
    def last_whole(self) -> date:
        """The last day that is over."""
        return self.today - DAY

    def days(self, through: date | None) -> Days | None:
        """Return what to pull; None if that is nothing.

        Args:
            through: The last day that a pull before has landed; None if none.
        """
        last = self.today if self.include_today else self.last_whole
        bounds = [at for at in (self.wanted(through), self.horizon) if at is not None]
        first = max(bounds, default=self.today - self.lookback_days * DAY)
        return Days(first, last) if first <= last else None

    def is_clamped(self, through: date | None) -> bool:
        """Whether days are wanted that the platform does not answer for any more."""
        wanted = self.wanted(through)
        return None not in (wanted, self.horizon) and wanted < self.horizon  # type: ignore[operator] # Both are days.

    def wanted(self, through: date | None) -> date | None:
        """Return the first day that is wanted, whether or not it can be had."""
        if through is None:
            return self.start
        # On the day of the last pull the lookback before it could still change.
        first = through + DAY - self.lookback_days * DAY
        return max(first, self.start) if self.start else first


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone.

    Args:
        name: As the IANA data base has it, e.g. `America/New_York`.

    Raises:
        DataError: There is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        what = f"there is no time zone {name!r}"
        step = "update the package tzdata; days of another zone would be wrong ones"
        raise DataError(
            what, where="time zone of an account", next_step=step
        ) from error


def today_in(zone: str, now: datetime) -> date:
    """Return the day it is in a time zone.

    Args:
        zone: Its name, see `zone_of`.
        now: The instant, aware.

    Raises:
        DataError: There is no such zone.
    """
    return now.astimezone(zone_of(zone)).date()


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day."""
    year, month = divmod(
        day.year * _MONTHS_A_YEAR + day.month - 1 - months, _MONTHS_A_YEAR
    )
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
