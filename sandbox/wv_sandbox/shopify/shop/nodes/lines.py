"""Lines of orders: `LineItem`, `ShippingLine`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.money import Bag, part
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.taxes import allocation, tax_lines

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View


class Line:
    """A line of an order at the instant of its view.

    Args:
        order: The order.
        index: Position among its lines.
    """

    def __init__(self, order: Order, index: int) -> None:
        self.order = order
        self.index = index
        self.goods = order.story.basket.goods[index]
        self.basket = order.story.basket

    @cached_property
    def units(self) -> int:
        """Units ordered so far."""
        return self.order.units(self.index)

    @cached_property
    def left(self) -> int:
        """Units that neither were removed nor came back."""
        return self.order.current_units(self.index)

    @cached_property
    def open_units(self) -> int:
        """Units that are still to be sent."""
        if not self.is_sent or self.order.when(self.sent_by):
            return 0
        return self.left

    @property
    def is_sent(self) -> bool:
        """Tell whether it takes a fulfilment."""
        return self.goods.what == "PRODUCT"

    @cached_property
    def sent_by(self) -> str:
        """Slot of the fulfilment that takes it: the second takes the later half."""
        order = self.order
        half = int(order.table.lines[order.row]) // 2
        rest = order.table.after["fulfilled_rest"][order.row]
        return "fulfilled_rest" if rest and self.index >= half else "fulfilled"

    @cached_property
    def price(self) -> Bag:
        """Of all units so far, before discount, as the buyer sees it."""
        return self.goods.unit * self.units

    @cached_property
    def cut(self) -> Bag:
        """All discounts, as the buyer sees them."""
        return sum(cut for _, cut in self.goods.cuts)

    @cached_property
    def tax(self) -> Bag:
        """Of all units so far."""
        return sum(
            entry.money.tax
            for entry in self.order.entries
            if entry.line == self.index
            and entry.quantity > 0
            and entry.what in ("PRODUCT", "GIFT_CARD", "TIP")
        )

    def sent_money(self, units: int) -> Bag:
        """Give the discounted price of some units, as the buyer sees it."""
        return part(self.price - self.cut, units, self.units)

    @cached_property
    def title(self) -> str:
        """Name of the product."""
        variant = self.goods.variant
        if variant is None:
            return "Tip"
        return self.order.view.shop.catalogue.products[variant.product].title

    @cached_property
    def variant_title(self) -> str | None:
        """Name of the variant, if the product has several."""
        variant = self.goods.variant
        many = variant is not None and variant.title != "Default Title"
        return variant.title if variant is not None and many else None


def _product(line: Line) -> object:
    """Give the product, unless it was deleted or never was one."""
    variant, view = line.goods.variant, line.order.view
    if variant is None:
        return None
    product = view.shop.catalogue.products[variant.product]
    return view.node("Product", product.number) if product.exists(view.now) else None


def _variant(line: Line) -> object:
    variant = line.goods.variant
    if variant is None or _product(line) is None:
        return None
    return line.order.view.node("ProductVariant", variant.number)


def _money(bag: str) -> Any:  # noqa: ANN401 (a function of a line)
    read = _BAGS[bag]

    def make(line: Line) -> dict[str, Any]:
        return line.basket.purse.write(read(line))

    return make


def _duties(line: Line) -> list[dict[str, Any]]:
    if not line.goods.duty:
        return []
    return [duty(line)]


def duty(line: Line) -> dict[str, Any]:
    """Write the `Duty` on a line."""
    row = line.order.row * CHILDREN + line.index
    return {
        "__typename": "Duty",
        "id": gid("Duty", row),
        "countryCodeOfOrigin": line.order.view.shop.kind.home.country_code,
        "harmonizedSystemCode": "620190",
        "price": line.basket.purse.write(line.goods.duty),
        "taxLines": [],
    }


def _vendor(line: Line) -> str | None:
    variant = line.goods.variant
    if variant is None:
        return None
    return line.order.view.shop.catalogue.products[variant.product].vendor


def _weight(line: Line) -> dict[str, Any] | None:
    variant = line.goods.variant
    grams = variant.grams if variant else 0
    return {"unit": "GRAMS", "value": float(grams)} if grams else None


_BAGS: Final[dict[str, Any]] = {
    "discountedTotalSet": lambda x: x.price - x.cut,
    "discountedUnitPriceAfterAllDiscountsSet": lambda x: x.sent_money(1),
    "discountedUnitPriceSet": lambda x: x.sent_money(1),
    "originalTotalSet": lambda x: x.price,
    "originalUnitPriceSet": lambda x: x.goods.unit,
    "priceAfterAllDiscountsBeforeTaxesSet": lambda x: (
        x.price - x.cut - (x.tax if x.basket.included else 0)
    ),
    "totalDiscountSet": lambda x: x.cut,
    "unfulfilledDiscountedTotalSet": lambda x: x.sent_money(x.open_units),
    "unfulfilledOriginalTotalSet": lambda x: x.goods.unit * x.open_units,
}
LINE_ITEM: Final = named(
    "LineItem",
    {
        "id": lambda x: gid("LineItem", x.order.row * CHILDREN + x.index),
        "contract": lambda _: None,
        "currentQuantity": lambda x: x.left,
        "customAttributes": lambda _: [],
        "discountAllocations": lambda x: [
            allocation(x.basket, index, cut) for index, cut in x.goods.cuts
        ],
        "duties": _duties,
        "image": lambda _: None,
        "isGiftCard": lambda x: x.goods.what == "GIFT_CARD",
        "lineItemGroup": lambda _: None,
        "merchantEditable": lambda x: x.open_units > 0,
        "name": lambda x: " - ".join(filter(None, (x.title, x.variant_title))),
        "nonFulfillableQuantity": lambda x: x.left - x.open_units,
        "product": _product,
        "quantity": lambda x: x.units,
        "refundableQuantity": lambda x: x.left,
        "requiresShipping": lambda x: x.is_sent and x.order.view.shop.kind.ships,
        "restockable": lambda x: x.is_sent,
        "sellingPlan": lambda _: None,
        "sku": lambda x: x.goods.variant.sku if x.goods.variant else None,
        "staffMember": lambda _: None,
        "taxLines": lambda x: tax_lines(x.basket, x.tax),
        "taxable": lambda x: x.is_sent,
        "title": lambda x: x.title,
        "unfulfilledQuantity": lambda x: x.open_units,
        "variant": _variant,
        "variantTitle": lambda x: x.variant_title,
        "vendor": _vendor,
        "weight": _weight,
        **{field: _money(field) for field in _BAGS},
    },
)


def line_item(view: View, row: int) -> Node[Line]:
    """Make the object of a line."""
    order, index = divmod(row, CHILDREN)
    return Node(LINE_ITEM, Line(view.order(order), index))


def line_items(order: Order) -> list[Node[Line]]:
    """Make the lines of an order."""
    return [Node(LINE_ITEM, Line(order, index)) for index, _ in order.goods]
