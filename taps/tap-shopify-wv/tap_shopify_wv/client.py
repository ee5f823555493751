"""What every stream of Shopify shares: its query, its window, its rows.

https://shopify.dev/docs/api/admin-graphql
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tap_kit.stream import KitStream

if TYPE_CHECKING:
    from tap_shopify_wv.schema import Column, ShopifySchema


class ShopifyStream(KitStream):
    """A stream with a `.graphql` beside its module, and columns read from its rows."""

    schema: ClassVar[ShopifySchema]  # type: ignore[assignment,misc] # The SDK reads it, too.
    columns_read: ClassVar[tuple[Column, ...]]
    """The columns, as `schema` was made of them."""
    root: ClassVar[str]
    """The query's root field, dotted where it lies deeper."""
    rows: ClassVar[tuple[str, ...]] = ()
    """From a root node to the rows; connections without edges and nodes."""
    details: ClassVar[tuple[str, ...]] | None = None
    """From a root node to the owners whose rows `details($ids)` asks for; () is itself."""
    filter_by: ClassVar[str | None] = "updated_at"
    """Search field of the window; None when the query knows none."""
    scopes: ClassVar[tuple[str | tuple[str, ...], ...]]
    """All are needed; of a tuple inside, any one."""
    bulk: ClassVar[bool] = False
    """Whether the query obeys the rules of bulk operations."""
    in_order: ClassVar[bool] = True
    """Whether pages can be had in the order of the replication key."""
    page_size: ClassVar[int] = 50
    """Largest `first` at which a page costs less than 1,000 points."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "schema" in vars(cls):
            cls.columns_read = cls.schema.columns
            cls.schema = cls.schema.keyed(cls.primary_keys)

    def enrich(self, record: dict[str, Any], node: dict[str, Any]) -> None:
        """Fill computed columns from a row's node, before people become pseudonyms."""
