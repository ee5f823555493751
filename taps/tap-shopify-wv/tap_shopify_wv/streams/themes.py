"""Themes: how the shop looks, and which one is live.

https://shopify.dev/docs/api/admin-graphql/latest/queries/themes
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    enum,
    gid,
    instant,
    integer,
    shopify_columns,
    text,
)


class ThemesStream(ShopifyStream):
    """Grain: one row a theme. Read whole each run."""

    name = "themes"
    primary_keys = ("id",)
    root = "themes"
    filter_by = None
    scopes = ("read_themes",)
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The theme."),
        text("name", "name", "Its name."),
        enum("role", "role", "Main is live; others are drafts."),
        text("prefix", "prefix", "Prefix of its files."),
        integer("theme_store_id", "themeStoreId", "Number in the theme store."),
        boolean("is_processing", "processing", "Whether it is being installed."),
        boolean("has_failed", "processingFailed", "Whether installing failed."),
        instant("created_at", "createdAt", "When it was added."),
        instant("updated_at", "updatedAt", "When it last changed."),
    )
