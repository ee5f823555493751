"""The cities that shops ship to, at their real coordinates."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from wv_sandbox.openmeteo.gazetteer import Place, places

TAX_ONE: Final = 1_000_000


class City(NamedTuple):
    """A city as addresses and taxes need it.

    Attributes:
        name: As addresses spell it.
        province: State or province; empty where addresses have none.
        province_code: Its code; empty likewise.
        country: Country in English.
        country_code: ISO 3166-1 alpha-2.
        latitude: Degrees north.
        longitude: Degrees east.
        zone: IANA name.
        zips: Some postcodes, at least one.
        weight: Share of the demand, against the other cities of the shop.
        taxes: Name and rate [millionths] of each tax on a sale there.
    """

    name: str
    province: str
    province_code: str
    country: str
    country_code: str
    latitude: float
    longitude: float
    zone: str
    zips: tuple[str, ...]
    weight: float
    taxes: tuple[tuple[str, int], ...]

    @property
    def tax_rate(self) -> int:
        """All taxes together [millionths]."""
        return sum(rate for _, rate in self.taxes)


class _Row(NamedTuple):
    """What the gazetteer does not know; a point replaces that of its centre."""

    place: int
    code: str
    weight: float
    taxes: tuple[tuple[str, int], ...]
    zip_code: str = ""
    point: tuple[float, float] | None = None


def _state(name: str, rate: int, local: int) -> tuple[tuple[str, int], ...]:
    taxes = ((f"{name} State Tax", rate), (f"{name} Local Tax", local))
    return tuple(tax for tax in taxes if tax[1])


def _vat(rate: int) -> tuple[tuple[str, int], ...]:
    return (("VAT", rate),)


_ROWS: Final = {
    "new-york": _Row(5128581, "NY", 5.0, _state("New York", 40_000, 48_750)),
    "los-angeles": _Row(5368361, "CA", 3.4, _state("California", 72_500, 22_500)),
    "chicago": _Row(4887398, "IL", 2.4, _state("Illinois", 62_500, 40_000)),
    "houston": _Row(4699066, "TX", 1.8, _state("Texas", 62_500, 20_000)),
    "phoenix": _Row(
        5308655, "AZ", 1.5, _state("Arizona", 56_000, 30_000), "", (33.45, -112.07)
    ),
    "seattle": _Row(5809844, "WA", 1.3, _state("Washington", 65_000, 37_500)),
    "boston": _Row(4930956, "MA", 1.2, _state("Massachusetts", 62_500, 0)),
    "denver": _Row(5419384, "CO", 1.1, _state("Colorado", 29_000, 59_100)),
    "miami": _Row(4164138, "FL", 1.2, _state("Florida", 60_000, 10_000)),
    "honolulu": _Row(5856195, "HI", 0.3, _state("Hawaii", 40_000, 5_000)),
    "manhattan": _Row(
        5128581, "NY", 3.0, _state("New York", 40_000, 48_750), "", (40.78, -73.97)
    ),
    "toronto": _Row(6167865, "ON", 2.6, (("HST", 130_000),), "", (43.65, -79.38)),
    "montreal": _Row(6077243, "QC", 1.5, (("GST", 50_000), ("QST", 99_750)), "H2Y 1C6"),
    "vancouver": _Row(6173331, "BC", 1.2, (("GST", 50_000), ("PST", 70_000))),
    "berlin": _Row(2950159, "", 2.6, _vat(190_000), "", (52.52, 13.41)),
    "hamburg": _Row(2911298, "", 1.5, _vat(190_000)),
    "munich": _Row(2867714, "", 1.4, _vat(190_000)),
    "cologne": _Row(2886242, "", 1.1, _vat(190_000)),
    "paris": _Row(2988507, "", 1.6, _vat(200_000)),
    "vienna": _Row(2761369, "", 1.0, _vat(200_000)),
    "amsterdam": _Row(2759794, "", 0.9, _vat(210_000)),
    "madrid": _Row(3117735, "M", 0.9, _vat(210_000)),
    "rome": _Row(3169070, "RM", 0.8, _vat(220_000)),
    "london": _Row(2643743, "ENG", 2.2, _vat(200_000), "", (51.51, -0.13)),
    "sydney": _Row(2147714, "NSW", 1.6, (("GST", 100_000),), "2000", (-33.87, 151.21)),
    "tokyo": _Row(1850147, "JP-13", 1.2, (("Consumption Tax", 100_000),)),
}
AMERICAN: Final = (
    "new-york",
    "los-angeles",
    "chicago",
    "houston",
    "phoenix",
    "seattle",
    "boston",
    "denver",
    "miami",
    "honolulu",
)
EUROPEAN: Final = (
    "berlin",
    "hamburg",
    "munich",
    "cologne",
    "paris",
    "vienna",
    "amsterdam",
    "madrid",
    "rome",
)
WORLD: Final = (
    "toronto",
    "montreal",
    "vancouver",
    "new-york",
    "chicago",
    "london",
    "berlin",
    "paris",
    "sydney",
    "tokyo",
)
DEMO: Final = ("manhattan", "berlin", "london", "toronto", "sydney", "phoenix")


def _city(row: _Row, place: Place) -> City:
    latitude, longitude = row.point or (place.latitude, place.longitude)
    return City(
        name=place.name,
        province=place.areas[0] if row.code else "",
        province_code=row.code,
        country=place.country,
        country_code=place.country_code,
        latitude=latitude,
        longitude=longitude,
        zone=place.timezone,
        zips=(row.zip_code,) if row.zip_code else place.postcodes or ("00000",),
        weight=row.weight,
        taxes=row.taxes,
    )


@cache
def find_cities(names: tuple[str, ...]) -> tuple[City, ...]:
    """Look up cities by their keys, in the order given."""
    known = {place.id: place for place in places()}
    return tuple(_city(_ROWS[name], known[_ROWS[name].place]) for name in names)
