"""Shopify's events of deletion: they come soon, but not for everything.

https://shopify.dev/docs/api/admin-graphql/latest/queries/events
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_kit.errors import DataError
from tap_shopify_wv.windows import parse, search, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_shopify_wv.bulk_api import Ask
    from tap_shopify_wv.bulk_jobs import Span

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "orders": ("ORDER",),
    "customers": ("CUSTOMER",),
    "products": ("PRODUCT",),
    "product_variants": ("PRODUCT_VARIANT",),
    "collections": ("COLLECTION",),
    "draft_orders": ("DRAFT_ORDER",),
    "discounts": (),
    "blogs": ("BLOG",),
    "articles": ("ARTICLE",),
    "pages": ("PAGE",),
    "companies": ("COMPANY",),
    "company_locations": ("COMPANY_LOCATION",),
}
"""Streams of root nodes, and the subjects of events that tell of their deletion; none
where the event's id is of another kind than the row's."""
_EVENTS = """query deletions($first: Int!, $after: String, $query: String!) {
  events(first: $first, after: $after, query: $query, sortKey: CREATED_AT) {
    edges { node { id createdAt ... on BasicEvent { subjectId } } }
    pageInfo { hasNextPage endCursor }
  }
}"""
_PAGE = 250


def destroyed(
    ask: Ask, subject: str, span: Span, where: str
) -> Iterator[tuple[str, str]]:
    """Yield the ids of what was deleted in a window, and when [UTC].

    Args:
        ask: Asks the Admin API.
        subject: An EventSubjectType.
        span: The window.
        where: For errors, e.g. the stream.

    Raises:
        DataError: An event does not say what was deleted, or when.
        TapError: As the error rules say.
    """
    terms = ("action:destroy", f"subject_type:{subject}")
    window = search("created_at", span, terms)
    after: str | None = None
    while True:
        page = ask(_EVENTS, {"first": _PAGE, "after": after, "query": window})["events"]
        for edge in page["edges"]:
            try:
                gone, at = edge["node"]["subjectId"], edge["node"]["createdAt"]
            except KeyError as error:
                what = f"an event of deletion lacks {error}"
                step = "run again; if it stays, set `include_deleted` to false"
                raise DataError(what, where=where, next_step=step) from error
            yield gone, written(parse(at))
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]
