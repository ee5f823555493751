"""Metafields of collections: values that the shop and its apps keep there.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metafield
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    shopify_columns,
)
from tap_shopify_wv.metafields import MetafieldsStream, metafield


class MetafieldsCollectionStream(MetafieldsStream):
    """Grain: one row a metafield. Read with owners that changed."""

    name = "metafields_collection"
    replication_key = "owner_updated_at"
    root = "collections"
    scopes = ("read_products",)
    bulk = True
    page_size = 100
    owner = "collection"
    schema = shopify_columns(
        *metafield(),
    )
