"""Orders by pages: what a page holds, and that walking loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

ORDERS = """
query orders($first: Int, $last: Int, $after: String, $before: String,
             $query: String, $reverse: Boolean) {
  orders(first: $first, last: $last, after: $after, before: $before,
         query: $query, sortKey: UPDATED_AT, reverse: $reverse) {
    edges { cursor node { id updatedAt test } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
COUNT = "query ($query: String) { ordersCount(query: $query) { count precision } }"


def walk(shop, **arguments):
    """Turn pages to the end."""
    rows, after = [], None
    while True:
        page = shop.data(ORDERS, after=after, **arguments)["orders"]
        rows += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return rows
        after = page["pageInfo"]["endCursor"]


def test_every_order_comes_once_in_order(shop):
    rows = walk(shop, first=77)
    keys = [(row["updatedAt"], row["id"]) for row in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) == shop.data(COUNT)["ordersCount"]["count"]


def test_backwards_is_the_same_the_other_way_round(shop):
    assert walk(shop, first=101, reverse=True) == walk(shop, first=250)[::-1]


def test_a_window_is_half_open_and_nothing_falls_between_two(shop):
    rows = walk(shop, first=250)
    middle = rows[len(rows) // 2]["updatedAt"]
    early = walk(shop, first=250, query=f"updated_at:<'{middle}'")
    late = walk(shop, first=250, query=f"updated_at:>='{middle}'")
    assert early + late == rows


def test_the_last_rows_come_from_the_back(shop):
    rows = walk(shop, first=250)
    page = shop.data(ORDERS, last=3)["orders"]
    assert [edge["node"] for edge in page["edges"]] == rows[-3:]
    assert page["pageInfo"]["hasPreviousPage"]
    before = shop.data(ORDERS, last=2, before=page["pageInfo"]["startCursor"])["orders"]
    assert [edge["node"] for edge in before["edges"]] == rows[-5:-3]


def test_an_order_that_changes_meanwhile_does_not_shift_the_others(shop):
    """It may come again, later; the others come once."""
    rows = walk(shop, first=250)
    first = shop.data(ORDERS, first=100)["orders"]
    shop.box.clock.advance(14 * 86_400)
    seen = {edge["node"]["id"] for edge in first["edges"]}
    rest = walk(shop, first=250, query=f"updated_at:>='{rows[99]['updatedAt']}'")
    seen |= {row["id"] for row in rest}
    deleted = {row["id"] for row in rows} - {row["id"] for row in walk(shop, first=250)}
    assert {row["id"] for row in rows} - seen <= deleted


def test_flags_and_words_can_be_searched_by(shop):
    rows = walk(shop, first=250)
    tests = walk(shop, first=250, query="test:true")
    assert [row for row in rows if row["test"]] == tests
    assert walk(shop, first=250, query="NOT test:true") == walk(
        shop, first=250, query="-test:true"
    )


def test_a_count_stops_at_its_limit(shop):
    limited = "{ ordersCount(limit: 10) { count precision } }"
    assert shop.data(limited)["ordersCount"] == {"count": 10, "precision": "AT_LEAST"}
    assert shop.data(COUNT)["ordersCount"]["precision"] == "EXACT"


def test_an_order_is_found_by_its_id(shop):
    gid = walk(shop, first=250)[0]["id"]
    query = "query ($id: ID!) { node(id: $id) { id ... on Order { name } } }"
    assert shop.data(query, id=gid)["node"]["id"] == gid
    assert shop.data(query, id="gid://shopify/Order/1")["node"] is None


def test_inner_rows_are_paged_and_drained(shop):
    query = """
    query ($id: ID!, $first: Int!, $after: String) {
      node(id: $id) { ... on Order {
        lineItems(first: $first, after: $after) {
          nodes { id } pageInfo { hasNextPage endCursor }
        }
      } }
    }
    """
    gid = walk(shop, first=250, query="test:false")[3]["id"]
    whole = shop.data(query, id=gid, first=250)["node"]["lineItems"]
    found, after = [], None
    while True:
        page = shop.data(query, id=gid, first=1, after=after)["node"]["lineItems"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert found == whole["nodes"]
    assert found
    assert not whole["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "you must provide one of first or last"),
        ({"first": 1, "last": 1}, "providing both first and last is not supported"),
        ({"first": 251}, "first and last must be between 1 and 250"),
        ({"first": 0}, "first and last must be between 1 and 250"),
        ({"first": 1, "after": "?"}, "'?' is not a valid cursor"),
        ({"first": 1, "query": "a OR b"}, "the sandbox does not search with 'a'"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(shop, arguments, told):
    error = shop.error(ORDERS, **arguments)
    assert error["message"] == told
    assert error["extensions"]["code"] == "BAD_REQUEST"


def test_a_walk_ends_at_25000_rows(shop, monkeypatch):
    monkeypatch.setattr("wv_sandbox.shopify.connections.MOST_A_WALK", 60)
    first = shop.data(ORDERS, first=50)["orders"]["pageInfo"]
    error = shop.error(ORDERS, first=50, after=first["endCursor"])
    assert error["message"].startswith("Pagination is limited to 60 objects")


def test_without_read_all_orders_only_60_days_are_seen(shop):
    """Nothing tells."""
    few = replace(shop, token="shpat_sandbox_no_all_orders_00000000")
    answer = few.ask("{ orders(first: 250) { nodes { createdAt } } }")
    assert "errors" not in answer
    days = [row["createdAt"] for row in answer["data"]["orders"]["nodes"]]
    assert min(days) > "2026-09-16T06:00:00Z"
    count = few.data(COUNT)["ordersCount"]["count"]
    assert 0 < count == len(days) < shop.data(COUNT)["ordersCount"]["count"]


@pytest.mark.parametrize("label", ["plain-7", "nowhere", "strange-100"])
def test_a_shop_that_is_not_there_is_not_found(shop, label):
    answer = replace(shop, label=label).post("{ shop { id } }")
    assert answer.status_code == 404
    assert answer.json() == {"errors": "Not Found"}
