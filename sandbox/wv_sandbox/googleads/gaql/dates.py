"""The days that a query is about."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.googleads.errors import GoogleAdsError, query_error
from wv_sandbox.googleads.gaql.operators import CHANGE_DATES
from wv_sandbox.googleads.gaql.query import Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wv_sandbox.googleads.gaql.query import Query, Value

MONTHS_KEPT: Final = 37
_WIDE_DAYS = 31
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_BY_THE_DAY = frozenset({"segments.date", "segments.week", "segments.hour"})


class Window(NamedTuple):
    """Days from one to another, both included; None where there is no bound."""

    first: date | None = None
    last: date | None = None

    @property
    def is_finite(self) -> bool:
        """Whether it has both bounds."""
        return self.first is not None and self.last is not None

    def narrowed(self, first: date | None, last: date | None) -> Window:
        """Give what it has in common with another."""
        firsts = [day for day in (self.first, first) if day is not None]
        lasts = [day for day in (self.last, last) if day is not None]
        return Window(max(firsts) if firsts else None, min(lasts) if lasts else None)


def window(conditions: Iterable[Condition], today: date) -> Window:
    """Find the days that conditions leave.

    Args:
        conditions: Of a query; those on dates, weeks, months, quarters and years count.
        today: The account's.

    Raises:
        GoogleAdsError: A date is none, or the end lies before the start.
    """
    found = Window()
    for condition in conditions:
        period = condition.field.removeprefix("segments.")
        if condition.field.startswith("segments.") and period in _ENDS:
            found = found.narrowed(*_bounds(condition, period, today))
    if found.first and found.last and found.first > found.last:
        words = "The start date is after the end date."
        raise GoogleAdsError(words, "dateRangeError.START_DATE_AFTER_END_DATE")
    return found


def resolved(query: Query, today: date) -> Query:
    """Write `DURING` on the instant of a change as what it means."""
    conditions = []
    for condition in query.conditions:
        if condition.operator == "DURING" and condition.field in CHANGE_DATES:
            first, last = _during(str(condition.values[0]).upper(), today)
            bounds = first.isoformat(), f"{last} 23:59:59.999999"
            conditions.append(Condition(condition.field, "BETWEEN", bounds))
        else:
            conditions.append(condition)
    return replace(query, conditions=tuple(conditions))


def check_age(
    found: Window, selected: Iterable[str], today: date, version: str
) -> None:
    """Refuse days that are kept by the month only.

    Args:
        found: The days asked for.
        selected: Fields that the query selects.
        today: The account's.
        version: Of the API; the oldest has no name for this error.

    Raises:
        GoogleAdsError: They are too old for what is asked.
    """
    if found.first is None or found.first >= _months_ago(today, MONTHS_KEPT):
        return
    days = ((found.last or today) - found.first).days + 1
    if _BY_THE_DAY.isdisjoint(selected) and days >= _WIDE_DAYS:
        return
    words = f"Data by the day is kept for {MONTHS_KEPT} months."
    if version == "v23":
        raise GoogleAdsError(words, "dateRangeError.UNKNOWN")
    name = "dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED"
    raise GoogleAdsError(words, name, path=("query",))


def day_of(value: Value) -> date:
    """Read a day.

    Raises:
        GoogleAdsError: It is none.
    """
    text = str(value)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        words = f"Invalid date: '{text}'. Dates are written like 2026-11-01."
        raise query_error(words, "INVALID_DATE_FORMAT", text)
    return found


def _months_ago(today: date, months: int) -> date:
    month = today.year * 12 + today.month - 1 - months
    year, number = divmod(month, 12)
    return date(year, number + 1, min(today.day, monthrange(year, number + 1)[1]))


def _bounds(
    condition: Condition, period: str, today: date
) -> tuple[date | None, date | None]:
    if condition.operator == "DURING":
        return _during(str(condition.values[0]).upper(), today)
    starts = [_start(value, period) for value in condition.values] or [today]
    low, high = starts[0], _ENDS[period](starts[-1])
    one = timedelta(days=1)
    match condition.operator:
        case "=" | "BETWEEN":
            return low, high
        case ">=":
            return low, None
        case ">":
            return high + one, None
        case "<=":
            return None, high
        case "<":
            return None, low - one
        case _:
            words = f"The operator {condition.operator} does not go with dates."
            raise query_error(words, "OPERATOR_FIELD_MISMATCH", condition.field)


def _start(value: Value, period: str) -> date:
    if period == "year":
        return day_of(f"{value}-01-01")
    start = day_of(value)
    if start != _STARTS[period](start):
        words = f"'{value}' is not the first day of a {period}."
        raise query_error(words, "MISALIGNED_DATE_FOR_FILTER", str(value))
    return start


def start_of(period: str, day: date) -> date:
    """Give the first day of the week, month or quarter that a day lies in."""
    return _STARTS[period](day)


_STARTS: dict[str, Callable[[date], date]] = {
    "date": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
_ENDS: dict[str, Callable[[date], date]] = {
    "date": lambda day: day,
    "week": lambda day: day + timedelta(days=6),
    "month": lambda day: _before_month(day, 1),
    "quarter": lambda day: _before_month(day, 3),
    "year": lambda day: day.replace(month=12, day=31),
}


def _before_month(day: date, months: int) -> date:
    """Give the last day of the months that begin with a day's."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _during(name: str, today: date) -> tuple[date, date]:
    one, week = timedelta(days=1), timedelta(days=7)
    monday = start_of("week", today)
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    month = start_of("month", today)
    ranges = {
        "TODAY": (today, today),
        "YESTERDAY": (today - one, today - one),
        "THIS_MONTH": (month, today),
        "LAST_MONTH": (start_of("month", month - one), month - one),
        "THIS_WEEK_MON_TODAY": (monday, today),
        "THIS_WEEK_SUN_TODAY": (sunday, today),
        "LAST_WEEK_MON_SUN": (monday - week, monday - one),
        "LAST_WEEK_SUN_SAT": (sunday - week, sunday - one),
        "LAST_BUSINESS_WEEK": (monday - week, monday - timedelta(days=3)),
    }
    if name in ranges:
        return ranges[name]
    days = int(name.split("_")[1])  # LAST_<n>_DAYS, which end yesterday.
    return today - timedelta(days=days), today - one
