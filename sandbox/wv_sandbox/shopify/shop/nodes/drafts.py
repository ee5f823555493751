"""Orders that the shop prepares for a buyer: `DraftOrder`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.carts import HOUR, Cart, Steps, lines
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

DRAFTS: Final = Steps(
    every=40, offset=7, lead=60 * HOUR, middle=30 * HOUR, done_every=2
)


def _status(cart: Cart) -> str:
    if cart.when(cart.steps.completed):
        return "COMPLETED"
    return "INVOICE_SENT" if cart.when(cart.steps.touched) else "OPEN"


def _order(cart: Cart) -> object:
    done = cart.when(cart.steps.completed)
    return cart.view.order_node(cart.row) if done else None


def _grams(cart: Cart) -> int:
    return sum(g.variant.grams * g.quantity for _, g in cart.goods() if g.variant)


def _people(cart: Cart) -> bool:
    return cart.view.shop.kind.people


DRAFT_ORDER_LINE_ITEM: Final = named(
    "DraftOrderLineItem",
    {
        "id": lambda x: gid("DraftOrderLineItem", x.row),
        "appliedDiscount": lambda _: None,
        "approximateDiscountedUnitPriceSet": lambda x: x.cart.write(x.goods.unit),
        "components": lambda _: [],
        "custom": lambda _: False,
        "customAttributes": lambda _: [],
        "customAttributesV2": lambda _: [],
        "discountedTotalSet": lambda x: x.cart.write(x.price - x.cut),
        "image": lambda _: None,
        "isGiftCard": lambda _: False,
        "name": lambda x: x.line("name"),
        "originalTotalSet": lambda x: x.cart.write(x.price),
        "originalUnitPriceSet": lambda x: x.cart.write(x.goods.unit),
        "product": lambda x: x.line("product"),
        "quantity": lambda x: x.goods.quantity,
        "requiresShipping": lambda x: x.line("requiresShipping"),
        "sku": lambda x: x.line("sku"),
        "taxLines": lambda _: [],
        "taxable": lambda _: True,
        "title": lambda x: x.line("title"),
        "totalDiscountSet": lambda x: x.cart.write(x.cut),
        "uuid": lambda x: f"00000000-0000-4000-8000-{x.row:012x}",
        "variant": lambda x: x.line("variant"),
        "variantTitle": lambda x: x.line("variantTitle"),
        "vendor": lambda x: x.line("vendor"),
    },
)
DRAFT_ORDER: Final = named(
    "DraftOrder",
    {
        "id": lambda c: gid("DraftOrder", c.row),
        "legacyResourceId": lambda c: legacy("DraftOrder", c.row),
        "acceptAutomaticDiscounts": lambda _: False,
        "allVariantPricesOverridden": lambda _: False,
        "allowDiscountCodesInCheckout": lambda _: True,
        "amountDueLaterSet": lambda c: c.write(0),
        "amountDueNowSet": lambda c: c.write(c.total),
        "anyVariantPricesOverridden": lambda _: False,
        "appliedDiscount": lambda _: None,
        "billingAddress": lambda c: c.address(billing=True),
        "billingAddressMatchesShippingAddress": lambda _: True,
        "completedAt": lambda c: stamp_or_none(c.when(c.steps.completed)),
        "createdAt": lambda c: stamp(c.when(c.steps.created)),
        "currencyCode": lambda c: c.basket.purse.shop,
        "customAttributes": lambda _: [],
        "customer": lambda c: c.customer(),
        "discountCodes": lambda c: c.codes,
        "email": lambda c: c.order.person.email if _people(c) else None,
        "hasTimelineComment": lambda _: False,
        "invoiceEmailTemplateSubject": lambda c: f"Invoice #D{c.row}",
        "invoiceSentAt": lambda c: stamp_or_none(c.when(c.steps.touched)),
        "invoiceUrl": lambda c: f"https://example.com/invoices/{c.row:x}?key=test",
        "lineItems": lambda c: lines(c, DRAFT_ORDER_LINE_ITEM),
        "lineItemsSubtotalPrice": lambda c: c.write(c.prices),
        "metafields": lambda _: [],
        "name": lambda c: f"#D{c.row}",
        "note2": lambda c: "Asked by phone" if c.row % 2 else None,
        "order": _order,
        "paymentTerms": lambda _: None,
        "phone": lambda c: c.order.person.phone if _people(c) else None,
        "platformDiscounts": lambda _: [],
        "poNumber": lambda _: None,
        "presentmentCurrencyCode": lambda c: c.basket.purse.shown,
        "purchasingEntity": lambda _: None,
        "ready": lambda _: True,
        "reserveInventoryUntil": lambda _: None,
        "shippingAddress": lambda c: c.address(billing=False),
        "shippingLine": lambda _: None,
        "status": _status,
        "subtotalPriceSet": lambda c: c.write(c.prices - c.cuts),
        "tags": lambda _: ["phone"],
        "taxExempt": lambda _: False,
        "taxLines": lambda c: c.taxes,
        "taxesIncluded": lambda c: c.basket.included,
        "totalDiscountsSet": lambda c: c.write(c.cuts),
        "totalLineItemsPriceSet": lambda c: c.write(c.prices),
        "totalPriceSet": lambda c: c.write(c.total),
        "totalQuantityOfLineItems": lambda c: sum(g.quantity for _, g in c.goods()),
        "totalShippingPriceSet": lambda c: c.write(c.shipping),
        "totalTaxSet": lambda c: c.write(c.tax),
        "totalWeight": lambda c: str(_grams(c)),
        "updatedAt": lambda c: stamp(c.when(c.steps.updated)),
        "visibleToCustomer": lambda _: True,
        "warnings": lambda _: [],
    },
)


def draft_order(view: View, row: int) -> Node[Cart]:
    """Make the object of a draft."""
    return Node(DRAFT_ORDER, Cart(view, row, DRAFTS))
