"""Where ads are shown, as Google names places: by the numbers of its list.

https://developers.google.com/google-ads/api/data/geotargets
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.googleads.rows.scene import Values, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.googleads.rows.scene import Scene
    from wv_sandbox.shopify.shop.cities import City


class Place(NamedTuple):
    """A city and what lies around it.

    Attributes:
        country: ISO 3166-1 alpha-2.
        city: Number of the city.
        region: Number of the state, province or region.
        region_name: Its name.
        metro: Number of the metro area; only American cities have one.
        metro_name: Its name.
    """

    country: str
    city: int
    region: int
    region_name: str
    metro: int | None = None
    metro_name: str = ""


COUNTRIES: Final = {
    "AT": (2040, "Austria"),
    "AU": (2036, "Australia"),
    "CA": (2124, "Canada"),
    "DE": (2276, "Germany"),
    "ES": (2724, "Spain"),
    "FR": (2250, "France"),
    "GB": (2826, "United Kingdom"),
    "IT": (2380, "Italy"),
    "NL": (2528, "Netherlands"),
    "US": (2840, "United States"),
}
"""Numbers (2000 and the ISO 3166-1 number) and names by code."""
PLACES: Final = {
    "New York": Place("US", 1023191, 21167, "New York", 200501, "New York, NY"),
    "Phoenix": Place("US", 1013462, 21136, "Arizona", 200753, "Phoenix, AZ"),
    "Honolulu": Place("US", 1014895, 21144, "Hawaii", 200744, "Honolulu, HI"),
    "Berlin": Place("DE", 1003854, 20226, "Berlin"),
    "Hamburg": Place("DE", 1004437, 20229, "Hamburg"),
    "Munich": Place("DE", 1004234, 20225, "Bavaria"),
    "Cologne": Place("DE", 1004054, 20233, "North Rhine-Westphalia"),
    "London": Place("GB", 1006886, 20339, "England"),
    "Toronto": Place("CA", 1002451, 20121, "Ontario"),
    "Sydney": Place("AU", 1000286, 20034, "New South Wales"),
    "Paris": Place("FR", 1006094, 20321, "Ile-de-France"),
    "Vienna": Place("AT", 1000997, 20044, "Vienna"),
    "Amsterdam": Place("NL", 1010543, 20759, "North Holland"),
    "Madrid": Place("ES", 1005493, 20282, "Community of Madrid"),
    "Rome": Place("IT", 1008736, 20566, "Lazio"),
}
"""Cities by name; `AWAY` is one where no ad is shown."""
AWAY: Final = "Honolulu"


def place_of(city: City) -> Place:
    """Give the place of a city where ads are shown."""
    return PLACES[city.name]


def constant(number: int | None) -> str | None:
    """Name a place as fields of other resources do."""
    return None if number is None else f"geoTargetConstants/{number}"


def located(city: City, precision: str) -> dict[str, int | None]:
    """Give the numbers of a place as far as it is known.

    Args:
        city: Where somebody is.
        precision: `city`, `region` or `country`.

    Returns:
        Numbers of `city`, `metro`, `region`, `country` and `most_specific`.
    """
    place = place_of(city)
    country = COUNTRIES[city.country_code][0]
    near = precision == "city"
    known = precision != "country"
    region = place.region if known else None
    return {
        "city": place.city if near else None,
        "metro": place.metro if near else None,
        "region": region,
        "country": country,
        "most_specific": place.city if near else region or country,
    }


def geo_target_constants(scene: Scene) -> Iterator[Values]:
    """Give the whole list: it is the same for every account."""
    del scene
    for code, (number, name) in COUNTRIES.items():
        yield _constant(number, name, name, code, "Country", None)
    for city, place in PLACES.items():
        code = place.country
        country, country_name = COUNTRIES[code]
        region = place.region_name
        canonical = f"{region},{country_name}"
        yield _constant(place.region, region, canonical, code, "State", country)
        if place.metro is not None:
            metro = f"{place.metro_name},{country_name}"
            yield _constant(
                place.metro, place.metro_name, metro, code, "DMA Region", country
            )
        yield _constant(
            place.city, city, f"{city},{canonical}", code, "City", place.region
        )


def _constant(  # noqa: PLR0913, PLR0917 - one argument a field.
    number: int, name: str, canonical: str, code: str, kind: str, parent: int | None
) -> Values:
    return under(
        "geo_target_constant",
        (
            ("resource_name", constant(number)),
            ("id", number),
            ("name", name),
            ("canonical_name", canonical),
            ("country_code", code),
            ("target_type", kind),
            ("status", "ENABLED"),
            ("parent_geo_target", constant(parent)),
        ),
    )
