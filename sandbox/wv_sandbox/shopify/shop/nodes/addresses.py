"""Addresses of buyers: `MailingAddress`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.node import Node, named

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.people import Address, Person


class Mailing(NamedTuple):
    """An address as an object.

    Attributes:
        number: Row of the address.
        model: `Address` of an order, `CustomerAddress` of a customer.
        person: Who lives there.
        address: Where.
        people: Whether the plan may see what is protected.
    """

    number: int
    model: str
    person: Person
    address: Address
    people: bool


def _lines(mailing: Mailing) -> list[str]:
    address, city = mailing.address, mailing.address.city
    return [
        address.street,
        f"{address.zip_code} {city.name} {city.province_code}".rstrip(),
        city.country,
    ]


def _area(mailing: Mailing) -> str:
    city = mailing.address.city
    parts = (city.name, city.province_code, city.country)
    return ", ".join(part for part in parts if part)


def _protected(value: str) -> Any:  # noqa: ANN401 (a function of a mailing)
    """Make a field that plans below the second level of protected data do not see."""

    def make(mailing: Mailing) -> object:
        return _PROTECTED[value](mailing) if mailing.people else None

    return make


_PROTECTED: Final[dict[str, Any]] = {
    "address1": lambda m: m.address.street,
    "address2": lambda m: "Apt 4" if m.person.number % 9 == 0 else None,
    "firstName": lambda m: m.person.first,
    "lastName": lambda m: m.person.last,
    "latitude": lambda m: m.address.latitude,
    "longitude": lambda m: m.address.longitude,
    "name": lambda m: f"{m.person.first} {m.person.last}",
    "phone": lambda m: m.person.phone,
    "zip": lambda m: m.address.zip_code,
}
MAILING_ADDRESS: Final = named(
    "MailingAddress",
    {
        "id": lambda m: gid("MailingAddress", m.number) + f"?model_name={m.model}",
        "city": lambda m: m.address.city.name,
        "company": lambda _: None,
        "coordinatesValidated": lambda m: m.people and m.address.latitude is not None,
        "country": lambda m: m.address.city.country,
        "countryCodeV2": lambda m: m.address.city.country_code,
        "formattedArea": _area,
        "province": lambda m: m.address.city.province or None,
        "provinceCode": lambda m: m.address.city.province_code or None,
        "timeZone": lambda m: m.address.city.zone,
        "validationResultSummary": lambda _: None,
        **{field: _protected(field) for field in _PROTECTED},
        "formatted": lambda m: _lines(m) if m.people else [],
    },
)


def mailing_address(mailing: Mailing) -> Node[Mailing]:
    """Make the object of an address."""
    return Node(MAILING_ADDRESS, mailing)
