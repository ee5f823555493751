"""Which products are in which collection, as of the run.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Collection#connection-products
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    gid,
    shopify_columns,
)
from tap_shopify_wv.common import parent


class CollectionProductsStream(ShopifyStream):
    """Grain: one row a collection and product.

    A change of members need not touch the collection's `updatedAt`, so all are read
    each run.
    """

    name = "collection_products"
    primary_keys = ("collection_id", "product_id")
    root = "collections"
    rows = ("products",)
    filter_by = None
    scopes = ("read_products",)
    bulk = True
    page_size = 25
    schema = shopify_columns(
        *parent("collection"),
        gid("product_id", "id", "The product."),
    )
