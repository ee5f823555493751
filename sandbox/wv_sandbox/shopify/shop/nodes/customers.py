"""Customers: `Customer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.customers import Customer
from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.money import amount, shop_cents
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.addresses import Mailing, mailing_address
from wv_sandbox.shopify.shop.nodes.metafields import metafields
from wv_sandbox.shopify.shop.nodes.orders import locale
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

_LOYAL_ORDERS: Final = 4


def _address(customer: Customer) -> Node[Mailing]:
    person, people = customer.person, customer.view.shop.kind.people
    return mailing_address(
        Mailing(customer.row, "CustomerAddress", person, person.address, people)
    )


def _spent(customer: Customer) -> dict[str, Any]:
    cents = sum(shop_cents(o.received - o.refunded) for o in customer.orders)
    return amount(cents, customer.view.shop.kind.currency)


def _consent(customer: Customer) -> str:
    return "SUBSCRIBED" if customer.person.subscribed else "NOT_SUBSCRIBED"


def _email(customer: Customer) -> dict[str, Any]:
    subscribed = customer.person.subscribed
    return {
        "__typename": "CustomerEmailAddress",
        "emailAddress": customer.person.email,
        "marketingOptInLevel": "SINGLE_OPT_IN" if subscribed else None,
        "marketingState": _consent(customer),
        "marketingUnsubscribeUrl": f"https://example.com/u/{customer.row:x}",
        "marketingUpdatedAt": stamp(customer.created) if subscribed else None,
        "openTrackingLevel": "UNKNOWN",
        "openTrackingUrl": f"https://example.com/o/{customer.row:x}",
        "sourceLocation": None,
        "validFormat": True,
    }


def _phone(customer: Customer) -> dict[str, Any] | None:
    if customer.person.phone is None:
        return None
    consent: dict[str, Any] = {
        "collectedFrom": "SHOPIFY",
        "optInLevel": None,
        "sourceLocation": None,
        "state": "NEVER_SUBSCRIBED",
        "updatedAt": None,
    }
    return {
        "__typename": "CustomerPhoneNumber",
        "phoneNumber": customer.person.phone,
        "marketingCollectedFrom": "SHOPIFY",
        "marketingOptInLevel": None,
        "marketingState": "NOT_SUBSCRIBED",
        "marketingUpdatedAt": None,
        "smsMarketingConsent": consent,
        "whatsAppMarketingConsent": consent,
    }


def _protected(make: Any, hidden: object = None) -> Any:  # noqa: ANN401 (a function of a customer, twice)
    return lambda c: make(c) if c.view.shop.kind.people else hidden


def _last_order(customer: Customer) -> object:
    orders = customer.orders
    return customer.view.node("Order", orders[-1].row) if orders else None


CUSTOMER: Final = named(
    "Customer",
    {
        "id": lambda c: gid("Customer", c.row),
        "legacyResourceId": lambda c: legacy("Customer", c.row),
        "addressesV2": lambda c: [_address(c)],
        "amountSpent": _spent,
        "canDelete": lambda c: not c.orders,
        "companyContactProfiles": lambda _: [],
        "createdAt": lambda c: stamp(c.created),
        "dataSaleOptOut": lambda _: False,
        "defaultAddress": _address,
        "defaultEmailAddress": _protected(_email),
        "defaultPhoneNumber": _protected(_phone),
        "displayName": _protected(lambda c: f"{c.person.first} {c.person.last}", ""),
        "email": _protected(lambda c: c.person.email),
        "firstName": _protected(lambda c: c.person.first),
        "identityProviderSubjects": lambda _: [],
        "image": lambda c: {
            "id": None,
            "altText": None,
            "url": f"https://example.com/faces/{c.row:x}.png",
        },
        "lastName": _protected(lambda c: c.person.last),
        "lastOrder": _last_order,
        "lifetimeDuration": lambda c: f"{(c.view.now - c.created) // 86_400} days",
        "locale": lambda c: locale(c.person.address.city),
        "mergeable": lambda _: {
            "errorFields": [],
            "isMergeable": True,
            "mergeInProgress": None,
            "reason": None,
        },
        "metafields": lambda c: metafields(c.view, "Customer", c.row),
        "multipassIdentifier": lambda _: None,
        "note": lambda c: c.person.note,
        "numberOfOrders": lambda c: str(len(c.orders)),
        "orders": lambda c: [c.view.node("Order", o.row) for o in c.orders],
        "phone": _protected(lambda c: c.person.phone),
        "productSubscriberStatus": lambda _: "NEVER_SUBSCRIBED",
        "state": lambda c: "ENABLED" if c.row % 3 else "DISABLED",
        "statistics": lambda _: {"predictedSpendTier": None, "rfmGroup": None},
        "tags": lambda c: ["loyal"] if len(c.orders) >= _LOYAL_ORDERS else [],
        "taxExempt": lambda _: False,
        "taxExemptions": lambda _: [],
        "taxSettings": lambda _: {"taxId": None},
        "updatedAt": lambda c: stamp(c.updated),
        "verifiedEmail": lambda _: True,
    },
)


def customer(view: View, row: int) -> Node[Customer]:
    """Make the object of a customer."""
    return Node(CUSTOMER, Customer(view, row))
