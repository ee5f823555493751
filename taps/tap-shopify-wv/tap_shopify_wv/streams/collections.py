"""Collections: groups of products, made by hand or by rules.

https://shopify.dev/docs/api/admin-graphql/latest/queries/collections
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    enum,
    gid,
    instant,
    integer,
    legacy_id,
    shopify_columns,
    text,
    url,
)


class CollectionsStream(ShopifyStream):
    """Grain: one row a collection. Its products are `collection_products`."""

    name = "collections"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "collections"
    scopes = ("read_products",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The collection."),
        legacy_id(),
        text("handle", "handle", "Name in addresses."),
        text("title", "title", "Name shown to people."),
        text("description_html", "descriptionHtml", "Description, as HTML."),
        enum("sort_order", "sortOrder", "How its products are sorted."),
        text("template_suffix", "templateSuffix", "Template of its page."),
        instant(
            "updated_at",
            "updatedAt",
            "When it last changed; a change of members need not move it.",
        ),
        integer("products_count", "productsCount.count", "Products in it."),
        enum(
            "products_count_precision",
            "productsCount.precision",
            "Whether that is exact or at least so many.",
        ),
        array(
            "sources",
            "sources",
            "Where its products come from: rules, or other collections.",
            text("kind", "__typename", "Kind of source."),
            gid("id", "id", "The source."),
            text("title", "title", "Its name."),
        ),
        url("image_url", "image.url", "Address of its picture."),
        text("image_alt", "image.altText", "Text of its picture."),
        text("seo_title", "seo.title", "Title for search engines."),
        text("seo_description", "seo.description", "Description for search engines."),
    )
