"""Business buyers: `Company`, `CompanyLocation`. Their orders are not the shop's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.money import amount
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.series import Item, Series, count_of
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

COMPANIES: Final = Series("Company", 12, every_days=40)
LOCATIONS: Final = Series("CompanyLocation", 24, every_days=20)
_NAMES: Final = ("Harbor Hotels", "North Clinics", "Ridge Schools", "Delta Offices")


def _name(row: int) -> str:
    return f"{_NAMES[row % len(_NAMES)]} {row}"


def _locations(item: Item) -> list[int]:
    rows = LOCATIONS.rows(item.view.now).tolist()
    return [row for row in rows if row // 2 == item.row]


def _contact(item: Item) -> dict[str, Any] | None:
    if item.view.customers.count <= item.row:
        return None
    return {
        "__typename": "CompanyContact",
        "id": gid("CompanyContact", item.row),
        "customer": item.view.node("Customer", item.row),
        "isMainContact": True,
        "title": None,
    }


def _spent(item: Item) -> dict[str, Any]:
    return amount(0, item.view.shop.kind.currency)


COMPANY: Final = named(
    "Company",
    {
        "id": lambda i: gid("Company", i.row),
        "contacts": lambda i: [c for c in (_contact(i),) if c],
        "contactsCount": lambda i: count_of(1 if _contact(i) else 0),
        "createdAt": lambda i: stamp(COMPANIES.created(i.row)),
        "customerSince": lambda i: stamp(COMPANIES.created(i.row)),
        "externalId": lambda i: f"ERP-{i.row:04d}",
        "lifetimeDuration": lambda i: (
            f"{(i.view.now - COMPANIES.created(i.row)) // 86_400} days"
        ),
        "locations": lambda i: [company_location(i.view, row) for row in _locations(i)],
        "locationsCount": lambda i: count_of(len(_locations(i))),
        "mainContact": _contact,
        "metafields": lambda _: [],
        "name": lambda i: _name(i.row),
        "note": lambda i: "Pays late" if i.row % 5 == 1 else None,
        "ordersCount": lambda _: count_of(0),
        "totalSpent": _spent,
        "updatedAt": lambda i: stamp(COMPANIES.updated(i.row, i.view.now)),
    },
)


def _address(item: Item) -> dict[str, Any]:
    cities = item.view.shop.kind.cities
    city = cities[item.row % len(cities)]
    street = f"{1 + item.row} Trade Road"
    return {
        "__typename": "CompanyAddress",
        "id": gid("CompanyAddress", item.row),
        "address1": street,
        "address2": None,
        "city": city.name,
        "companyName": _name(item.row // 2),
        "country": city.country,
        "countryCode": city.country_code,
        "createdAt": stamp(LOCATIONS.created(item.row)),
        "firstName": None,
        "formattedAddress": [street, city.name, city.country],
        "formattedArea": f"{city.name}, {city.country}",
        "lastName": None,
        "phone": None,
        "province": city.province or None,
        "recipient": "Goods entry",
        "updatedAt": stamp(LOCATIONS.created(item.row)),
        "zip": city.zips[0],
        "zoneCode": city.province_code or None,
    }


COMPANY_LOCATION: Final = named(
    "CompanyLocation",
    {
        "id": lambda i: gid("CompanyLocation", i.row),
        "billingAddress": _address,
        "buyerExperienceConfiguration": lambda _: {
            "__typename": "BuyerExperienceConfiguration",
            "checkoutToDraft": False,
            "editableShippingAddress": True,
        },
        "catalogsCount": lambda _: count_of(0),
        "company": lambda i: company(i.view, i.row // 2),
        "createdAt": lambda i: stamp(LOCATIONS.created(i.row)),
        "currency": lambda i: i.view.shop.kind.currency,
        "externalId": lambda _: None,
        "locale": lambda _: "en",
        "metafields": lambda _: [],
        "name": lambda i: f"{_name(i.row // 2)}, house {1 + i.row % 2}",
        "note": lambda _: None,
        "ordersCount": lambda _: count_of(0),
        "phone": lambda i: f"+1555{i.row:07d}",
        "shippingAddress": _address,
        "taxSettings": lambda _: {
            "__typename": "CompanyLocationTaxSettings",
            "taxExempt": False,
            "taxExemptions": [],
            "taxRegistrationId": None,
        },
        "totalSpent": _spent,
        "updatedAt": lambda i: stamp(LOCATIONS.updated(i.row, i.view.now)),
    },
)


def company(view: View, row: int) -> Node[Item]:
    """Make the object of a company."""
    return Node(COMPANY, Item(view, row))


def company_location(view: View, row: int) -> Node[Item]:
    """Make the object of a company's place."""
    return Node(COMPANY_LOCATION, Item(view, row))
