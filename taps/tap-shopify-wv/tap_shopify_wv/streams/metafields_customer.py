"""Metafields of customers: values that the shop and its apps keep there.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Metafield
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    shopify_columns,
)
from tap_shopify_wv.metafields import MetafieldsStream, metafield


class MetafieldsCustomerStream(MetafieldsStream):
    """Grain: one row a metafield. Read with owners that changed."""

    name = "metafields_customer"
    replication_key = "owner_updated_at"
    root = "customers"
    scopes = ("read_customers",)
    bulk = True
    page_size = 100
    owner = "customer"
    schema = shopify_columns(
        *metafield(personal=True),
    )
