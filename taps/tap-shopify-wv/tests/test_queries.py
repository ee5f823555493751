"""A query is narrowed, priced, and written for pages, bulk, and what is left."""

from __future__ import annotations

import pytest
from graphql.language import parse

from tap_shopify_wv.cost import cost, factor
from tap_shopify_wv.queries import Query
from tap_shopify_wv.rest import rest_of

SALES = """# bulk
query sales($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    edges {
      node {
        id
        updatedAt
        total { ...Money }
        agreements(first: 10) {
          edges {
            node {
              id
              sales(first: 20) {
                edges {
                  node {
                    id
                    ... on ProductSale { lineItem { id } }
                    ... on TipSale { lineItem { id } }
                  }
                }
                pageInfo { hasNextPage endCursor }
              }
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
REFUNDS = """query refunds($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query) {
    edges { node { id refunds { id } } }
    pageInfo { hasNextPage endCursor }
  }
}
query details($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Refund {
      id
      refundLineItems(first: 50) {
        edges { node { id lineItem { id } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""


@pytest.fixture
def sales():
    return Query.parsed("sales", SALES)


@pytest.fixture
def refunds():
    return Query.parsed("refunds", REFUNDS)


def compact(text: str) -> str:
    return " ".join(text.split())


def test_fragments_are_put_where_they_are_spread(sales):
    assert "orders.total.shopMoney.amount" in sales.leaves
    assert "fragment" not in sales.page


def test_the_first_line_says_that_it_is_fit_for_bulk(sales, refunds):
    assert sales.is_bulk
    assert not refunds.is_bulk


def test_connections_are_known_by_their_path(sales):
    assert sales.connections == (
        "orders",
        "orders.agreements",
        "orders.agreements.sales",
    )


def test_a_page_says_whether_there_is_more_and_where_a_node_stands(sales):
    page = compact(sales.page)

    assert page.count("pageInfo { hasNextPage endCursor }") == 3
    assert "edges { cursor node { id sales(first: 20)" in page
    parse(page)


def test_bulk_takes_no_variables_and_no_pages(sales):
    bulk = compact(sales.bulk("updated_at:>='2026-01-01'"))

    assert "$" not in bulk
    assert "pageInfo" not in bulk
    assert "first:" not in bulk
    assert "query: \"updated_at:>='2026-01-01'\"" in bulk
    assert "sortKey: UPDATED_AT" in bulk
    assert "query:" not in sales.bulk(None)


def test_what_nobody_wants_is_not_asked_for(sales):
    wanted = {"orders.updatedAt", "orders.agreements.sales.lineItem.id"}

    narrow = sales.narrowed(wanted.__contains__)

    assert set(narrow.leaves) == {
        "orders.id",  # Above a connection.
        "orders.updatedAt",
        "orders.agreements.id",
        "orders.agreements.sales.lineItem.id",
    }
    assert "total" not in narrow.page


def test_a_connection_of_which_nothing_is_wanted_is_not_asked_for(sales):
    narrow = sales.narrowed({"orders.updatedAt"}.__contains__)

    assert narrow.connections == ("orders",)
    assert narrow.leaves == ("orders.updatedAt",)


def test_narrowing_leaves_the_query_itself_alone(sales):
    before = sales.page
    sales.narrowed(lambda _path: False)

    assert sales.page == before


def test_the_rest_is_asked_of_the_nearest_owner(refunds):
    rest = rest_of(refunds, "nodes", "nodes.refundLineItems", "Refund")

    text = compact(rest.text)
    assert text.startswith("query rest($id: ID!, $after: String) { node(id: $id)")
    assert "... on Refund" in text
    assert "refundLineItems(first: 250, after: $after)" in text
    assert not rest.has_between


def test_what_cannot_be_asked_for_is_found_by_the_cursor_before_it(sales):
    rest = rest_of(sales, "orders", "orders.agreements.sales", "Order")

    text = compact(rest.text)
    assert "$at: String" in text
    assert "agreements(first: 1, after: $at)" in text
    assert "sales(first: 250, after: $after)" in text
    assert "total" not in text
    assert rest.has_between
    assert rest.steps == (("agreements", True), ("sales", True))


def test_the_rest_of_nodes_with_connections_fits_the_limit(sales):
    rest = rest_of(sales, "orders", "orders.agreements", "Order")

    assert rest.cost <= 1000
    assert "sales(first: 20)" in compact(rest.text)


def test_another_root_field_may_find_the_owner(refunds):
    rest = rest_of(refunds, "nodes", "nodes.refundLineItems", "Refund", "refund")

    assert "refund(id: $id) { ... on Refund" in compact(rest.text)


def test_an_unknown_fragment_is_told():
    with pytest.raises(KeyError):
        Query.parsed("x", "query x { shop { ...Nobody } }")


def test_nothing_lies_at_a_path_that_is_not_selected(sales):
    with pytest.raises(LookupError, match=r"orders\.nobody"):
        sales.field("orders.nobody")


def test_a_stream_without_details_has_no_question_for_them(sales):
    assert sales.details_cost(10) == 0
    with pytest.raises(LookupError):
        _ = sales.by_ids


# ---------- cost: the model fitted on recorded answers


@pytest.mark.parametrize(
    ("size", "times"), [(0, 0), (1, 1), (10, 4), (50, 7), (110, 9), (250, 11)]
)
def test_a_larger_page_costs_little_more(size, times):
    assert factor(size) == times


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("{ shop { name } }", 1),
        ("{ shop { plan { name } } }", 2),
        ("{ ordersCount { count } }", 10),
        ("mutation { a { b } }", 10),
        ("{ orders(first: 10) { edges { node { id } } } }", 2 + 4),
        ("{ orders(first: 10) { edges { node { m { amount currencyCode } } } } }", 6),
        ("{ orders { edges { node { id } } pageInfo { endCursor } } }", 2 + 11),
        ("{ a { ... on X { b { c } } ... on Y { d { e } f { g } } } }", 1 + 2),
        ("{ a { ... on X { b { c } } ... on X { d { e } } } }", 1 + 2),
    ],
)
def test_the_cost_of_a_query(text, points):
    (operation,) = parse(text).definitions

    assert cost(operation) == points


def test_a_variable_stands_for_the_size(sales):
    assert sales.cost(10) < sales.cost(50)
    assert sales.cost(250) == sales.cost(250)


def test_each_owner_costs(refunds):
    assert refunds.details_cost(10) == 10 * refunds.details_cost(1)
