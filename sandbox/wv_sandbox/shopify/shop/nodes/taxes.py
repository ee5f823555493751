"""Tax lines and discount allocations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify.shop.cities import TAX_ONE
from wv_sandbox.shopify.shop.money import Bag, amount, split

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.basket import Basket, Cut
    from wv_sandbox.shopify.shop.money import Purse


def tax_parts(basket: Basket, tax: Bag) -> list[tuple[str, int, Bag]]:
    """Share a tax out among those that are due where an order goes.

    Returns:
        Name, rate [millionths] and amount of each.
    """
    if not tax:
        return []
    taxes = basket.city.taxes
    shares = split(tax, [rate for _, rate in taxes])
    return [(name, rate, s) for (name, rate), s in zip(taxes, shares, strict=True)]


def tax_line(purse: Purse, name: str, rate: int, tax: Bag) -> dict[str, Any]:
    """Write a `TaxLine`."""
    return {
        "__typename": "TaxLine",
        "channelLiable": False,
        "priceSet": purse.write(tax),
        "rate": rate / TAX_ONE,
        "ratePercentage": rate * 100 / TAX_ONE,
        "source": "Shopify",
        "title": name,
    }


def tax_lines(basket: Basket, tax: Bag) -> list[dict[str, Any]]:
    """Write the taxes on something."""
    purse = basket.purse
    return [tax_line(purse, *due) for due in tax_parts(basket, tax)]


def discount_application(basket: Basket, index: int) -> dict[str, Any]:
    """Write a `DiscountApplication` of the type that it is."""
    cut = basket.cuts[index]
    spread = "ACROSS" if cut.cents or cut.how == "code" else "ONE"
    common: dict[str, Any] = {
        "allocationMethod": spread,
        "index": index,
        "targetSelection": "ALL" if cut.line < 0 else "EXPLICIT",
        "targetType": "SHIPPING_LINE" if cut.shipping else "LINE_ITEM",
        "value": _value(basket, cut),
    }
    match cut.how:
        case "code":
            special = {"__typename": "DiscountCodeApplication", "code": cut.name}
        case "automatic":
            special = {"__typename": "AutomaticDiscountApplication", "title": cut.name}
        case _:
            special = {
                "__typename": "ManualDiscountApplication",
                "title": cut.name,
                "description": cut.name,
            }
    return special | common


def _value(basket: Basket, cut: Cut) -> dict[str, Any]:
    if cut.percent:
        return {
            "__typename": "PricingPercentageValue",
            "percentage": float(cut.percent),
        }
    return amount(cut.cents, basket.purse.shop)


def allocation(basket: Basket, index: int, cut: Bag) -> dict[str, Any]:
    """Write a `DiscountAllocation`."""
    return {
        "__typename": "DiscountAllocation",
        "allocatedAmountSet": basket.purse.write(cut),
        "discountApplication": discount_application(basket, index),
    }
