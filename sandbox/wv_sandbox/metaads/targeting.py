"""Where ad sets are shown, as `targeting.geo_locations` tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_sandbox.ads.plan import Group
    from wv_sandbox.shopify.shop.cities import City

_REGION_BASE, _CITY_BASE = 3_800, 2_418_000
"""Meta's keys of places are numbers of its own; ours count from here."""
_RADIUS: Final = {"radius": 40, "distance_unit": "kilometer"}
_POINT_EVERY = 3
"""One ad set of so many is shown around points, and in no city by its name."""


def targeting(group: Group, cities: Sequence[City]) -> dict[str, Any]:
    """Write the targeting of an ad set."""
    weather = group.campaign.kind == "WEATHER"
    shown = group.where
    if not weather:
        geo: dict[str, Any] = {"countries": countries(cities, shown)}
    elif group.number % _POINT_EVERY:
        geo = {"custom_locations": points(cities, shown)}
    else:
        geo = places(cities, shown)
    found: dict[str, Any] = {
        "age_min": 18,
        "age_max": 65,
        "geo_locations": {**geo, "location_types": ["home", "recent"]},
        "publisher_platforms": ["facebook", "instagram"],
        "targeting_automation": {"advantage_audience": 0},
    }
    if group.campaign.kind == "RETARGETING":
        found["custom_audiences"] = [{"id": "60001", "name": group.name}]
    return found


def countries(cities: Sequence[City], where: str) -> list[str]:
    """Give the countries of the cities that are meant, each once."""
    return list(dict.fromkeys(city.country_code for city in _meant(cities, where)))


def places(cities: Sequence[City], where: str) -> dict[str, Any]:
    """Give regions, cities and, of the first, postcodes."""
    meant = _meant(cities, where)
    return {
        "regions": [
            {
                "key": region_key(cities, city),
                "name": city.province,
                "country": city.country_code,
            }
            for city in meant
            if city.province
        ],
        "cities": [
            {
                "key": str(_CITY_BASE + cities.index(city)),
                "name": city.name,
                "region": city.province or city.name,
                "region_id": region_key(cities, city),
                "country": city.country_code,
                **_RADIUS,
            }
            for city in meant
        ],
        "zips": [
            {
                "key": f"{city.country_code}:{city.zips[0]}",
                "name": city.zips[0],
                "country": city.country_code,
            }
            for city in meant[:1]
        ],
    }


def points(cities: Sequence[City], where: str) -> list[dict[str, Any]]:
    """Give a circle around the centre of each city."""
    return [
        {
            "name": city.name,
            "latitude": city.latitude,
            "longitude": city.longitude,
            "country": city.country_code,
            **_RADIUS,
        }
        for city in _meant(cities, where)
    ]


def region_key(cities: Sequence[City], city: City) -> str:
    """Give Meta's key of a city's region."""
    return str(_REGION_BASE + cities.index(city))


def _meant(cities: Sequence[City], where: str) -> list[City]:
    home = cities[0].country_code
    match where:
        case "home":
            return [city for city in cities if city.country_code == home]
        case "abroad":
            return [city for city in cities if city.country_code != home]
        case _:
            return list(cities)
