"""Objects can be had by their global id, as `node(id:)` asks for them."""

from __future__ import annotations

import pytest

from wv_sandbox.shopify.shop import Node, roots

ROOTS = [name for name in roots.ROOTS if name != "metaobjects"]
BELOW = ("lineItems", "transactions", "fulfillments", "agreements", "shippingLines")


@pytest.mark.parametrize("name", ROOTS)
def test_every_object_of_a_root_is_found_by_its_id(name, plain):
    root = plain.root(name)
    for row in root.ids()[:5].tolist():
        node = root.node(row)
        found = plain.find(node["id"])
        assert found is not None
        assert found["id"] == node["id"]
        assert found["__typename"] == node["__typename"]


def test_what_lies_below_an_order_is_found_too(plain):
    order = plain.root("orders").node(int(plain.orders[0]))
    assert plain.find(order["agreements"][0]["id"])["order"]["id"] == order["id"]
    for field in BELOW:
        child = order[field][0]
        assert plain.find(child["id"])["id"] == child["id"]
    paid = order["transactions"]
    assert paid[0]["order"]["id"] == order["id"]


def test_refunds_and_returns_are_found(open_shop, now):
    view = open_shop("weathervane-demo").at(now)
    root = view.root("orders")
    orders = [root.node(row) for row in root.ids().tolist()]
    refund = next(r for order in orders for r in order["refunds"] if r["return"])
    assert view.find(refund["id"])["totalRefundedSet"] == refund["totalRefundedSet"]
    returned = view.find(refund["return"]["id"])
    assert returned["status"] == "CLOSED"
    assert returned["refunds"][0]["id"] == refund["id"]
    assert returned["returnLineItems"]


@pytest.mark.parametrize(
    "gid",
    [
        "gid://shopify/Order/5500000999999",
        "gid://shopify/Order/1",
        "gid://shopify/LineItem/14000000002047",
        "gid://shopify/LineItem/15000000000000",
        "gid://shopify/Spaceship/7000000001",
        "gid://shopify/Metafield/7000000001",
        "gid://shopify/Shop/7000000002",
        "Order/5500000000001",
        "",
    ],
)
def test_what_does_not_exist_is_not_found(gid, plain):
    assert plain.find(gid) is None


def test_the_shop_is_found(plain):
    assert plain.find(plain.single("shop")["id"])["name"] == "WeatherVane plain-600"


def test_an_unknown_root_or_type_is_no_root(plain):
    with pytest.raises(KeyError):
        plain.root("spaceships")
    with pytest.raises(KeyError):
        plain.single("spaceship")


def test_a_node_makes_its_fields_when_read():
    made = []
    node = Node({"id": lambda about: made.append(about) or about}, 5)
    assert dict(node) == {}
    assert node["id"] == node.get("id") == 5
    assert made == [5]
    assert node.get("name") is None
    with pytest.raises(KeyError):
        node["name"]


def test_long_connections_can_be_cut(plain):
    collection = plain.root("collections").node(0)
    products = collection["products"]
    assert len(products) == collection["productsCount"]["count"]
    assert [node["id"] for node in products[:3]] == [
        products[position]["id"] for position in range(3)
    ]


def test_custom_fields_are_those_of_their_definitions(plain):
    for row in plain.root("metafieldDefinitions", {"ownerType": "PRODUCT"}).ids():
        kind = plain.node("MetafieldDefinition", int(row))["ownerType"]
        assert kind == "PRODUCT"
    product = plain.root("products").node(2)
    (care, rating) = product["metafields"]
    assert care["definition"]["key"] == care["key"] == "care"
    assert rating["jsonValue"] == int(rating["value"])
    assert rating["owner"]["id"] == product["id"]
    assert plain.node("Metafield", 2 * 8 + 1)["id"] == rating["id"]


def test_custom_objects_are_those_of_their_type(plain):
    seasons = plain.root("metaobjects", {"type": "season"})
    looks = plain.root("metaobjects", {"type": "lookbook"})
    assert (seasons.ids().size, looks.ids().size) == (4, 140)
    assert plain.root("metaobjects", {"type": "none"}).ids().size == 0
