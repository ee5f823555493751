"""The shop's own places: `Location`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.index import Root, Rows, gids, instants
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.inventory import inventory_level
from wv_sandbox.shopify.shop.nodes.metafields import metafields
from wv_sandbox.shopify.shop.stock import CLOSED, LOCATIONS, SERVICE, STOCKED, Level
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.cities import City
    from wv_sandbox.shopify.shop.view import View

CREATED: Final = OPENED - 60 * DAY_SECONDS
_CLOSED_AT: Final = OPENED + 200 * DAY_SECONDS
_NAMES: Final = ("Warehouse", "Store", "Old store", "Send for us")


class Place(NamedTuple):
    """A location at the instant of a view.

    Attributes:
        view: The shop at an instant.
        row: Number of the location.
    """

    view: View
    row: int

    @property
    def city(self) -> City:
        """Where it is."""
        return self.view.shop.kind.cities[self.row]

    @property
    def closed(self) -> int:
        """When it was closed [s since 1970]; 0 if it is open."""
        return _CLOSED_AT if self.row == CLOSED and self.view.now >= _CLOSED_AT else 0


def _address(place: Place) -> dict[str, Any]:
    city = place.city
    return {
        "__typename": "LocationAddress",
        "address1": f"{1 + place.row} Harbor Street",
        "address2": None,
        "city": city.name,
        "country": city.country,
        "countryCode": city.country_code,
        "formatted": [f"{1 + place.row} Harbor Street", city.name, city.country],
        "latitude": city.latitude,
        "longitude": city.longitude,
        "phone": None,
        "province": city.province or None,
        "provinceCode": city.province_code or None,
        "zip": city.zips[0],
    }


def _levels(place: Place) -> Rows:
    view = place.view
    rows = view.root("inventoryItems").rows * LOCATIONS + place.row
    if place.row >= STOCKED:
        rows = rows[:0]

    def updated(levels: Ints) -> Ints:
        variants = (levels // LOCATIONS).tolist()
        return np.array([Level(view, v, place.row).updated for v in variants])

    columns = {"id": gids("InventoryLevel"), "updated_at": instants(updated)}
    root = Root("InventoryLevel", rows, columns, lambda row: inventory_level(view, row))
    return Rows(root)


LOCATION: Final = named(
    "Location",
    {
        "id": lambda p: gid("Location", p.row),
        "legacyResourceId": lambda p: legacy("Location", p.row),
        "activatable": lambda p: bool(p.closed),
        "address": _address,
        "addressVerified": lambda _: True,
        "createdAt": lambda _: stamp(CREATED),
        "deactivatable": lambda p: p.row == 1,
        "deactivatedAt": lambda p: stamp_or_none(p.closed),
        "deletable": lambda _: False,
        "fulfillmentService": lambda _: None,
        "fulfillsOnlineOrders": lambda p: p.row == 0,
        "hasActiveInventory": lambda p: p.row < STOCKED,
        "hasUnfulfilledOrders": lambda p: p.row == 0,
        "inventoryLevels": _levels,
        "isActive": lambda p: not p.closed,
        "isFulfillmentService": lambda p: p.row == SERVICE,
        "isPrimary": lambda p: p.row == 0,
        "localPickupSettingsV2": lambda _: None,
        "metafields": lambda p: metafields(p.view, "Location", p.row),
        "name": lambda p: _NAMES[p.row],
        "shipsInventory": lambda p: p.row < STOCKED,
        "suggestedAddresses": lambda _: [],
        "updatedAt": lambda p: stamp(p.closed or CREATED),
    },
)


def location(view: View, row: int) -> Node[Place]:
    """Make the object of a location."""
    return Node(LOCATION, Place(view, row))
