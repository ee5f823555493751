"""What every stream of Shopify shares: its query, its window, its rows.

https://shopify.dev/docs/api/admin-graphql
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_kit.errors import AuthError, SkipError
from tap_kit.stream import KitStream
from tap_shopify_wv.answers import Answer
from tap_shopify_wv.bulk_jobs import Jobs
from tap_shopify_wv.details import Details
from tap_shopify_wv.drain import Owner
from tap_shopify_wv.paging import PagedReader
from tap_shopify_wv.queries import DETAILS, Query
from tap_shopify_wv.rest import BY_ID
from tap_shopify_wv.rows import Reader, rows
from tap_shopify_wv.selection import argument
from tap_shopify_wv.wanted import is_below, refused_paths, wanted_paths
from tap_shopify_wv.windows import Progress, parse, search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_shopify_wv.bulk_jobs import Span
    from tap_shopify_wv.drain import Node
    from tap_shopify_wv.schema import Column, ShopifySchema
    from tap_shopify_wv.tap import TapShopify

ORDERS = "orders"


class ShopifyStream(KitStream):
    """A stream with a `.graphql` beside its module, and columns read from its rows."""

    schema: ClassVar[ShopifySchema]  # type: ignore[assignment,misc] # The SDK reads it, too.
    columns_read: ClassVar[tuple[Column, ...]]
    """The columns, as `schema` was made of them."""
    root: ClassVar[str]
    """The query's root field, dotted where it lies deeper."""
    rows: ClassVar[tuple[str, ...]] = ()
    """From a root node to the rows; connections without edges and nodes."""
    filter_by: ClassVar[str | None] = "updated_at"
    """Search field of the window; None when the query knows none."""
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
            cls.schema = cls.schema.keyed(cls.primary_keys)

    @property
    @override
    def tap(self) -> TapShopify:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def url_base(self) -> str:
        return self.tap.shop_url

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: a run brings what is new, and activating it would drop the rest."""
        return False

    # ---------- what a stream may override

    def enrich(self, record: dict[str, Any], node: Node) -> None:
        """Fill computed columns from a row's node, before people become pseudonyms."""

    def is_wanted(self, node: Node) -> bool:  # noqa: ARG002 - a stream may need it.
        """Tell whether a row becomes a record."""
        return True

    # ---------- one run

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        missing = self.tap.shop.access.missing(self.scopes)
        if missing:
            self._leave_out(f"the app lacks the scope {', '.join(missing)}")
            return
        try:
            yield from self._records()
        except SkipError as error:
            self._leave_out(error.what, error)

    def _records(self) -> Iterator[dict[str, Any]]:
        progress, instant = self.progress, self.instant
        span = progress.span if progress else None
        reader = Reader(self._columns, self.tap.treatment(self.name), self.name)
        for root in self._roots(span):
            if progress and instant and (at := root.get(instant)):
                progress.reach(parse(at))
            for row in rows(root, self.rows):
                if self.is_wanted(row.node):
                    record = reader.record(row)
                    self.enrich(record, row.node)
                    yield record
        if progress:
            progress.complete()

    def _roots(self, span: Span | None) -> Iterator[Node]:
        roots = self.tap.read_roots(self, span)
        if self.query.details is None:
            return roots
        return Details(self, self.tap.ask, self.rows[:-1]).complete(roots)

    def _leave_out(self, what: str, cause: SkipError | None = None) -> None:
        """Leave the stream out loudly, or end the run: as `strict_scopes` says.

        Raises:
            AuthError: `strict_scopes` is set.
        """
        step = "grant it to the app and install it again, or deselect the stream"
        if self.config["strict_scopes"]:
            raise AuthError(
                what, where=f"stream {self.name}", next_step=step
            ) from cause
        self.skip(SkipError(what, where=f"stream {self.name}", next_step=step))

    @cached_property
    def _columns(self) -> list[Column]:
        """The columns that are selected."""
        selected = self.mask
        return [
            column
            for column in self.columns_read
            if selected.get(("properties", column.name), True)
        ]

    # ---------- what readers ask for

    @cached_property
    def progress(self) -> Progress | None:
        """Where the stream stands; None for streams that are read whole each run."""
        if self.replication_key is None or self.filter_by is None:
            return None
        days = self.lookback_days
        return Progress(
            self.stream_state,
            key=self.replication_key,
            shop=self.tap.shop_domain,
            floor=self.tap.floor,
            started_at=self.tap.report.started_at,
            lookback=timedelta(
                days=self.config["lookback_days"] if days is None else days
            ),
        )

    @cached_property
    def query(self) -> Query:
        """The query, narrowed to what is wanted and may be read."""
        query = Query.of(self.name)
        needs = ("id", self.instant or "id", *self.needs)
        wanted = wanted_paths(self._columns, self.root, self.rows, needs)
        refused = {
            path: reason
            for path in query.leaves
            if path in wanted
            and (reason := self.tap.shop.access.refusal(self.name, path))
        }
        self.tap.tell_pruned(self.name, refused)
        return query.narrowed(lambda path: path in wanted and path not in refused)

    @property
    def first(self) -> int:
        """Root nodes of a page."""
        return min(self.page_size, int(self.config["page_size_max"]))

    @cached_property
    def instant(self) -> str | None:
        """Field of a root node with the instant of its window."""
        if self.filter_by is None:
            return None
        first, *words = self.filter_by.split("_")
        name = first + "".join(word.title() for word in words)
        return name if f"{self.root}.{name}" in Query.of(self.name).leaves else None

    @cached_property
    def is_ordered(self) -> bool:
        """Whether the server sends root nodes in the order of that instant."""
        field = Query.of(self.name).field(self.root)
        key, back = argument(field, "sortKey"), argument(field, "reverse")
        order = getattr(key, "value", "")
        return back is None and order.lower() == self.filter_by

    def search(self, span: Span | None) -> str | None:
        """Return the search that a window means."""
        others = []
        if self.root == ORDERS and not self.config["include_test_orders"]:
            others.append("test:false")
        return search(self.filter_by or "", span, others)

    def narrow(self, error: SkipError) -> bool:
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
        self.tap.tell_pruned(self.name, dict.fromkeys(refused, "access denied"))
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
        return PagedReader(self, self.tap.ask).read(span)

    def refill(self, path: tuple[str, ...], parent_id: str) -> list[Node]:
        """Read all children of one connection of one node by pages."""
        *above, name = path
        owner = Owner(parent_id, ".".join((self.root, *above)))
        reader = PagedReader(self, self.tap.ask)
        return reader.children(f"{owner.path}.{name}", owner)
