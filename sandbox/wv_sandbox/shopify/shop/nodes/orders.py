"""Orders: `Order`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes import status, taxes, ways
from wv_sandbox.shopify.shop.nodes.addresses import Mailing, mailing_address
from wv_sandbox.shopify.shop.nodes.lines import line_items
from wv_sandbox.shopify.shop.nodes.metafields import metafields
from wv_sandbox.shopify.shop.nodes.order_money import MONEY
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.cities import City
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

_FIRST_NUMBER: Final = 1001
_IN_STORE_EVERY: Final = 23
_LOCALES: Final = {
    "DE": "de",
    "AT": "de",
    "FR": "fr",
    "ES": "es",
    "IT": "it",
    "NL": "nl",
    "JP": "ja",
}
_CANCEL_REASONS: Final = ("CUSTOMER", "INVENTORY", "FRAUD", "DECLINED", "OTHER")


def _address(order: Order) -> Node[Mailing]:
    people = order.view.shop.kind.people
    return mailing_address(
        Mailing(order.row, "Address", order.person, order.address, people)
    )


def _shipping_address(order: Order) -> object:
    return _address(order) if order.view.shop.kind.ships else None


def name(row: int) -> str:
    """Give the number that people know an order by."""
    return f"#{_FIRST_NUMBER + row}"


def locale(city: City) -> str:
    """Give the language of a place."""
    return _LOCALES.get(city.country_code, "en")


def _customer(order: Order) -> object:
    row = int(order.table.customer[order.row])
    gone = order.view.customers.deleted[row]
    return None if gone else order.view.node("Customer", row)


def _cancel_reason(order: Order) -> str | None:
    if not order.when("cancelled"):
        return None
    return _CANCEL_REASONS[order.row % len(_CANCEL_REASONS)]


def _journey(order: Order) -> dict[str, Any]:
    """Write a `CustomerJourneySummary`, which tells where a buyer came from."""
    visit = {
        "__typename": "CustomerVisit",
        "id": gid("CustomerVisit", order.row),
        "landingPage": f"https://example.com/?gclid=test{order.row:x}",
        "occurredAt": stamp(order.created - 600),
        "referralCode": None,
        "referralInfoHtml": "",
        "referrerUrl": "https://www.google.com/",
        "source": "Google",
        "sourceDescription": "a search",
        "sourceType": "SEO",
        "utmParameters": None,
    }
    return {
        "__typename": "CustomerJourneySummary",
        "customerOrderIndex": None,
        "daysToConversion": 1,
        "firstVisit": visit,
        "lastVisit": visit,
        "momentsCount": _count(1),
        "ready": True,
    }


def _in_store(order: Order) -> bool:
    return order.row % _IN_STORE_EVERY == 0


def _codes(order: Order) -> list[str]:
    return [cut.name for cut in order.story.basket.cuts if cut.how == "code"]


def _gateways(order: Order) -> list[str]:
    return list(dict.fromkeys(paid.gateway for paid in order.payments))


def _grams(order: Order) -> int:
    return sum(
        line.variant.grams * order.units(index)
        for index, line in order.goods
        if line.variant
    )


def _protected(make: Any) -> Any:  # noqa: ANN401 (a function of an order, twice)
    return lambda order: make(order) if order.view.shop.kind.people else None


def _count(number: int) -> dict[str, Any]:
    return {"__typename": "Count", "count": number, "precision": "EXACT"}


def _children(kind: str) -> Any:  # noqa: ANN401 (a function of an order)
    """Make the list of objects of a type below an order."""
    return lambda order: order.view.children(kind, order)


_ABOUT: Final[dict[str, Any]] = {
    "id": lambda o: gid("Order", o.row),
    "legacyResourceId": lambda o: legacy("Order", o.row),
    "name": lambda o: name(o.row),
    "number": lambda o: _FIRST_NUMBER + o.row,
    "confirmationNumber": lambda o: f"WV{o.row:07X}",
    "createdAt": lambda o: stamp(o.created),
    "processedAt": lambda o: stamp(o.created),
    "updatedAt": lambda o: stamp(o.updated),
    "cancelledAt": lambda o: stamp_or_none(o.when("cancelled")),
    "closedAt": lambda o: stamp_or_none(o.when("closed")),
    "closed": lambda o: bool(o.when("closed")),
    "cancelReason": _cancel_reason,
    "cancellation": lambda o: {"staffNote": None} if o.when("cancelled") else None,
    "confirmed": lambda _: True,
    "edited": lambda o: bool(o.when("edited")),
    "test": lambda o: bool(o.table.test[o.row]),
    "currencyCode": lambda o: o.purse.shop,
    "presentmentCurrencyCode": lambda o: o.purse.shown,
    "taxesIncluded": lambda o: o.story.basket.included,
    "taxExempt": lambda _: False,
    "estimatedTaxes": lambda _: False,
    "dutiesIncluded": lambda _: False,
    "displayFinancialStatus": status.financial,
    "displayFulfillmentStatus": status.fulfilment,
    "returnStatus": status.returned,
    "fullyPaid": lambda o: status.financial(o) == "PAID",
    "unpaid": lambda o: not o.received,
    "refundable": lambda o: o.received > o.refunded,
    "requiresShipping": lambda o: o.view.shop.kind.ships,
    "fulfillable": lambda o: not o.when("fulfilled") and not o.when("cancelled"),
    "capturable": lambda o: status.financial(o) == "AUTHORIZED",
    "canMarkAsPaid": lambda o: status.financial(o) == "PENDING",
    "canNotifyCustomer": lambda o: o.view.shop.kind.people,
    "merchantEditable": lambda o: not o.when("closed"),
    "restockable": lambda o: o.view.shop.kind.ships,
    "sourceName": lambda o: "pos" if _in_store(o) else "web",
    "sourceIdentifier": lambda _: None,
    "tags": lambda o: ["weather"] if o.table.theme[o.row] == 0 else [],
    "note": lambda o: "Please ring twice" if o.row % 29 == 0 else None,
    "poNumber": lambda _: None,
    "app": lambda _: {
        "__typename": "OrderApp",
        "id": gid("App", 0),
        "name": "Online Store",
    },
    "merchantBusinessEntity": lambda _: {
        "__typename": "BusinessEntity",
        "id": gid("BusinessEntity", 0),
    },
    "productNetwork": lambda _: False,
    "publication": lambda _: {
        "__typename": "Publication",
        "id": gid("Publication", 0),
    },
    "retailLocation": lambda o: o.view.node("Location", 1) if _in_store(o) else None,
    "customAttributes": lambda o: (
        [{"key": "gift_note", "value": "Happy birthday"}] if o.row % 31 == 0 else []
    ),
    "customerLocale": lambda o: locale(o.story.basket.city),
    "customerAcceptsMarketing": lambda o: o.person.subscribed,
    "discountCode": lambda o: next(iter(_codes(o)), None),
    "discountCodes": _codes,
    "paymentGatewayNames": _gateways,
    "subtotalLineItemsQuantity": lambda o: sum(o.units(i) for i, _ in o.goods),
    "currentSubtotalLineItemsQuantity": lambda o: sum(
        o.current_units(i) for i, _ in o.goods
    ),
    "totalWeight": lambda o: str(_grams(o)),
    "currentTotalWeight": lambda o: str(_grams(o)),
    "transactionsCount": lambda o: _count(len(o.payments)),
    "fulfillmentsCount": lambda o: _count(len(o.view.children("Fulfillment", o))),
    "risk": lambda _: {"assessments": [], "recommendation": "ACCEPT"},
}
_PEOPLE: Final[dict[str, Any]] = {
    "customer": _customer,
    "email": _protected(lambda o: o.person.email),
    "phone": _protected(lambda o: o.person.phone),
    "clientIp": lambda o: f"203.0.113.{o.row % 254 + 1}",
    "cartToken": lambda o: f"cart-{o.row:012x}",
    "checkoutToken": lambda o: f"checkout-{o.row:012x}",
    "billingAddress": _address,
    "billingAddressMatchesShippingAddress": lambda o: o.view.shop.kind.ships,
    "shippingAddress": _shipping_address,
    "displayAddress": lambda o: _shipping_address(o) or _address(o),
    "statusPageUrl": lambda o: f"https://example.com/orders/{o.row:x}/authenticate",
    "customerJourneySummary": _journey,
}
_BELOW: Final[dict[str, Any]] = {
    "lineItems": line_items,
    "shippingLine": lambda o: next(iter(ways.shipping_lines(o)), None),
    "shippingLines": ways.shipping_lines,
    "discountApplications": lambda o: [
        taxes.discount_application(o.story.basket, index)
        for index in range(len(o.story.basket.cuts))
    ],
    "agreements": _children("SalesAgreement"),
    "refunds": _children("Refund"),
    "returns": _children("Return"),
    "transactions": _children("OrderTransaction"),
    "fulfillments": _children("Fulfillment"),
    "fulfillmentOrders": _children("FulfillmentOrder"),
    "disputes": _children("OrderDisputeSummary"),
    "metafields": lambda o: metafields(o.view, "Order", o.row),
}
EMPTY: Final[dict[str, Any]] = {
    **dict.fromkeys(
        (
            "attribution",
            "merchantOfRecordApp",
            "paymentTerms",
            "purchasingEntity",
            "registeredSourceUrl",
            "shopifyProtect",
            "staffMember",
        ),
        lambda _: None,
    ),
    **dict.fromkeys(("alerts", "merchantEditableErrors"), lambda _: []),
}
ORDER: Final = named("Order", _ABOUT | MONEY | _PEOPLE | _BELOW | EMPTY)


def order(view: View, row: int) -> Node[Order]:
    """Make the object of an order."""
    return Node(ORDER, view.order(row))
