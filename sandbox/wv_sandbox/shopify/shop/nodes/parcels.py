"""Parcels: `Fulfillment`, `FulfillmentOrder` and their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.shopify.shop.ids import CHILDREN, gid, legacy
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.lines import LINE_ITEM, Line
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

SLOTS: Final = ("fulfilled", "fulfilled_rest")


class Parcel(NamedTuple):
    """One parcel of an order.

    Attributes:
        order: The order.
        slot: Which of its at most two.
    """

    order: Order
    slot: str

    @property
    def row(self) -> int:
        """Row among all parcels."""
        return self.order.row * CHILDREN + SLOTS.index(self.slot)

    @property
    def at(self) -> int:
        """When it was sent [s since 1970]."""
        return self.order.when(self.slot)

    @property
    def delivered(self) -> int:
        """When it arrived [s since 1970]; 0 if not yet, or nobody said."""
        first = self.slot == SLOTS[0]
        return self.order.when("delivered") if first else 0

    @property
    def ships(self) -> bool:
        """Tell whether it is a thing."""
        return self.order.view.shop.kind.ships

    def lines(self) -> list[Sent]:
        """Give what is in it."""
        lines = [Line(self.order, index) for index, _ in self.order.goods]
        return [
            Sent(self, line)
            for line in lines
            if line.is_sent and line.sent_by == self.slot and _sent_units(line)
        ]


class Sent(NamedTuple):
    """A line in a parcel.

    Attributes:
        parcel: The parcel.
        line: The line.
    """

    parcel: Parcel
    line: Line


def _sent_units(line: Line) -> int:
    """Tell how many units were to be sent: edits count, returns do not."""
    return sum(
        entry.quantity
        for entry in line.order.entries
        if entry.line == line.index
        and entry.what == "PRODUCT"
        and entry.action != "RETURN"
    )


FULFILLMENT_LINE_ITEM: Final = named(
    "FulfillmentLineItem",
    {
        "id": lambda s: gid(
            "FulfillmentLineItem", s.line.order.row * CHILDREN + s.line.index
        ),
        "discountedTotalSet": lambda s: s.line.basket.purse.write(
            s.line.sent_money(_sent_units(s.line))
        ),
        "lineItem": lambda s: Node(LINE_ITEM, s.line),
        "originalTotalSet": lambda s: s.line.basket.purse.write(
            s.line.goods.unit * _sent_units(s.line)
        ),
        "quantity": lambda s: _sent_units(s.line),
    },
)


def _tracking(parcel: Parcel) -> list[dict[str, Any]]:
    if not parcel.ships:
        return []
    number = f"1Z{parcel.row:012d}"
    url = f"https://example.com/track/{number}"
    return [{"company": "UPS", "number": number, "url": url}]


def _events(parcel: Parcel) -> list[dict[str, Any]]:
    city = parcel.order.story.basket.city
    happened = [("IN_TRANSIT", parcel.at), ("DELIVERED", parcel.delivered)]
    return [
        {
            "__typename": "FulfillmentEvent",
            "id": gid("FulfillmentEvent", parcel.row * 2 + position),
            "address1": None,
            "city": city.name,
            "country": city.country,
            "createdAt": stamp(at),
            "estimatedDeliveryAt": None,
            "happenedAt": stamp(at),
            "latitude": None,
            "longitude": None,
            "message": "Left at the door" if status == "DELIVERED" else None,
            "province": city.province or None,
            "status": status,
            "zip": None,
        }
        for position, (status, at) in enumerate(happened)
        if at
    ]


def _origin(parcel: Parcel) -> dict[str, Any]:
    home = parcel.order.view.shop.kind.home
    return {
        "address1": "1 Harbor Street",
        "address2": None,
        "city": home.name,
        "countryCode": home.country_code,
        "provinceCode": home.province_code or None,
        "zip": home.zips[0],
    }


FULFILLMENT: Final = named(
    "Fulfillment",
    {
        "id": lambda p: gid("Fulfillment", p.row),
        "legacyResourceId": lambda p: legacy("Fulfillment", p.row),
        "createdAt": lambda p: stamp(p.at),
        "deliveredAt": lambda p: stamp_or_none(p.delivered),
        "displayStatus": lambda p: "DELIVERED" if p.delivered else "FULFILLED",
        "estimatedDeliveryAt": lambda _: None,
        "events": _events,
        "fulfillmentLineItems": lambda p: [
            Node(FULFILLMENT_LINE_ITEM, sent) for sent in p.lines()
        ],
        "fulfillmentOrders": lambda p: [
            p.order.view.node("FulfillmentOrder", p.order.row)
        ],
        "inTransitAt": lambda p: stamp_or_none(p.at if p.ships else 0),
        "location": lambda p: p.order.view.node("Location", 0),
        "name": lambda p: f"#{1001 + p.order.row}-F{SLOTS.index(p.slot) + 1}",
        "order": lambda p: p.order.view.node("Order", p.order.row),
        "originAddress": _origin,
        "requiresShipping": lambda p: p.ships,
        "service": lambda _: None,
        "status": lambda _: "SUCCESS",
        "totalQuantity": lambda p: sum(_sent_units(s.line) for s in p.lines()),
        "trackingInfo": _tracking,
        "updatedAt": lambda p: stamp(max(p.at, p.delivered)),
    },
)


def fulfillment(view: View, row: int) -> Node[Parcel]:
    """Make the object of a parcel."""
    order_row, number = divmod(row, CHILDREN)
    return Node(FULFILLMENT, Parcel(view.order(order_row), SLOTS[number]))


def fulfillments(order: Order) -> list[Node[Parcel]]:
    """Make the parcels of an order."""
    return [
        Node(FULFILLMENT, Parcel(order, slot)) for slot in SLOTS if order.when(slot)
    ]
