"""Read nothing but the ids of a stream's root nodes, by bulk or by pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_shopify_wv.bulk_jobs import Jobs
from tap_shopify_wv.paging import Order, PagedReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from logging import Logger

    from tap_kit.errors import ApiError
    from tap_shopify_wv.bulk_jobs import Span
    from tap_shopify_wv.client import ShopifyStream
    from tap_shopify_wv.drain import Ask, Node
    from tap_shopify_wv.queries import Query

MOST_IDS_A_PAGE = 250


class IdsOnly:
    """A stream that asks for ids alone, all of them, without a window.

    Args:
        stream: Whose root nodes.
        ask: Sends a query for pages.
    """

    instant = None
    filter_by = None
    order = Order.NONE
    first = MOST_IDS_A_PAGE

    def __init__(self, stream: ShopifyStream, ask: Ask) -> None:
        self._ask = ask
        self.name = f"{stream.name} (ids)"
        self.root = stream.root
        self.by_id = stream.by_id
        self.bulk = stream.bulk
        self.logger: Logger = stream.logger
        self.jobs = Jobs({}, lambda: None)
        self.query: Query = stream.query.narrowed(f"{stream.root}.id".__eq__)

    def search(self, span: Span | None) -> None:
        """Search for nothing in particular."""

    def narrow(self, error: ApiError) -> bool:  # noqa: ARG002 - the reader's question.
        """Give up: there is nothing less than an id."""
        return False

    def bulk_text(self, span: Span | None) -> str:  # noqa: ARG002 - there is no window.
        """Return the query as bulk operations take it."""
        return self.query.bulk(None)

    def by_pages(self, span: Span | None) -> Iterator[Node]:
        """Read root nodes by pages."""
        return PagedReader(self, self._ask).read(span)

    def refill(self, path: tuple[str, ...], parent_id: str) -> list[Node]:
        """Read nothing: a node of ids has no children.

        Raises:
            LookupError: Somebody asks for some.
        """
        raise LookupError(path, parent_id)
