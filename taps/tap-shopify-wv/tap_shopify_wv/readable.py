"""A stream as its readers see it: what it asks for, in which window and order.

https://shopify.dev/docs/api/admin-graphql
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, cast

from typing_extensions import override

from tap_kit.stream import KitStream
from tap_shopify_wv.answers import Answer
from tap_shopify_wv.bulk_jobs import Jobs
from tap_shopify_wv.deletes import DELETED_AT, finds_deletes
from tap_shopify_wv.drain import Owner
from tap_shopify_wv.paging import Order, PagedReader, order_of
from tap_shopify_wv.queries import DETAILS, Query
from tap_shopify_wv.rest import BY_ID
from tap_shopify_wv.wanted import is_below, refused_paths, wanted_paths
from tap_shopify_wv.windows import Progress, search

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_kit.errors import ApiError
    from tap_shopify_wv.bulk_jobs import Span
    from tap_shopify_wv.drain import Node
    from tap_shopify_wv.schema import Column, ShopifySchema
    from tap_shopify_wv.tap import TapShopify

ORDERS = "orders"


class ReadableStream(KitStream):
    """What a stream declares, and what follows from it for a reader."""

    schema: ClassVar[ShopifySchema]
    columns_read: ClassVar[tuple[Column, ...]]
    """The columns, as `schema` was made of them."""
    root: ClassVar[str]
    """The query's root field, dotted where it lies deeper."""
    rows: ClassVar[tuple[str, ...]] = ()
    """From a root node to the rows; connections without edges and nodes."""
    filter_by: ClassVar[str | None] = "updated_at"
    """Search field of the window; None when the query knows none."""
    terms: ClassVar[tuple[str, ...]] = ()
    """Search terms that hold beside the window's, e.g. `method:code`."""
    scopes: ClassVar[tuple[str | tuple[str, ...], ...]]
    """All are needed; of a tuple inside, any one."""
    bulk: ClassVar[bool] = False
    """Whether the query obeys the rules of bulk operations."""
    page_size: ClassVar[int] = 50
    """Largest `first` at which a page costs less than 1,000 points."""
    lookback_days: ClassVar[int | None] = None
    """Instead of the setting, where rows change for longer."""
    by_id: ClassVar[str] = BY_ID
    """The root field that finds an owner of a connection by its id."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Paths, from a root node, that the stream reads beside its columns."""

    keeps_own_state = True

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "schema" in vars(cls):
            cls.columns_read = cls.schema.columns
            name, keys = str(cls.name), cast("Sequence[str]", cls.primary_keys)  # type: ignore[misc] # Streams declare both on the class.
            others = (DELETED_AT,) if finds_deletes(name) else ()
            cls.schema = cls.schema.keyed(keys, *others)

    @property
    @override
    def tap(self) -> TapShopify:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def url_base(self) -> str:
        return self.tap.shop_url

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are selected."""
        selected = self.mask
        return [
            column
            for column in self.columns_read
            if selected.get(("properties", column.name), True)
        ]

    @cached_property
    def progress(self) -> Progress | None:
        """Where the stream stands; None for streams that are read whole each run."""
        if self.replication_key is None:
            return None
        days = self.lookback_days
        return Progress(
            self.stream_state,
            key=self.replication_key,
            shop=self.tap.shop_domain,
            floor=self.tap.floor,
            until=self.tap.until,
            lookback=timedelta(
                days=self.config["lookback_days"] if days is None else days
            ),
        )

    @cached_property
    def query(self) -> Query:
        """The query, narrowed to what is wanted and may be read."""
        query = Query.of(self.name)
        needs = ("id", self.instant or "id", *self.needs)
        wanted = wanted_paths(self.columns, self.root, self.rows, needs)
        refused = {
            path: reason
            for path in query.leaves
            if path in wanted
            and (reason := self.tap.shop.access.refusal(self.name, path))
        }
        self._tell_pruned(refused)
        return query.narrowed(
            lambda path: path in wanted and path not in refused,
            partial(self.tap.shop.access.unknown_arguments, self.name),
        )

    @property
    def first(self) -> int:
        """Root nodes of a page."""
        return min(self.page_size, int(self.config["page_size_max"]))

    @cached_property
    def instant(self) -> str | None:
        """Field of a root node with the instant of its window."""
        key = self.filter_by or self.replication_key
        if key is None:
            return None
        first, *words = key.split("_")
        name = first + "".join(word.title() for word in words)
        return name if f"{self.root}.{name}" in Query.of(self.name).leaves else None

    @cached_property
    def order(self) -> Order:
        """In which order the server sends root nodes."""
        return order_of(Query.of(self.name).field(self.root), self.instant)

    def search(self, span: Span | None) -> str | None:
        """Return the search that a window means."""
        others = [*self.terms]
        if self.root == ORDERS and not self.config["include_test_orders"]:
            others.append("test:false")
        return search(self.filter_by, span, others)

    def narrow(self, error: ApiError) -> bool:
        """Leave out the fields that an answer refused; False if that cannot be."""
        if error.response is None:
            return False
        refused = refused_paths(Answer.of(error.response))
        kept = {self.root, DETAILS, f"{self.root}.id", f"{self.root}.{self.instant}"}
        if not refused or refused & kept or "" in refused:
            return False
        narrower = self.query.narrowed(lambda path: not is_below(path, refused))
        if len(narrower.leaves) == len(self.query.leaves):
            return False
        self._tell_pruned(dict.fromkeys(refused, "refused"))
        self.__dict__["query"] = narrower
        return True

    # ---------- what bulk asks for, too

    @property
    def jobs(self) -> Jobs:
        """The bulk jobs in the stream's state."""
        return Jobs(self.stream_state, self._write_state_message)

    def bulk_text(self, span: Span | None) -> str:
        """Return the query as bulk operations take it."""
        return self.query.bulk(self.search(span))

    def by_pages(self, span: Span | None) -> Iterator[Node]:
        """Read root nodes by pages."""
        return PagedReader(self, self.tap.api.ask).read(span)

    def refill(self, path: tuple[str, ...], parent_id: str) -> list[Node]:
        """Read all children of one connection of one node by pages.

        Raises:
            NoOwnerError: The node cannot be asked for by its id.
        """
        *above, name = path
        owner = Owner(parent_id, ".".join((self.root, *above)))
        reader = PagedReader(self, self.tap.api.ask)
        return reader.children(f"{owner.path}.{name}", owner)

    def _tell_pruned(self, refused: Mapping[str, str]) -> None:
        """Say which fields are not asked for, and why; the run counts them."""
        for path, reason in sorted(refused.items()):
            self.logger.warning("%s: %s is not asked for: %s", self.name, path, reason)
            self.tap.pruned.add(path)
        self.tap.report.set_metric("fields_left_out", len(self.tap.pruned))
