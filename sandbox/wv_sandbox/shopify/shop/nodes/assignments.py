"""What is to be sent, and from where: `FulfillmentOrder`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes import status
from wv_sandbox.shopify.shop.nodes.lines import LINE_ITEM, Line
from wv_sandbox.shopify.shop.nodes.parcels import fulfillments
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

CHANGES: Final = ("edited", "fulfilled", "fulfilled_rest", "cancelled")
"""What changes a fulfilment order."""


def _status(order: Order) -> str:
    if order.when("cancelled"):
        return "CANCELLED"
    sent = status.fulfilment(order)
    return {"FULFILLED": "CLOSED", "UNFULFILLED": "OPEN"}.get(sent, "IN_PROGRESS")


def _left(line: Line) -> int:
    return line.open_units if not line.order.when("cancelled") else 0


def _weight(line: Line) -> dict[str, Any] | None:
    variant = line.goods.variant
    grams = variant.grams if variant else 0
    return {"unit": "GRAMS", "value": float(grams)} if grams else None


def _inventory_item(line: Line) -> str | None:
    variant = line.goods.variant
    return gid("InventoryItem", variant.number) if variant else None


FULFILLMENT_ORDER_LINE_ITEM: Final = named(
    "FulfillmentOrderLineItem",
    {
        "id": lambda x: gid(
            "FulfillmentOrderLineItem", x.order.row * CHILDREN + x.index
        ),
        "financialSummaries": lambda _: [],
        "image": lambda _: None,
        "inventoryItemId": _inventory_item,
        "lineItem": lambda x: Node(LINE_ITEM, x),
        "productTitle": lambda x: x.title,
        "remainingQuantity": _left,
        "requiresShipping": lambda x: x.order.view.shop.kind.ships,
        "shippingLine": lambda x: next(iter(_ways(x)), None),
        "sku": lambda x: x.goods.variant.sku if x.goods.variant else None,
        "totalQuantity": lambda x: x.left,
        "variant": lambda x: Node(LINE_ITEM, x)["variant"],
        "variantTitle": lambda x: x.variant_title,
        "vendor": lambda x: Node(LINE_ITEM, x)["vendor"],
        "warnings": lambda _: [],
        "weight": _weight,
    },
)


def _ways(line: Line) -> list[Any]:
    if not line.order.view.shop.kind.ships:
        return []
    return [line.order.view.node("ShippingLine", line.order.row)]


def _lines(order: Order) -> list[Node[Line]]:
    lines = [Line(order, index) for index, _ in order.goods]
    return [Node(FULFILLMENT_ORDER_LINE_ITEM, line) for line in lines if line.is_sent]


def _assigned(order: Order) -> dict[str, Any]:
    home = order.view.shop.kind.home
    return {
        "__typename": "FulfillmentOrderAssignedLocation",
        "address1": "1 Harbor Street",
        "address2": None,
        "city": home.name,
        "countryCode": home.country_code,
        "location": order.view.node("Location", 0),
        "name": "Warehouse",
        "phone": None,
        "province": home.province or None,
        "zip": home.zips[0],
    }


def _destination(order: Order) -> dict[str, Any] | None:
    kind = order.view.shop.kind
    if not kind.ships:
        return None
    person, address = order.person, order.address
    shown: dict[str, Any] = {
        "address1": address.street,
        "email": person.email,
        "firstName": person.first,
        "lastName": person.last,
        "phone": person.phone,
        "zip": address.zip_code,
    }
    return {
        "__typename": "FulfillmentOrderDestination",
        "id": gid("FulfillmentOrderDestination", order.row),
        "address2": None,
        "city": address.city.name,
        "company": None,
        "countryCode": address.city.country_code,
        "location": None,
        "province": address.city.province or None,
        **{field: shown[field] if kind.people else None for field in shown},
    }


def _delivery(order: Order) -> dict[str, Any]:
    ships = order.view.shop.kind.ships
    return {
        "__typename": "DeliveryMethod",
        "id": gid("DeliveryMethod", order.row),
        "additionalInformation": None,
        "brandedPromise": None,
        "maxDeliveryDateTime": None,
        "methodType": "SHIPPING" if ships else "NONE",
        "minDeliveryDateTime": None,
        "presentedName": "Standard" if ships else None,
        "serviceCode": None,
        "sourceReference": None,
    }


def _updated(order: Order) -> str:
    return stamp(max(order.created, *map(order.when, CHANGES)))


FULFILLMENT_ORDER: Final = named(
    "FulfillmentOrder",
    {
        "id": lambda o: gid("FulfillmentOrder", o.row),
        "assignedLocation": _assigned,
        "createdAt": lambda o: stamp(o.created),
        "deliveryMethod": _delivery,
        "destination": _destination,
        "fulfillAt": lambda o: stamp(o.created // 3600 * 3600),
        "fulfillBy": lambda _: None,
        "fulfillmentHolds": lambda _: [],
        "fulfillments": fulfillments,
        "internationalDuties": lambda _: None,
        "lineItems": _lines,
        "merchantRequests": lambda _: [],
        "order": lambda o: o.view.node("Order", o.row),
        "orderId": lambda o: gid("Order", o.row),
        "orderName": lambda o: f"#{1001 + o.row}",
        "orderProcessedAt": lambda o: stamp(o.created),
        "remainingLineItemsWeight": lambda _: None,
        "requestStatus": lambda _: "UNSUBMITTED",
        "status": _status,
        "supportedActions": lambda o: (
            [{"action": "CREATE_FULFILLMENT", "externalUrl": None}]
            if _status(o) in ("OPEN", "IN_PROGRESS")
            else []
        ),
        "updatedAt": _updated,
    },
)


def fulfillment_order(view: View, row: int) -> Node[Order]:
    """Make the object of an order's fulfilment order."""
    return Node(FULFILLMENT_ORDER, view.order(row))


def fulfillment_orders(order: Order) -> list[Node[Order]]:
    """Make the fulfilment orders of an order: one."""
    return [Node(FULFILLMENT_ORDER, order)]
