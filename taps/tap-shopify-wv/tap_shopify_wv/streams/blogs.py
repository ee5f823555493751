"""Blogs of the online shop.

https://shopify.dev/docs/api/admin-graphql/latest/queries/blogs
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    enum,
    gid,
    instant,
    integer,
    shopify_columns,
    text,
    texts,
)


class BlogsStream(ShopifyStream):
    """Grain: one row a blog. The API cannot sort them by `updated_at`."""

    name = "blogs"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "blogs"
    scopes = (("read_content", "read_online_store_pages"),)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The blog."),
        text("handle", "handle", "Name in addresses."),
        text("title", "title", "Name shown to people."),
        enum("comment_policy", "commentPolicy", "Whether comments are open."),
        texts("tags", "tags", "Tags of its articles."),
        text("template_suffix", "templateSuffix", "Template of its page."),
        integer("articles_count", "articlesCount.count", "Articles in it."),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
    )
