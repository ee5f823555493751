"""Products of the catalog.

https://developers.klaviyo.com/en/reference/get_catalog_items
"""

from __future__ import annotations

from tap_kit.fields import (
    boolean,
    decimal,
    fields,
    ids,
    instant,
    json_text,
    key,
    text,
)
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import XL

PRODUCT = (
    text("external_id", "attributes.external_id", "Id in the shop."),
    text("title", "attributes.title", "Name."),
    text("description", "attributes.description", "Description."),
    decimal("price", "attributes.price", "Price", "account currency"),
    text("url", "attributes.url", "Its page."),
    text("image_full_url", "attributes.image_full_url", "Its picture."),
    json_text("custom_metadata", "attributes.custom_metadata", "Own fields."),
    boolean("published", "attributes.published", "Whether it is shown."),
    instant("created", "attributes.created", "When it was made."),
    instant("updated", "attributes.updated", "When it was last changed."),
)
"""Columns that products and their variants have in common."""


class CatalogItemsStream(KlaviyoStream):
    """One record a product; read whole each run."""

    name = "catalog_items"
    primary_keys = ("id",)
    endpoint = "/api/catalog-items"
    rate = XL
    page_size = 100
    scope = "catalogs:read"
    schema = fields(
        key("id", "id", "Id of the product."),
        ids("variant_ids", "relationships.variants.data", "Its variants."),
        *PRODUCT,
    )
