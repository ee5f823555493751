"""The ledger of sales: agreements, and the sales of each.

Every happening is one agreement; every entry of it one sale. A sale's total is with
tax, its discount before tax; what comes back is negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.node import Node
from wv_sandbox.shopify.shop.nodes.lines import LINE_ITEM, Line, duty
from wv_sandbox.shopify.shop.nodes.order_money import additional_fee
from wv_sandbox.shopify.shop.nodes.taxes import tax_line, tax_parts
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.shopify.shop.events import Entry, Happening
    from wv_sandbox.shopify.shop.money import Bag
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

_AGREEMENTS: Final = {
    "ORDER": "OrderAgreement",
    "ORDER_EDIT": "OrderEditAgreement",
    "REFUND": "RefundAgreement",
    "RETURN": "ReturnAgreement",
}
_SALES: Final = {
    "PRODUCT": "ProductSale",
    "GIFT_CARD": "GiftCardSale",
    "TIP": "TipSale",
    "SHIPPING": "ShippingLineSale",
    "DUTY": "DutySale",
    "ADDITIONAL_FEE": "AdditionalFeeSale",
    "FEE": "FeeSale",
    "ADJUSTMENT": "AdjustmentSale",
}
_MAX_TAXES: Final = 4


class Agreement(NamedTuple):
    """One happening as an agreement.

    Attributes:
        order: The order.
        step: Position of the happening.
        happening: What happened.
    """

    order: Order
    step: int
    happening: Happening


class Sale(NamedTuple):
    """One entry as a sale.

    Attributes:
        order: The order.
        row: Row of the sale among all sales.
        entry: What was sold or taken back.
    """

    order: Order
    row: int
    entry: Entry


def _taxes(sale: Sale) -> list[dict[str, Any]]:
    basket = sale.order.story.basket
    return [
        {
            "__typename": "SaleTax",
            "id": gid("SaleTax", sale.row * _MAX_TAXES + position),
            "amount": basket.purse.write(tax),
            "taxLine": tax_line(basket.purse, name, rate, tax),
        }
        for position, (name, rate, tax) in enumerate(
            tax_parts(basket, sale.entry.money.tax)
        )
    ]


def _money(read: Callable[[Entry], Bag]) -> Callable[[Sale], dict[str, Any]]:
    return lambda sale: sale.order.purse.write(read(sale.entry))


def _line(sale: Sale) -> Node[Line]:
    return Node(LINE_ITEM, Line(sale.order, sale.entry.line))


def _fee(sale: Sale) -> dict[str, Any]:
    return {
        "__typename": "ReturnShippingFee",
        "id": gid("ReturnShippingFee", sale.order.row),
        "amountSet": sale.order.purse.write(sale.entry.money.gross),
    }


_COMMON: Final[dict[str, Callable[[Sale], Any]]] = {
    "__typename": lambda s: _SALES[s.entry.what],
    "id": lambda s: gid("Sale", s.row),
    "actionType": lambda s: s.entry.action,
    "lineType": lambda s: s.entry.what,
    "quantity": lambda s: s.entry.quantity or None,
    "taxes": _taxes,
    "totalAmount": _money(lambda entry: entry.money.total),
    "totalDiscountAmountAfterTaxes": _money(lambda _: 0),
    "totalDiscountAmountBeforeTaxes": _money(lambda entry: entry.money.discount),
    "totalTaxAmount": _money(lambda entry: entry.money.tax),
}
_SPECIAL: Final[dict[str, dict[str, Callable[[Sale], Any]]]] = {
    "PRODUCT": {"lineItem": _line},
    "GIFT_CARD": {"lineItem": _line},
    "TIP": {"lineItem": _line},
    "SHIPPING": {
        "shippingLine": lambda s: s.order.view.node("ShippingLine", s.order.row)
    },
    "DUTY": {"duty": lambda s: duty(Line(s.order, s.entry.line))},
    "ADDITIONAL_FEE": {
        "additionalFee": lambda s: (
            additional_fee(s.order) | {"__typename": "SaleAdditionalFee"}
        )
    },
    "FEE": {"fee": _fee},
    "ADJUSTMENT": {},
}
_SALE_FIELDS: Final = {what: _COMMON | more for what, more in _SPECIAL.items()}


def sales(agreement: Agreement) -> list[Node[Sale]]:
    """Make the sales of an agreement."""
    order = agreement.order
    before = order.story.happenings[: agreement.step]
    first = order.row * CHILDREN + sum(len(step.entries) for step in before)
    return [
        Node(_SALE_FIELDS[entry.what], Sale(order, first + position, entry))
        for position, entry in enumerate(agreement.happening.entries)
    ]


def _refund(agreement: Agreement) -> object:
    """Find the refund of the same moment that took the same things back."""
    order, happening = agreement.order, agreement.happening
    wanted = happening.at, happening.entries
    index = [(refund.at, refund.entries) for refund in order.refunds].index(wanted)
    return order.view.node("Refund", order.row * CHILDREN + index)


_AGREEMENT: Final[dict[str, Callable[[Agreement], Any]]] = {
    "__typename": lambda a: _AGREEMENTS[a.happening.kind],
    "id": lambda a: gid("SalesAgreement", a.order.row * CHILDREN + a.step),
    "app": lambda _: None,
    "happenedAt": lambda a: stamp(a.happening.at),
    "reason": lambda a: a.happening.kind,
    "sales": sales,
    "user": lambda _: None,
}
_AGREEMENT_FIELDS: Final[dict[str, dict[str, Callable[[Agreement], Any]]]] = {
    "ORDER": _AGREEMENT | {"order": lambda a: a.order.view.node("Order", a.order.row)},
    "ORDER_EDIT": _AGREEMENT,
    "REFUND": _AGREEMENT | {"refund": _refund},
    "RETURN": _AGREEMENT
    | {"return": lambda a: a.order.view.node("Return", a.order.row)},
}


def agreement(view: View, row: int) -> Node[Agreement]:
    """Make the object of an agreement."""
    order_row, index = divmod(row, CHILDREN)
    return agreements(view.order(order_row))[index]


def agreements(order: Order) -> list[Node[Agreement]]:
    """Make the agreements of an order."""
    return [
        Node(_AGREEMENT_FIELDS[step.kind], Agreement(order, index, step))
        for index, step in enumerate(order.happenings)
    ]
