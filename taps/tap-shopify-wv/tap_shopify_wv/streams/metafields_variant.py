"""Metafields of variants: values that the shop and its apps keep there.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metafield
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    shopify_columns,
)
from tap_shopify_wv.metafields import MetafieldsStream, metafield


class MetafieldsVariantStream(MetafieldsStream):
    """Grain: one row a metafield. Read with owners that changed."""

    name = "metafields_variant"
    replication_key = "owner_updated_at"
    root = "productVariants"
    scopes = ("read_products",)
    bulk = True
    page_size = 100
    owner = "variant"
    schema = shopify_columns(
        *metafield(),
    )
