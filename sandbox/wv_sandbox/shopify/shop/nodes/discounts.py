"""Discounts and their codes: `DiscountNode`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.index import Root, Rows, gids
from wv_sandbox.shopify.shop.money import amount
from wv_sandbox.shopify.shop.node import Node
from wv_sandbox.shopify.shop.series import Item, Series, count_of
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.shopify.shop.view import View


class Offer(NamedTuple):
    """A discount that the shop offers.

    Attributes:
        kind: GraphQL type.
        title: Its code, if it has one code, or its title.
        percent: Of the price; 0 for an amount, or for the way.
        codes: How many codes it has.
    """

    kind: str
    title: str
    percent: int
    codes: int


OFFERS: Final = (
    Offer("DiscountCodeBasic", "SAVE10", 10, 1),
    Offer("DiscountCodeBasic", "SAVE15", 15, 1),
    Offer("DiscountCodeBasic", "SAVE20", 20, 1),
    Offer("DiscountCodeFreeShipping", "FREESHIP", 0, 1),
    Offer("DiscountAutomaticBasic", "Five off", 0, 0),
    Offer("DiscountCodeBasic", "Newsletter", 5, 620),
    Offer("DiscountAutomaticFreeShipping", "Way for free", 0, 0),
    Offer("DiscountCodeBasic", "Not yet given out", 30, 0),
)
DISCOUNTS: Final = Series("DiscountNode", len(OFFERS), every_days=9, touch_days=30)


def _offer(item: Item) -> Offer:
    return OFFERS[item.row]


def _code(row: int) -> dict[str, Any]:
    discount, index = divmod(row, CHILDREN)
    offer = OFFERS[discount]
    text = offer.title if offer.codes == 1 else f"NEWS-{index:04d}"
    return {
        "__typename": "DiscountRedeemCode",
        "id": gid("DiscountRedeemCode", row),
        "asyncUsageCount": index % 4,
        "code": text,
        "createdBy": None,
    }


def _codes(item: Item) -> Rows:
    """Make the list of codes, which may be long."""
    first = item.row * CHILDREN
    rows = np.arange(first, first + _offer(item).codes)
    fields = {name: _reader(name) for name in _code(first)}
    columns = {"id": gids("DiscountRedeemCode")}
    return Rows(
        Root("DiscountRedeemCode", rows, columns, lambda row: Node(fields, row))
    )


def _reader(name: str) -> Callable[[int], Any]:
    return lambda row: _code(row)[name]


def _value(item: Item) -> dict[str, Any]:
    offer = _offer(item)
    if offer.percent:
        return {"__typename": "DiscountPercentage", "percentage": offer.percent / 100}
    return {
        "__typename": "DiscountAmount",
        "amount": amount(500, item.view.shop.kind.currency),
        "appliesOnEachItem": False,
    }


def _gets(item: Item) -> dict[str, Any]:
    return {
        "__typename": "DiscountCustomerGets",
        "appliesOnOneTimePurchase": True,
        "appliesOnSubscription": False,
        "items": {"__typename": "AllDiscountItems", "allItems": True},
        "value": _value(item),
    }


def _classes(item: Item) -> list[str]:
    return ["SHIPPING"] if "FreeShipping" in _offer(item).kind else ["ORDER"]


def _zero(item: Item) -> dict[str, Any]:
    return amount(0, item.view.shop.kind.currency)


_Fields = dict[str, "Callable[[Item], Any]"]
_COMMON: Final[_Fields] = {
    "__typename": lambda i: _offer(i).kind,
    "asyncUsageCount": lambda i: 3 * i.row,
    "combinesWith": lambda _: {
        "__typename": "DiscountCombinesWith",
        "orderDiscounts": False,
        "productDiscounts": False,
        "productDiscountsWithTagsOnSameCartLine": None,
        "shippingDiscounts": True,
    },
    "context": lambda _: {"__typename": "DiscountBuyerSelectionAll", "all": "ALL"},
    "createdAt": lambda i: stamp(DISCOUNTS.created(i.row)),
    "discountClasses": _classes,
    "endsAt": lambda _: None,
    "minimumRequirement": lambda _: None,
    "shortSummary": lambda i: _offer(i).title,
    "startsAt": lambda i: stamp(DISCOUNTS.created(i.row)),
    "status": lambda _: "ACTIVE",
    "summary": lambda i: _offer(i).title,
    "tags": lambda _: [],
    "title": lambda i: _offer(i).title,
    "updatedAt": lambda i: stamp(DISCOUNTS.updated(i.row, i.view.now)),
}
_OF_CODES: Final[_Fields] = {
    "appliesOncePerCustomer": lambda _: False,
    "codes": _codes,
    "codesCount": lambda i: count_of(_offer(i).codes),
    "hasTimelineComment": lambda _: False,
    "recurringCycleLimit": lambda _: None,
    "shareableUrls": lambda _: [],
    "totalSales": _zero,
    "usageLimit": lambda _: None,
}
_OF_GOODS: Final[_Fields] = {"customerGets": _gets}
_OF_WAYS: Final[_Fields] = {
    "appliesOnOneTimePurchase": lambda _: True,
    "appliesOnSubscription": lambda _: False,
    "destinationSelection": lambda _: {
        "__typename": "DiscountCountryAll",
        "allCountries": True,
    },
    "maximumShippingPrice": lambda _: None,
}
_ALONE: Final[_Fields] = {"recurringCycleLimit": lambda _: 1}
_FIELDS: Final[dict[str, _Fields]] = {
    "DiscountCodeBasic": _COMMON | _OF_CODES | _OF_GOODS,
    "DiscountCodeFreeShipping": _COMMON | _OF_CODES | _OF_WAYS,
    "DiscountAutomaticBasic": _COMMON | _OF_GOODS | _ALONE,
    "DiscountAutomaticFreeShipping": (
        _COMMON
        | _OF_WAYS
        | _ALONE
        | {"hasTimelineComment": lambda _: False, "totalSales": _zero}
    ),
}
DISCOUNT_NODE: Final[_Fields] = {
    "__typename": lambda _: "DiscountNode",
    "id": lambda i: gid("DiscountNode", i.row),
    "discount": lambda i: Node(_FIELDS[_offer(i).kind], i),
    "metafields": lambda _: [],
}


def method(row: int) -> str:
    """Tell whether a discount takes a code, as searches name it."""
    return "automatic" if "Automatic" in OFFERS[row].kind else "code"


def discount_node(view: View, row: int) -> Node[Item]:
    """Make the object of a discount."""
    return Node(DISCOUNT_NODE, Item(view, row))
