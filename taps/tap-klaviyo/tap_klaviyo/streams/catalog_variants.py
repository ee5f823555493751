"""Variants of products: sizes, colours.

https://developers.klaviyo.com/en/reference/get_catalog_variants
"""

from __future__ import annotations

from tap_kit.fields import fields, integer, key, number, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import XL
from tap_klaviyo.streams.catalog_items import PRODUCT


class CatalogVariantsStream(KlaviyoStream):
    """One record a variant; read whole each run."""

    name = "catalog_variants"
    primary_keys = ("id",)
    endpoint = "/api/catalog-variants"
    rate = XL
    page_size = 100
    scope = "catalogs:read"
    schema = fields(
        key("id", "id", "Id of the variant."),
        text("item_id", "relationships.item.data.id", "Product it is of."),
        text("sku", "attributes.sku", "Stock keeping unit."),
        integer(
            "inventory_policy",
            "attributes.inventory_policy",
            "0 unknown, 1 not sold out of stock, 2 sold out of stock",
        ),
        number("inventory_quantity", "attributes.inventory_quantity", "In stock", "1"),
        *PRODUCT,
    )
