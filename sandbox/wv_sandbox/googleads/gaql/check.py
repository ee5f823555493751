"""Refuses queries that the API refuses, in its order and by its codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from wv_sandbox.googleads.errors import GoogleAdsError, query_error
from wv_sandbox.googleads.gaql.compatibility import (
    CONVERSION_SEGMENTS,
    CONVERSIONS,
    DATES,
    PERIODS,
    resource_of,
)
from wv_sandbox.googleads.gaql.dates import Window, check_age, day_of, window
from wv_sandbox.googleads.gaql.operators import check_condition
from wv_sandbox.googleads.gaql.query import OMIT

if TYPE_CHECKING:
    from datetime import date

    from wv_sandbox.googleads.fields import Fields
    from wv_sandbox.googleads.gaql.query import Condition, Query

MOST_CHANGES: Final = 10_000
CLICK_DAYS: Final = 90
_CHANGES: Final = {
    "change_event": ("changeEventError", "change_event.change_date_time", 30),
    "change_status": ("changeStatusError", "change_status.last_change_date_time", 90),
}
"""Family of errors, field with the instant, and how many days are kept."""
_PARAMETERS: Final = ("include_drafts", OMIT)


@dataclass(frozen=True)
class Asked:
    """A query with what is known about who asks, and when.

    Attributes:
        query: The query.
        fields: Those of the version.
        today: The account's date.
        is_manager: Whether the account has no metrics of its own.
    """

    query: Query
    fields: Fields
    today: date
    is_manager: bool


def check(asked: Asked) -> Window:
    """Check a query.

    Returns:
        The days that it is about.

    Raises:
        GoogleAdsError: The API would refuse it.
    """
    _check_names(asked)
    _check_company(asked.query)
    _check_clauses(asked.query, asked.fields)
    for condition in asked.query.conditions:
        check_condition(condition, asked.fields.paths[condition.field])
    for name, value in asked.query.parameters.items():
        _check_parameter(name, value)
    days = window(asked.query.conditions, asked.today)
    _check_days(asked, days)
    return days


def _check_names(asked: Asked) -> None:
    query, known = asked.query, asked.fields
    if not query.resource:
        words = "Error in query: expected FROM."
        raise query_error(words, "EXPECTED_FROM")
    if query.resource not in known.resources:
        words = f"'{query.resource}' is not a valid resource name."
        raise query_error(words, "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", query.resource)
    for name in query.named:
        field = known.paths.get(name)
        if field is None:
            words = f"Unrecognized field in the query: '{name}'."
            raise query_error(words, "UNRECOGNIZED_FIELD", name)
        if not field.is_selectable:
            words = f"The field '{name}' may not be selected; select a part of it."
            raise query_error(words, "PROHIBITED_FIELD_IN_SELECT_CLAUSE", name)


def _check_company(query: Query) -> None:
    """Refuse fields that do not go with the resource, or with each other."""
    here = resource_of(query.resource)
    for name in query.named:
        kind = name.partition(".")[0]
        if kind == "metrics":
            good, what = name in here.metrics, "METRIC"
        elif kind == "segments":
            good, what = name in here.segments, "SEGMENT"
        else:
            good, what = kind in (query.resource, *here.others), ""
        if good:
            continue
        words = f"The field '{name}' does not go with {query.resource}."
        code = f"PROHIBITED_{what}_IN_SELECT_OR_WHERE_CLAUSE"
        code = code if what else "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE"
        raise query_error(words, code, name)
    if CONVERSION_SEGMENTS.isdisjoint(query.named):
        return
    for name in query.named:
        if name.startswith("metrics.") and name not in CONVERSIONS:
            words = f"Cannot select the metric '{name}' with a segment of conversions."
            code = "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
            raise query_error(words, code, name)


def _check_clauses(query: Query, known: Fields) -> None:
    """Refuse what has to be selected and is not, and what cannot be ordered by."""
    for order in query.order:
        field = known.paths[order.field]
        if field.is_repeated or field.type == "MESSAGE":
            words = f"Cannot order by the field '{order.field}'."
            code = "PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE"
            raise query_error(words, code, order.field)
    filtered = {condition.field for condition in query.conditions} - PERIODS
    for name in (*sorted(filtered), *(order.field for order in query.order)):
        if name.startswith(("segments.", "metrics.")) and name not in query.fields:
            words = f"The field '{name}' must be present in the SELECT clause."
            raise query_error(words, "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE", name)


def _check_parameter(name: str, value: str) -> None:
    if name not in _PARAMETERS:
        words = f"There is no parameter '{name}'."
        raise query_error(words, "BAD_PARAMETER_NAME", name)
    if value not in {"true", "false"}:
        words = f"The parameter '{name}' is true or false, not '{value}'."
        raise query_error(words, "BAD_PARAMETER_VALUE", value)


def _check_days(asked: Asked, days: Window) -> None:
    query = asked.query
    if asked.is_manager and any(name.startswith("metrics.") for name in query.named):
        words = (
            "Metrics cannot be requested for a manager account. To retrieve metrics, "
            "issue separate requests against each client account."
        )
        raise query_error(words, "REQUESTED_METRICS_FOR_MANAGER")
    if query.resource in _CHANGES:
        _check_changes(query, asked.today)
    if query.resource == "click_view":
        _check_clicks(days, asked.today)
    if not DATES.isdisjoint(query.fields) and not days.is_finite:
        words = "The filter on the core date segment must be a finite range."
        raise query_error(words, "EXPECTED_FILTERS_ON_DATE_RANGE")
    check_age(days, query.fields, asked.today, asked.fields.version)


def _check_clicks(days: Window, today: date) -> None:
    if days.first is None or days.first != days.last:
        words = "Queries for click_view must have a filter on a single day."
        raise GoogleAdsError(words, "clickViewError.EXPECTED_FILTER_ON_A_SINGLE_DAY")
    if days.first < today - timedelta(days=CLICK_DAYS):
        words = f"Clicks are kept for {CLICK_DAYS} days."
        raise GoogleAdsError(words, "clickViewError.DATE_TOO_OLD")


def _check_changes(query: Query, today: date) -> None:
    family, field, kept_days = _CHANGES[query.resource]
    bounds = [c for c in query.conditions if c.field == field]
    first, last = change_bounds(bounds)
    if first is None or last is None:
        words = f"The filter on '{field}' must be a finite range."
        raise GoogleAdsError(words, f"{family}.CHANGE_DATE_RANGE_INFINITE")
    if first > last:
        words = f"The filter on '{field}' ends before it starts."
        raise GoogleAdsError(words, f"{family}.CHANGE_DATE_RANGE_NEGATIVE")
    if first.date() < today - timedelta(days=kept_days):
        words = f"Changes are kept for {kept_days} days."
        raise GoogleAdsError(words, f"{family}.START_DATE_TOO_OLD")
    if query.limit is None:
        words = "A LIMIT must be specified."
        raise GoogleAdsError(words, f"{family}.LIMIT_NOT_SPECIFIED")
    if query.limit > MOST_CHANGES:
        words = f"The LIMIT must be at most {MOST_CHANGES}."
        raise GoogleAdsError(words, f"{family}.INVALID_LIMIT_CLAUSE")


def change_bounds(
    conditions: list[Condition],
) -> tuple[datetime | None, datetime | None]:
    """Find the instants between which changes are asked for, in the account's time."""
    first: datetime | None = None
    last: datetime | None = None
    for condition in (c for c in conditions if c.values):
        low = instant_of(str(condition.values[0]))
        high = instant_of(str(condition.values[-1]))
        if condition.operator in {"=", "BETWEEN", ">", ">="}:
            first = low
        if condition.operator in {"=", "BETWEEN", "<", "<="}:
            last = high
    return first, last


def instant_of(text: str) -> datetime:
    """Read an instant of the account's clock; a day alone is its start.

    Raises:
        GoogleAdsError: It is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.combine(day_of(text), datetime.min.time())
    if found.tzinfo is not None:
        words = f"Invalid date: '{text}'. It is by the account's clock, without a zone."
        raise query_error(words, "INVALID_DATE_FORMAT", text)
    return found
