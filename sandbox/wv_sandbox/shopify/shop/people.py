"""Who buys: names, addresses, and where they live. Nobody of them exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.shopify.shop import table
from wv_sandbox.shopify.shop.cities import City, find_cities
from wv_sandbox.shopify.shop.draws import Draws

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.kinds import Kind

_FIRST: Final = (
    "Ada", "Ben", "Chloe", "Dario", "Emma", "Farid", "Greta", "Hugo",
    "Ines", "Jonas", "Kaia", "Liam", "Mara", "Noah", "Olga", "Priya",
)  # fmt: skip
_LAST: Final = (
    "Abbott", "Becker", "Cohen", "Diaz", "Ekström", "Fournier", "Garcia", "Hughes",
    "Ito", "Jansen", "Khan", "Lopez", "Moreau", "Novak", "O'Neill", "Petrov",
)  # fmt: skip
_STREETS: Final = ("Main Street", "Park Avenue", "Mill Lane", "Station Road", "Elm Way")


class Address(NamedTuple):
    """An address.

    Attributes:
        street: House and street.
        zip_code: Postcode.
        city: With province and country.
        latitude: Degrees north; nothing if nobody located it.
        longitude: Degrees east; nothing likewise.
    """

    street: str
    zip_code: str
    city: City
    latitude: float | None
    longitude: float | None


class Person(NamedTuple):
    """A customer.

    Attributes:
        number: Of the customer.
        first: First name.
        last: Last name.
        phone: With the country's code; nothing for most.
        address: Where they live.
        subscribed: Whether they want e-mails.
        note: What the shop wrote down; nothing for most.
    """

    number: int
    first: str
    last: str
    phone: str | None
    address: Address
    subscribed: bool
    note: str | None

    @property
    def email(self) -> str:
        """A mailbox at a domain that never exists."""
        first, last = self.first.lower(), self.last.lower().replace("'", "")
        return f"{first}.{last.replace('ö', 'oe')}{self.number}@example.com"


def draw_person(kind: Kind, key: bytes, number: int, city: City) -> Person:
    """Draw a customer who lives in a city."""
    draws = Draws(key, number)
    spread = kind.spread_degrees
    address = Address(
        street=f"{1 + draws.integer(240)} {draws.choice(_STREETS)}",
        zip_code=draws.choice(city.zips),
        city=city,
        latitude=round(city.latitude + spread * (2 * draws.unit() - 1), 6),
        longitude=round(city.longitude + spread * (2 * draws.unit() - 1), 6),
    )
    return Person(
        number=number,
        first=draws.choice(_FIRST),
        last=draws.choice(_LAST),
        phone=f"+1555{draws.integer(10_000_000):07d}" if draws.chance(300) else None,
        address=address,
        subscribed=draws.chance(450),
        note="Prefers a call before delivery" if draws.chance(30) else None,
    )


def located(address: Address, defect: int) -> Address:
    """Give an address with the coordinates that an order has of it.

    Args:
        address: Where it really is.
        defect: One of `table.FINE` and its neighbours.
    """
    north, east = address.latitude, address.longitude
    if north is None or east is None or defect == table.FINE:
        return address
    match defect:
        case table.NO_POINT:
            return address._replace(latitude=None, longitude=None)
        case table.NULL_ISLAND:
            return address._replace(latitude=0.0, longitude=0.0)
        case table.SWAPPED:
            return address._replace(latitude=east, longitude=north)
        case table.SIGN_LOST:
            return address._replace(latitude=abs(north), longitude=abs(east))
        case _:
            away = _elsewhere(address.city.country_code)
            return address._replace(latitude=away.latitude, longitude=away.longitude)


def _elsewhere(country_code: str) -> City:
    berlin, new_york = find_cities(("berlin", "new-york"))
    return new_york if country_code == berlin.country_code else berlin
