"""Answers queries about fields: `googleAdsFields:search`.

https://developers.google.com/google-ads/api/docs/concepts/field-service
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.googleads.errors import query_error
from wv_sandbox.googleads.fields import Field, json_name
from wv_sandbox.googleads.gaql.compatibility import RESOURCES
from wv_sandbox.googleads.gaql.conditions import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.googleads.fields import Fields
    from wv_sandbox.googleads.gaql.query import Query

_BOOLEANS = ("selectable", "filterable", "sortable", "is_repeated")
_LISTS = (
    "selectable_with",
    "attribute_resources",
    "metrics",
    "segments",
    "enum_values",
)
COLUMNS: Final = {
    **{name: Field(name, "STRING", is_repeated=False) for name in ("name", "type_url")},
    **{
        name: Field(name, "STRING", is_repeated=False)
        for name in ("category", "data_type")
    },
    **{name: Field(name, "BOOLEAN", is_repeated=False) for name in _BOOLEANS},
    **{name: Field(name, "STRING", is_repeated=True) for name in _LISTS},
}
"""What is told of a field."""
_TYPES: Final = {"STRING": "STRING", "BYTES": "STRING"}


def about(fields: Fields, query: Query) -> list[dict[str, Any]]:
    """Answer a query about fields.

    Raises:
        GoogleAdsError: It names something else, or a resource to select from.
    """
    if query.resource:
        words = "Error in query: a query about fields has no FROM clause."
        raise query_error(words, "UNEXPECTED_FROM_CLAUSE")
    for name in query.named:
        if name not in COLUMNS:
            words = f"Unrecognized field in the query: '{name}'."
            raise query_error(words, "UNRECOGNIZED_FIELD", name)
    rows = [
        told
        for told in everything(fields)
        if all(holds(c, COLUMNS[c.field], told.get(c.field)) for c in query.conditions)
    ]
    for order in reversed(query.order):
        rows.sort(
            key=lambda told: str(told.get(order.field)), reverse=order.is_descending
        )
    return [_written(told, query.fields) for told in rows[: query.limit]]


def one(fields: Fields, name: str) -> dict[str, Any] | None:
    """Tell all of a single field or resource, if there is one of that name."""
    for told in everything(fields):
        if told["name"] == name:
            return _written(told, tuple(COLUMNS))
    return None


def everything(fields: Fields) -> Iterator[dict[str, Any]]:
    """Tell of all resources, then of all fields."""
    for name in sorted(fields.resources):
        here = RESOURCES.get(name)
        told: dict[str, Any] = {"name": name, "category": "RESOURCE"}
        told |= {"data_type": "MESSAGE", "selectable": False, "filterable": False}
        told |= {"sortable": False, "is_repeated": False}
        if here is not None:
            told["attribute_resources"] = list(here.others)
            told["segments"] = sorted(here.segments)
            told["metrics"] = sorted(here.metrics)
            told["selectable_with"] = sorted(
                (*here.others, *here.segments, *here.metrics)
            )
        yield told
    for field in fields.paths.values():
        yield _of_field(field)


def _of_field(field: Field) -> dict[str, Any]:
    head = field.path.partition(".")[0]
    category = {"metrics": "METRIC", "segments": "SEGMENT"}.get(head, "ATTRIBUTE")
    goes = field.is_selectable
    told: dict[str, Any] = {
        "name": field.path,
        "category": category,
        "data_type": _TYPES.get(field.type, field.type),
        "selectable": goes,
        "filterable": goes,
        "sortable": goes and not field.is_repeated and field.type != "MESSAGE",
        "is_repeated": field.is_repeated,
    }
    if field.choices:
        told["enum_values"] = list(field.choices)
    if category != "ATTRIBUTE":
        told["selectable_with"] = sorted(
            name
            for name, here in RESOURCES.items()
            if field.path in here.segments or field.path in here.metrics
        )
    return told


def _written(told: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    row = {"resourceName": f"googleAdsFields/{told['name']}"}
    return row | {json_name(name): told[name] for name in columns if name in told}
