"""Metafields of locations: values that the shop and its apps keep there.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metafield
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    shopify_columns,
)
from tap_shopify_wv.metafields import MetafieldsStream, metafield


class MetafieldsLocationStream(MetafieldsStream):
    """Grain: one row a metafield. Read whole each run."""

    name = "metafields_location"
    root = "locations"
    filter_by = None
    scopes = ("read_locations",)
    bulk = True
    page_size = 100
    owner = "location"
    schema = shopify_columns(
        *metafield(),
    )
