"""Edges: lists of an account's things, filtered, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads import fields, filters, pages
from wv_sandbox.metaads.errors import DELETED, GraphError
from wv_sandbox.metaads.rows import TOO_MUCH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wv_sandbox.metaads.request import Request
    from wv_sandbox.metaads.view import View

    Document = dict[str, Any]

HEAVY: Final = frozenset({"object_story_spec", "asset_feed_spec", "targeting", "rule"})
"""Fields that make a page of many rows too much."""
_ABOVE: Final = {"campaign": (), "adset": ("campaign",), "ad": ("campaign", "adset")}
_HIDDEN: Final = ("ARCHIVED", "DELETED")
"""Statuses that are not shown unless asked for."""


@dataclass(frozen=True)
class Edge:
    """A list that accounts have.

    Attributes:
        kind: Of its things, as `fields.json` calls it.
        documents: Gives them all, newest first.
        prefix: Of fields in filters, e.g. `ad`; empty where none can be used.
        cursor: Field that cursors hold.
        default: Fields that come when none are asked for.
    """

    kind: str
    documents: Callable[[View], list[Document]]
    prefix: str = ""
    cursor: str = "id"
    default: tuple[str, ...] = ("id",)

    @property
    def filterable(self) -> dict[str, str]:
        """What filters may name, and the field that it means."""
        if not self.prefix:
            return {}
        own = ("id", "name", "effective_status", "created_time", "updated_time")
        named = {f"{self.prefix}.{name}": name for name in own}
        above = {f"{kind}.id": f"{kind}_id" for kind in _ABOVE[self.prefix]}
        return above | {name: name for name in own} | named


EDGES: Final = {
    "campaigns": Edge("Campaign", attrgetter("campaigns"), "campaign"),
    "adsets": Edge("AdSet", attrgetter("ad_sets"), "adset"),
    "ads": Edge("Ad", attrgetter("ads"), "ad"),
    "adcreatives": Edge("AdCreative", attrgetter("creatives")),
    "adimages": Edge("AdImage", attrgetter("images"), default=("id", "hash")),
    "advideos": Edge("AdVideo", attrgetter("videos"), default=("id", "updated_time")),
    "customaudiences": Edge("CustomAudience", attrgetter("audiences")),
    "saved_audiences": Edge("SavedAudience", attrgetter("saved_audiences")),
    "customconversions": Edge("CustomConversion", attrgetter("conversions")),
    "adlabels": Edge("AdLabel", attrgetter("labels"), default=("id", "name")),
    "adspixels": Edge("AdsPixel", attrgetter("pixels")),
}
"""By the last part of their path."""


def listed(
    edge: Edge,
    documents: Sequence[Document],
    request: Request,
    most: int,
) -> Document:
    """Answer an edge.

    Args:
        edge: Which.
        documents: What it has here, newest first.
        request: Its fields, filters, place and page size.
        most: Rows with heavy fields that one page may have.

    Raises:
        GraphError: It asks what cannot be asked, or for too much.
    """
    asked = fields.parse(request.text("fields")) or fields.plain(edge.default)
    fields.check(asked, edge.kind)
    found = _filtered(edge, documents, request)
    names = [str(document[edge.cursor]) for document in found]
    part, paging = pages.page(request, names, request.limit(pages.HIGHEST_LIMIT))
    shown = found[part]
    if HEAVY & asked.keys() and len(shown) > most:
        raise GraphError(TOO_MUCH)
    always = fields.plain(() if edge.kind == "AdActivity" else ("id",))
    answer: Document = {
        "data": [fields.project(document, asked | always) for document in shown],
        **paging,
    }
    if request.text("summary") in {"true", "1", "total_count", '["total_count"]'}:
        answer["summary"] = {"total_count": len(found)}
    return answer


def _filtered(
    edge: Edge, documents: Sequence[Document], request: Request
) -> list[Document]:
    known = edge.filterable
    times = {name for name, field in known.items() if field.endswith("_time")}
    conditions = filters.read(request, known.keys() - times, times)
    statuses: set[filters.Value] = set(request.words("effective_status"))
    for condition in conditions:
        if known[condition.field] == "effective_status":
            statuses |= condition.named()
    if "DELETED" in statuses:
        title = "Cannot Request for Deleted Objects"
        advice = "Requesting for deleted objects is not supported in this endpoint."
        raise GraphError(DELETED, title=title, advice=advice)
    hidden = set(_HIDDEN) - statuses
    asked = set(request.words("effective_status"))
    return [
        document
        for document in documents
        if document.get("effective_status") not in hidden
        and (not asked or document.get("effective_status") in asked)
        and all(
            condition.holds(_value(document, known[condition.field]))
            for condition in conditions
        )
    ]


def _value(document: Document, name: str) -> filters.Value:
    """Give what a filter sees; times are seconds since 1970."""
    value = str(document[name])
    if name.endswith("_time"):
        return datetime.fromisoformat(value).timestamp()
    return value
