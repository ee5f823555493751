"""Articles of blogs.

https://shopify.dev/docs/api/admin-graphql/latest/queries/articles
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    gid,
    instant,
    integer,
    shopify_columns,
    text,
    texts,
    url,
)


class ArticlesStream(ShopifyStream):
    """Grain: one row an article."""

    name = "articles"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "articles"
    scopes = (("read_content", "read_online_store_pages"),)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The article."),
        gid("blog_id", "blog.id", "Its blog."),
        text("handle", "handle", "Name in addresses."),
        text("title", "title", "Name shown to people."),
        text("author", "author.name", "Who wrote it.", pii="name"),
        text("body", "body", "Text, as HTML."),
        text("summary", "summary", "Summary, as HTML."),
        texts("tags", "tags", "Tags of the article."),
        text("template_suffix", "templateSuffix", "Template of its page."),
        boolean("is_published", "isPublished", "Whether it can be read."),
        instant("published_at", "publishedAt", "When it was published."),
        integer("comments_count", "commentsCount.count", "Comments on it."),
        url("image_url", "image.url", "Address of its picture."),
        text("image_alt", "image.altText", "Text of its picture."),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
    )
