"""The index on `updated_at` and what objects say agree, at any instant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Filter, FilterError, Node, Rows, Shop, View

SHOP = Shop("plain-100", Climate(7))
OPENED = datetime(2024, 11, 15, tzinfo=UTC)
INSTANTS = st.integers(0, 790 * 86_400).map(lambda s: OPENED + timedelta(seconds=s))
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
AHEAD = {
    "authorizationExpiresAt",
    "evidenceDueBy",
    "fulfillBy",
    "scheduledToEndAt",
}
BACK = {
    "collections",
    "customer",
    "item",
    "lastOrder",
    "lineItem",
    "location",
    "order",
    "orders",
    "owner",
    "product",
    "products",
    "retailLocation",
    "variant",
    "variants",
}


def text(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def stamps(value, depth: int = 3) -> list[str]:
    """All instants in an object and below it, but for those that lie ahead."""
    if isinstance(value, dict):
        names = value.fields if isinstance(value, Node) else value
        below = [name for name in names if depth and name not in AHEAD | BACK]
        return [s for name in below for s in stamps(value[name], depth - 1)]
    if isinstance(value, (list, Rows)):
        return [s for one in value for s in stamps(one, depth)]
    return [value] if isinstance(value, str) and STAMP.fullmatch(value) else []


@given(INSTANTS)
@settings(max_examples=12, deadline=None)
def test_an_order_changed_when_its_newest_part_did(now):
    view = SHOP.at(now)
    root = view.root("orders")
    for row in root.ids().tolist():
        order = root.node(row)
        assert max(stamps(order)) == order["updatedAt"]


@given(INSTANTS, st.integers(0, 60), st.booleans())
@settings(max_examples=30, deadline=None)
def test_a_window_holds_what_changed_in_it_in_order(now, days, reverse):
    root = SHOP.at(now).root("orders")
    start, end = text(now - timedelta(days=days)), text(now - timedelta(days=1))
    window = [Filter("updated_at", ">=", start), Filter("updated_at", "<", end)]
    found = root.ids(window, "UPDATED_AT", reverse=reverse).tolist()
    every = [(root.node(row)["updatedAt"], row) for row in root.ids().tolist()]
    within = [entry for entry in every if start <= entry[0] < end]
    assert found == [row for _, row in sorted(within, reverse=reverse)]


ROOTS = (
    "customers",
    "fulfillmentOrders",
    "products",
    "productVariants",
    "collections",
    "inventoryItems",
    "abandonedCheckouts",
    "draftOrders",
    "giftCards",
    "discountNodes",
    "articles",
    "companies",
    "companyLocations",
    "marketingActivities",
    "pages",
    "blogs",
)


def changed(node: Node) -> str:
    return (node["discount"] if "discount" in node.fields else node)["updatedAt"]


@pytest.mark.parametrize("name", ROOTS)
def test_every_index_tells_what_its_objects_tell(name, open_shop, now):
    for days in (0, 170, 500):
        then = now - timedelta(days=days)
        root = open_shop("plain-600").at(then).root(name, {"includeClosed": True})
        rows = root.ids((), "UPDATED_AT").tolist()
        assert rows
        told = [changed(root.node(row)) for row in rows]
        assert told == sorted(told)
        half = told[len(told) // 2]
        later = root.ids([Filter("updated_at", ">=", half)]).size
        assert later == sum(one >= half for one in told)


@pytest.mark.parametrize("name", [*ROOTS, "tenderTransactions", "disputes", "events"])
def test_nothing_lies_ahead(name, open_shop, now):
    then = now - timedelta(days=300)
    view: View = open_shop("plain-600").at(then)
    root = view.root(name, {"includeClosed": True})
    for row in root.ids()[-25:].tolist():
        assert max(stamps(root.node(row)), default="") <= text(then)


def test_a_view_stays_while_the_clock_stands(now):
    assert SHOP.at(now) is SHOP.at(now)
    assert SHOP.at(now + timedelta(seconds=1)) is not SHOP.at(now)


def test_deleted_orders_are_gone_and_the_log_misses_some(open_shop, now):
    view = open_shop("weathervane-demo").at(now)
    gone = view.happened("deleted").nonzero()[0].tolist()
    assert gone
    assert not set(gone) & set(view.root("orders").ids().tolist())
    log = view.root("events")
    destroyed = [Filter("action", "=", "destroy"), Filter("subject_type", "=", "ORDER")]
    told = {log.node(row)["subjectId"] for row in log.ids(destroyed).tolist()}
    ids = {view.node("Order", row)["id"] for row in gone}
    assert told < ids
    assert all(view.find(gid) is None for gid in ids)


def test_customers_and_products_are_deleted_too(open_shop, now):
    view = open_shop("weathervane-demo").at(now)
    log = view.root("events")
    rows = log.ids([Filter("action", "=", "destroy")], "CREATED_AT").tolist()
    dates = [log.node(row)["createdAt"] for row in rows]
    assert dates == sorted(dates)
    assert {log.node(row)["subjectType"] for row in rows} == {
        "ORDER",
        "CUSTOMER",
        "PRODUCT",
    }


@pytest.mark.parametrize(
    "filter_",
    [
        Filter("colour", "=", "red"),
        Filter("updated_at", ">=", "soon"),
        Filter("updated_at", "~", "2026-01-01"),
        Filter("test", "=", "perhaps"),
    ],
)
def test_a_search_that_cannot_be_is_refused(filter_):
    with pytest.raises(FilterError, match="cannot search Order"):
        SHOP.at(OPENED).root("orders").ids([filter_])


def test_a_cursor_can_be_made_of_what_rows_are_sorted_by(plain):
    root = plain.root("orders")
    rows = root.ids((), "UPDATED_AT").tolist()
    values = [root.value(row, "UPDATED_AT") for row in rows]
    assert values == sorted(values)
    assert root.value(rows[0], "ID") == rows[0]
