"""Metafields of the shop: values that the shop and its apps keep there.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metafield
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    shopify_columns,
)
from tap_shopify_wv.metafields import MetafieldsStream, metafield


class MetafieldsShopStream(MetafieldsStream):
    """Grain: one row a metafield. Read whole each run."""

    name = "metafields_shop"
    root = "shop"
    filter_by = None
    scopes = ()
    owner = "shop"
    schema = shopify_columns(
        *metafield(),
    )
