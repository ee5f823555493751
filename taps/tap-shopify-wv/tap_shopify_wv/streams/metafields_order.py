"""Metafields of orders: values that the shop and its apps keep there.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metafield
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    shopify_columns,
)
from tap_shopify_wv.metafields import MetafieldsStream, metafield


class MetafieldsOrderStream(MetafieldsStream):
    """Grain: one row a metafield. Read with owners that changed."""

    name = "metafields_order"
    replication_key = "owner_updated_at"
    root = "orders"
    scopes = ("read_orders",)
    bulk = True
    page_size = 100
    owner = "order"
    schema = shopify_columns(
        *metafield(personal=True),
    )
