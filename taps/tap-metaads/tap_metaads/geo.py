"""Where an ad set is shown: each place of its targeting as a row.

https://developers.facebook.com/docs/marketing-api/audiences/reference/basic-targeting
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tap_kit.geohash import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RULES = {
    "geo_locations": "included",
    "excluded_geo_locations": "excluded",
}
_NOT_PLACES = frozenset({"location_types", "location_cluster_ids"})
"""How places are meant, not where they are."""
_POINT = ("latitude", "longitude", "radius", "distance_unit")


class Place(NamedTuple):
    """A place of a targeting.

    Args:
        rule: `included` or `excluded`.
        kind: Meta's word: countries, regions, cities, zips, custom_locations …
        key: What tells it apart from others of its kind.
        told: All that Meta tells; nothing but a code of a country.
    """

    rule: str
    kind: str
    key: str
    told: Mapping[str, Any]

    def cell(self, precision: int) -> str | None:
        """Return the geohash of its point; None where Meta gives none.

        Raises:
            ValueError: The point is nowhere on Earth.
        """
        latitude, longitude = self.told.get("latitude"), self.told.get("longitude")
        if latitude is None or longitude is None:
            return None
        return encode(float(latitude), float(longitude), precision)


def places(targeting: Mapping[str, Any]) -> Iterator[Place]:
    """Give every place of a targeting, each once."""
    for name, rule in RULES.items():
        kinds = targeting.get(name) or {}
        for kind, listed in kinds.items():
            if kind in _NOT_PLACES or not isinstance(listed, list):
                continue
            found = (_place(rule, kind, told) for told in listed)
            yield from {place.key: place for place in found}.values()


def _place(rule: str, kind: str, told: Any) -> Place:  # noqa: ANN401 - a code or an object.
    if not isinstance(told, dict):
        return Place(rule, kind, str(told), {"key": str(told)})
    if told.get("key") is not None:
        return Place(rule, kind, str(told["key"]), told)
    point = (str(told[name]) for name in _POINT if told.get(name) is not None)
    return Place(rule, kind, ",".join(point) or str(told.get("name")), told)
