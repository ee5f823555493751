"""By bulk or by pages: whichever costs the shop less for what is to be read.

A page costs up to 1,000 points, and a shop gives 100 a second; a bulk operation costs
ten, and some seconds in which nothing comes. Small increments go by pages.
https://shopify.dev/docs/api/admin-graphql/latest/queries/ordersCount
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tap_kit.errors import SkipError

if TYPE_CHECKING:
    from tap_shopify_wv.bulk_api import Ask
    from tap_shopify_wv.bulk_jobs import Jobs, Span

FEW_PAGES = 10
"""So many pages are read before a bulk operation would have begun."""
WIDE = timedelta(days=15)
"""A window that is wider is a backfill; the lookback of a week is not."""
COUNTS = {
    "orders": "ordersCount",
    "customers": "customersCount",
    "products": "productsCount",
}
"""Root fields whose rows Shopify counts for ten points."""


class Choosing(Protocol):
    """What decides it."""

    @property
    def root(self) -> str:
        """The query's root field."""

    @property
    def bulk(self) -> bool:
        """Whether the query obeys the rules of bulk operations."""

    @property
    def first(self) -> int:
        """Root nodes of a page."""

    @property
    def jobs(self) -> Jobs:
        """The bulk jobs in the stream's state."""

    def search(self, span: Span | None) -> str | None:
        """Return the search that a window means."""


def goes_by_bulk(stream: Choosing, span: Span | None, mode: str, ask: Ask) -> bool:
    """Choose how a window is read.

    Args:
        stream: What is read.
        span: Which window; None for all.
        mode: The setting: `auto`, `always` or `never`.
        ask: Counts rows.

    Raises:
        TapError: As the error rules say.
    """
    if mode == "never" or not stream.bulk:
        return False
    if mode == "always" or stream.jobs.others(()):
        return True  # Jobs that an earlier run has started are paid for already.
    most = FEW_PAGES * stream.first
    rows = count_rows(stream, span, most, ask)
    if rows is not None:
        return rows > most
    return span is None or span.end - span.begin > WIDE


def count_rows(stream: Choosing, span: Span | None, most: int, ask: Ask) -> int | None:
    """Count the root nodes of a window up to a little over `most`; None: unknown.

    Raises:
        TapError: As the error rules say.
    """
    field = COUNTS.get(stream.root)
    if field is None:
        return None
    document = (
        "query countRows($query: String, $limit: Int) "
        f"{{ {field}(query: $query, limit: $limit) {{ count }} }}"
    )
    try:
        data = ask(document, {"query": stream.search(span), "limit": most + 1})
    except SkipError:
        return None  # Reading rows may be allowed where counting them is not.
    found = data[field]
    return None if found is None else int(found["count"])
