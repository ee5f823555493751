"""Pages of the online shop.

https://shopify.dev/docs/api/admin-graphql/latest/queries/pages
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    gid,
    instant,
    shopify_columns,
    text,
)


class PagesStream(ShopifyStream):
    """Grain: one row a page."""

    name = "pages"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "pages"
    scopes = (("read_content", "read_online_store_pages"),)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The page."),
        text("handle", "handle", "Name in addresses."),
        text("title", "title", "Name shown to people."),
        text("body", "body", "Text, as HTML."),
        text("template_suffix", "templateSuffix", "Template of the page."),
        boolean("is_published", "isPublished", "Whether it can be read."),
        instant("published_at", "publishedAt", "When it was published."),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
    )
