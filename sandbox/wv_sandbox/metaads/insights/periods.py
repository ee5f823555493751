"""Which days a question is about, and how rows part them.

https://developers.facebook.com/docs/marketing-api/insights/parameters
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.metaads.errors import GraphError, invalid
from wv_sandbox.metaads.rows import BEYOND_RETENTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.metaads.request import Request

KEPT_MONTHS: Final = 37
"""Rows are kept so long."""
BROKEN_DOWN_MONTHS: Final = 13
"""Reach by breakdowns, and hours, are kept so long."""
_LONGEST_INCREMENT = 90
_DAYS_BACK: Final = {
    "last_3d": 3,
    "last_7d": 7,
    "last_14d": 14,
    "last_28d": 28,
    "last_30d": 30,
    "last_90d": 90,
}


class Period(NamedTuple):
    """Days of the account, both ends included."""

    first: date
    last: date


def months_before(day: date, months: int) -> date:
    """Give the same day of an earlier month, or that month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def read(request: Request, today: date) -> list[Period]:
    """Read the days that are asked for.

    Raises:
        GraphError: They are none, or begin before what is kept.
    """
    asked = request.value("time_ranges")
    if asked is None and (one := request.value("time_range")) is not None:
        asked = [one]
    if asked is None:
        return [_preset(request.text("date_preset") or "last_30d", today)]
    if not isinstance(asked, list) or not asked:
        words = "Param time_ranges must be an array of ranges"
        raise invalid(words, "time_ranges")
    periods = [_period(item) for item in asked]
    for period in periods:
        if period.first < months_before(today, KEPT_MONTHS):
            raise GraphError(BEYOND_RETENTION)
    # Of days to come there is nothing, however many are asked for.
    end = today + timedelta(days=1)
    return [Period(min(one.first, end), min(one.last, end)) for one in periods]


def _period(item: Any) -> Period:  # noqa: ANN401 - any JSON value.
    try:
        found = Period(
            date.fromisoformat(item["since"]), date.fromisoformat(item["until"])
        )
    except (TypeError, KeyError, ValueError):
        words = "Must be a time range with since and until, as YYYY-MM-DD"
        raise invalid(words, "time_range") from None
    if found.first > found.last:
        words = "The start of a time range cannot be after its end"
        raise invalid(words, "time_range")
    return found


def _preset(name: str, today: date) -> Period:
    yesterday = today - timedelta(days=1)
    match name:
        case "today":
            return Period(today, today)
        case "yesterday":
            return Period(yesterday, yesterday)
        case "this_month":
            return Period(today.replace(day=1), today)
        case "last_month":
            last = today.replace(day=1) - timedelta(days=1)
            return Period(last.replace(day=1), last)
        case "maximum" | "data_maximum":
            return Period(months_before(today, KEPT_MONTHS), today)
        case _:
            if name in _DAYS_BACK:
                return Period(today - timedelta(days=_DAYS_BACK[name]), yesterday)
    words = f"date_preset {name} is not one of the known ones"
    raise invalid(words, "date_preset")


def parted(periods: list[Period], increment: str) -> Iterator[Period]:
    """Part days as `time_increment` says: so many days, `monthly` or `all_days`.

    Raises:
        GraphError: It says something else.
    """
    if increment in {"", "all_days"}:
        yield from periods
        return
    if increment != "monthly" and not (
        increment.isdecimal() and 1 <= int(increment) <= _LONGEST_INCREMENT
    ):
        words = "time_increment must be 1 to 90, monthly or all_days"
        raise invalid(words, "time_increment")
    for period in periods:
        first = period.first
        while first <= period.last:
            last = min(_end(first, increment), period.last)
            yield Period(first, last)
            first = last + timedelta(days=1)


def _end(first: date, increment: str) -> date:
    if increment == "monthly":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first + timedelta(days=int(increment) - 1)
