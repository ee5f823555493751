"""Segments, each out of what the advertiser's book tells apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.googleads.gaql.dates import start_of
from wv_sandbox.googleads.rows import places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wv_sandbox.shopify.shop.catalogue import Product

    Key = Mapping[str, Any]


class Segment(NamedTuple):
    """A segment.

    Attributes:
        by: Dimensions of the book that it needs.
        of: Makes it of their values; None where it is unset.
    """

    by: tuple[str, ...]
    of: Callable[[Key], Any]


def _same(dimension: str) -> Segment:
    return Segment((dimension,), lambda key: key[dimension])


def _period(period: str) -> Segment:
    return Segment(("day",), lambda key: start_of(period, key["day"]).isoformat())


def _place(level: str) -> Segment:
    def place(key: Key) -> str | None:
        found = places.located(key["city"], key["precision"])
        return places.constant(found[level])

    return Segment(("city", "precision"), place)


_CLICK_TYPES: Final = {
    "SEARCH": "URL_CLICKS",
    "SHOPPING": "PRODUCT_LISTING_AD_CLICKS",
    "PERFORMANCE_MAX": "CROSS_NETWORK",
    "DISPLAY": "URL_CLICKS",
}
_SEGMENTS: Final = {
    "date": _period("date"),
    "week": _period("week"),
    "month": _period("month"),
    "quarter": _period("quarter"),
    "year": Segment(("day",), lambda key: key["day"].year),
    "day_of_week": Segment(("day",), lambda key: f"{key['day']:%A}".upper()),
    "month_of_year": Segment(("day",), lambda key: f"{key['day']:%B}".upper()),
    "hour": _same("hour"),
    "device": _same("device"),
    "ad_network_type": _same("network"),
    "slot": _same("slot"),
    "click_type": Segment(("kind",), lambda key: _CLICK_TYPES[key["kind"]]),
    "search_term_match_type": Segment(("term",), lambda key: key["term"].match),
    "geo_target_city": _place("city"),
    "geo_target_metro": _place("metro"),
    "geo_target_region": _place("region"),
    "geo_target_country": _place("country"),
    "geo_target_most_specific_location": _place("most_specific"),
    "product_country": Segment(
        ("country",),
        lambda key: places.constant(places.COUNTRIES[key["country"]][0]),
    ),
}
SEGMENTS: Final = {f"segments.{name}": segment for name, segment in _SEGMENTS.items()}
"""By path; all but those of products and of conversions."""
PRODUCTS: Final = frozenset(
    {"segments.product_item_id", "segments.product_title", "segments.product_brand"}
)
"""Segments of the product that was shown."""


def product(path: str, found: Product) -> str:
    """Tell of a product of the shop.

    Args:
        path: One of `PRODUCTS`.
        found: The product.
    """
    match path.removeprefix("segments.product_"):
        case "title":
            return found.title
        case "brand":
            return found.vendor.lower()
        case _:
            return f"shopify_us_{found.number}_{found.variants[0].number}"
