"""Answers queries: rows found, filtered, ordered, and written as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wv_sandbox.googleads.fields import json_path
from wv_sandbox.googleads.gaql.compatibility import PERIODS
from wv_sandbox.googleads.gaql.conditions import holds
from wv_sandbox.googleads.rows.clicks import click_views
from wv_sandbox.googleads.rows.lists import LISTS
from wv_sandbox.googleads.rows.reports import REPORTS
from wv_sandbox.googleads.rows.tally import report_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wv_sandbox.googleads.fields import Field, Fields
    from wv_sandbox.googleads.gaql.dates import Window
    from wv_sandbox.googleads.gaql.query import Query
    from wv_sandbox.googleads.rows.scene import Scene, Values


def results(
    scene: Scene, query: Query, fields: Fields, days: Window
) -> list[dict[str, Any]]:
    """Give all rows of a query as they are sent, more than its limit too.

    Args:
        scene: The account at an instant.
        query: What is asked, checked.
        fields: Those of the version.
        days: What it is about.
    """
    rows = list(_kept(_found(scene, query, days), query, fields))
    for order in reversed(query.order):
        path = order.field
        there = [values for values in rows if path in values]
        there.sort(key=lambda values: values[path], reverse=order.is_descending)
        unset = [values for values in rows if path not in values]
        rows = there + unset if order.is_descending else unset + there
    return [written(values, query.sent, fields) for values in rows]


def field_mask(query: Query) -> str:
    """Name what is selected, as JSON writes field masks."""
    return ",".join(".".join(json_path(path)) for path in query.fields)


def _found(scene: Scene, query: Query, days: Window) -> Iterable[Values]:
    resource = query.resource
    if resource == "click_view" and days.first is not None:
        return click_views(scene, days.first)
    has_metrics = any(
        path.startswith(("metrics.", "segments.")) for path in query.fields
    )
    if resource in REPORTS and (has_metrics or resource not in LISTS):
        return report_rows(scene, query, days)
    return LISTS[resource](scene) if resource in LISTS else ()


def _kept(rows: Iterable[Values], query: Query, fields: Fields) -> Iterable[Values]:
    """Keep rows that meet all conditions; those on dates have been met before."""
    conditions = [c for c in query.conditions if c.field not in PERIODS]
    for values in rows:
        if all(
            holds(c, fields.paths[c.field], values.get(c.field)) for c in conditions
        ):
            yield values


def written(values: Values, paths: Iterable[str], fields: Fields) -> dict[str, Any]:
    """Write a row: names in camel case, long integers as text, unset left out."""
    row: dict[str, Any] = {}
    for path in paths:
        if path in values:
            *above, last = json_path(path)
            place = row
            for name in above:
                place = place.setdefault(name, {})
            place[last] = _value(values[path], fields.paths[path])
    return row


def _value(value: Any, field: Field) -> Any:  # noqa: ANN401 - any JSON value.
    if field.type == "INT64":
        return [str(one) for one in value] if field.is_repeated else str(value)
    return float(value) if field.type == "DOUBLE" else value
