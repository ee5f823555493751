"""Categories of the catalog.

https://developers.klaviyo.com/en/reference/get_catalog_categories
"""

from __future__ import annotations

from tap_kit.fields import fields, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import XL


class CatalogCategoriesStream(KlaviyoStream):
    """One record a category; read whole each run."""

    name = "catalog_categories"
    primary_keys = ("id",)
    endpoint = "/api/catalog-categories"
    rate = XL
    page_size = 100
    scope = "catalogs:read"
    schema = fields(
        key("id", "id", "Id of the category."),
        text("external_id", "attributes.external_id", "Id in the shop."),
        text("name", "attributes.name", "Its name."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )
