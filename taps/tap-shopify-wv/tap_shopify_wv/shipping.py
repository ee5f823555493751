"""What streams with a shipping address share: where it lies, coarsely.

The order of things matters: the cell is computed from the coordinates, which never
leave, before the rest of the address becomes pseudonyms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import computed, enum, text

if TYPE_CHECKING:
    from tap_shopify_wv.drain import Node
    from tap_shopify_wv.schema import Column

ADDRESS = "shippingAddress"
_READ = tuple(
    f"{ADDRESS}.{part}"
    for part in (
        "latitude",
        "longitude",
        "zip",
        "city",
        "province",
        "provinceCode",
        "countryCodeV2",
    )
)


class ShippedStream(ShopifyStream):
    """A stream whose rows have a shipping address."""

    @override
    def enrich(self, record: dict[str, Any], node: Node) -> None:
        record |= self.tap.locator.ship_geo(node.get(ADDRESS))._asdict()


def ship_geo() -> tuple[Column, ...]:
    """Return the columns that `ShippedStream` fills."""
    declared = (
        text("ship_geohash", "", "Geohash of the address, `geohash_precision` long."),
        enum("ship_geo_source", "", "Whence it is known: order, geocoder or none."),
        enum(
            "ship_geo_precision",
            "",
            "What it stands for: coordinates, postcode, city, province or country.",
        ),
        enum(
            "ship_geo_quarantine",
            "",
            "Why the coordinates that came were not believed; null if they were.",
        ),
    )
    return tuple(computed(column, *_READ) for column in declared)
