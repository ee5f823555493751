"""What every stream of Shopify does in a run: read its window, make records, move on.

https://shopify.dev/docs/api/admin-graphql
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.errors import AuthError, SkipError
from tap_shopify_wv.details import Details
from tap_shopify_wv.geo import ShipGeo
from tap_shopify_wv.pii import Treatment
from tap_shopify_wv.readable import ReadableStream
from tap_shopify_wv.rows import Reader, rows
from tap_shopify_wv.windows import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_shopify_wv.bulk_jobs import Span
    from tap_shopify_wv.drain import Node


class ShopifyStream(ReadableStream):
    """A stream with a `.graphql` beside its module, and columns read from its rows."""

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: a run brings what is new, and activating it would drop the rest."""
        return False

    # ---------- what a stream may override

    def enrich(self, record: dict[str, Any], node: Node) -> None:
        """Fill computed columns from a row's node, before people become pseudonyms."""
        if self._is_shipped:
            address = node.get("shippingAddress")
            record |= self.tap.locator.ship_geo(address)._asdict()

    @cached_property
    def _is_shipped(self) -> bool:
        """Whether cells of shipping addresses are wanted."""
        names = {column.name for column in self.columns}
        return not names.isdisjoint(ShipGeo._fields)

    def is_wanted(self, node: Node) -> bool:  # noqa: ARG002 - a stream may need it.
        """Tell whether a row becomes a record."""
        return True

    # ---------- one run

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Yield the records of this run's window, then what was deleted.

        Raises:
            TapError: As the error rules say.
        """
        missing = self.tap.shop.access.missing(self.scopes)
        if missing:
            self._leave_out(f"the app lacks the scope {', '.join(missing)}")
            return
        try:
            records = self._records()
            deletes = self.tap.deletes
            yield from deletes.follow(self, records) if deletes else records
        except SkipError as error:
            self._leave_out(error.what, error)

    def _records(self) -> Iterator[dict[str, Any]]:
        progress, instant = self.progress, self.instant
        span = progress.span if progress else None
        kept = self.config["free_text_columns"]
        treat = Treatment(self.tap.people, self.name, kept)
        reader = Reader(self.columns, treat, self.name)
        for root in self._roots(span):
            if progress and instant and (at := root.get(instant)):
                progress.reach(parse(at))
                self.foresee(progress.share)
            for row in rows(root, self.rows):
                if self.is_wanted(row.node):
                    record = reader.record(row)
                    self.enrich(record, row.node)
                    yield record
        if progress:
            progress.complete()

    def _roots(self, span: Span | None) -> Iterator[Node]:
        roots = self.tap.read(self, span)
        if self.query.details is None:
            return roots
        return Details(self, self.tap.api.ask, self.rows[:-1]).complete(roots)

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
