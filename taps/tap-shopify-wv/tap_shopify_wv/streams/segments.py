"""Segments: groups of customers, as queries.

https://shopify.dev/docs/api/admin-graphql/latest/queries/segments
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    gid,
    instant,
    shopify_columns,
    text,
)


class SegmentsStream(ShopifyStream):
    """Grain: one row a segment. Read whole each run: the query filters by name only."""

    name = "segments"
    primary_keys = ("id",)
    root = "segments"
    filter_by = None
    scopes = ("read_customers",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The segment."),
        text("name", "name", "Its name."),
        text(
            "query",
            "query",
            "Whom it holds, in Shopify's own language; may name a person.",
            free_text=True,
        ),
        instant("created_at", "creationDate", "When it was made."),
        instant("updated_at", "lastEditDate", "When it last changed."),
    )
