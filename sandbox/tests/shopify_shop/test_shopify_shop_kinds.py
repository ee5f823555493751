"""What each kind of shop is there to show, in known shares."""

from __future__ import annotations

import pytest

from wv_sandbox.shopify.shop import Filter, table

SHARES = {
    table.NO_POINT: 0.03,
    table.NULL_ISLAND: 0.004,
    table.SWAPPED: 0.004,
    table.SIGN_LOST: 0.004,
    table.WRONG_COUNTRY: 0.004,
}


@pytest.fixture(scope="module")
def big(open_shop, now):
    return open_shop("plain-30000").at(now)


def first_with(view, defect: int) -> int:
    rows = view.orders
    return int(rows[view.shop.table.defect[rows] == defect][0])


@pytest.mark.parametrize(("defect", "share"), SHARES.items())
def test_coordinates_are_bad_in_known_shares(defect, share, big):
    found = (big.shop.table.defect[: big.count] == defect).mean()
    assert abs(found - share) < 0.0025


@pytest.mark.parametrize(
    ("defect", "is_so"),
    [
        (table.FINE, lambda n, e, c: abs(n - c.latitude) < 0.06 > abs(e - c.longitude)),
        (table.NO_POINT, lambda n, e, _: n is None and e is None),
        (table.NULL_ISLAND, lambda n, e, _: n == 0 == e),
        (table.SWAPPED, lambda n, e, c: abs(n - c.longitude) < 0.06 and e > 0),
        (table.SIGN_LOST, lambda n, e, c: n > 0 and abs(e + c.longitude) < 0.06),
        (table.WRONG_COUNTRY, lambda n, e, _: (n, e) == (52.52, 13.41)),
    ],
)
def test_a_bad_point_is_bad_in_its_way(defect, is_so, big):
    row = first_with(big, defect)
    address = big.root("orders").node(row)["shippingAddress"]
    city = big.shop.kind.cities[big.shop.table.city[row]]
    assert is_so(address["latitude"], address["longitude"], city)
    assert address["city"] == city.name


def test_the_demo_lies_in_its_weather_cells(open_shop, now):
    view = open_shop("weathervane-demo").at(now)
    for row in view.orders[:400].tolist():
        address = view.shop.person(int(view.shop.table.customer[row])).address
        city = address.city
        assert abs(address.latitude - city.latitude) <= 0.001
        assert abs(address.longitude - city.longitude) <= 0.001


def test_a_basic_plan_sees_no_people(open_shop, now):
    view = open_shop("basic-400").at(now)
    order = view.root("orders").node(int(view.orders[0]))
    address = order["shippingAddress"]
    hidden = ("address1", "zip", "latitude", "longitude", "firstName", "phone", "name")
    assert {address[field] for field in hidden} == {None}
    assert address["city"]
    assert address["countryCodeV2"] == "US"
    assert order["email"] is None
    customer = order["customer"]
    assert {customer[field] for field in ("firstName", "lastName", "email")} == {None}
    assert customer["defaultEmailAddress"] is None
    assert view.single("shop")["plan"]["publicDisplayName"] == "Basic"


def test_digital_goods_go_nowhere(open_shop, now):
    view = open_shop("digital-400").at(now)
    root = view.root("orders")
    for row in view.orders[:50].tolist():
        order = root.node(row)
        assert order["shippingAddress"] is None
        assert order["shippingLines"] == []
        assert order["billingAddress"]["city"]


def test_what_goes_abroad_bears_duties(open_shop, now):
    view = open_shop("multi-currency-600").at(now)
    root = view.root("orders")
    nodes = [root.node(row) for row in view.orders[:120].tolist()]
    abroad = {n["name"] for n in nodes if n["shippingAddress"]["country"] != "Canada"}
    assert {n["name"] for n in nodes if n["originalTotalDutiesSet"]} == abroad
    assert abroad
    assert not any(n["taxLines"] for n in nodes if n["name"] in abroad)


def test_some_orders_have_more_lines_than_bulk_gives(plain):
    order = plain.root("orders").node(table.MANY_LINES_ROW)
    assert 100 < len(order["lineItems"]) < 300


def test_a_discount_has_more_codes_than_a_page(plain):
    root = plain.root("discountNodes")
    codes = [
        node["discount"].get("codes", [])
        for node in map(root.node, root.ids().tolist())
    ]
    assert max(map(len, codes)) > 250
    assert codes[0][0]["code"] == "SAVE10"
    assert {
        root.node(row)["discount"]["__typename"] for row in root.ids().tolist()
    } >= {
        "DiscountCodeBasic",
        "DiscountCodeFreeShipping",
        "DiscountAutomaticBasic",
    }


@pytest.mark.parametrize(
    ("slot", "share"),
    [("cancelled", 0.03), ("edited", 0.05), ("refunded", 0.077), ("deleted", 0.004)],
)
def test_orders_meet_their_fate_in_known_shares(slot, share, big):
    after = big.shop.table.after[slot]
    assert abs((after > 0).mean() - share) < 0.006


def test_every_way_to_pay_and_to_edit_occurs(big):
    shop_table = big.shop.table
    assert set(shop_table.pay.tolist()) == set(range(4))
    edited = shop_table.after["edited"] > 0
    assert set(shop_table.edit[edited].tolist()) == {1, 2, 3}
    assert 0.005 < shop_table.test.mean() < 0.015
    assert 0.02 < shop_table.gift_card.mean() < 0.04


def test_every_financial_status_occurs(open_shop, now):
    view = open_shop("weathervane-demo").at(now)
    root = view.root("orders")
    seen = {root.node(row)["displayFinancialStatus"] for row in root.ids().tolist()}
    assert seen == {
        "AUTHORIZED",
        "PAID",
        "PENDING",
        "VOIDED",
        "REFUNDED",
        "PARTIALLY_REFUNDED",
    }


def test_discounts_are_found_by_how_they_are_given(plain):
    root = plain.root("discountNodes")
    automatic = root.ids([Filter("method", "=", "automatic")]).tolist()
    kinds = {root.node(row)["discount"]["__typename"] for row in automatic}
    assert kinds == {"DiscountAutomaticBasic", "DiscountAutomaticFreeShipping"}


def test_all_actions_and_line_types_of_the_ledger_occur(open_shop, now):
    seen = set()
    for label in ("plain-600", "multi-currency-600"):
        view = open_shop(label).at(now)
        for row in view.orders.tolist():
            for step in view.shop.story(row).happenings:
                seen |= {(step.kind, entry.what) for entry in step.entries}
    assert {kind for kind, _ in seen} == {"ORDER", "ORDER_EDIT", "REFUND", "RETURN"}
    assert {what for _, what in seen} == {
        "PRODUCT",
        "SHIPPING",
        "DUTY",
        "ADDITIONAL_FEE",
        "FEE",
        "ADJUSTMENT",
        "GIFT_CARD",
        "TIP",
    }
