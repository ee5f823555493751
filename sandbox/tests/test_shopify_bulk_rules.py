"""What a bulk query must be like; the messages are the recorded ones."""

from __future__ import annotations

import pytest

LINES = "lineItems { edges { node { id } } }"
FOUR_LEVELS = """
{ orders { edges { node { id agreements { edges { node { id
  sales { edges { node { id ... on ProductSale {
    lineItem { variant { metafields { edges { node { id } } } } }
  } } } } } } } } } } }
"""
SIX = """
{ orders { edges { node { id
  a: lineItems { edges { node { id } } } b: lineItems { edges { node { id } } }
  c: lineItems { edges { node { id } } } d: lineItems { edges { node { id } } }
  e: lineItems { edges { node { id } } } } } } }
"""
NODES = (
    "All connection fields in a bulk query must select their contents using 'edges' >"
    " 'node', e.g: 'orders { edges { node {'. Selecting via 'nodes' is not supported."
    " Invalid connection fields: 'orders'."
)
NO_ID = (
    "The parent 'node' field for a nested connection must select the 'id' field without"
    " an alias and must be of 'ID' return type. Connection fields without 'id': orders."
)
IN_LIST = (
    "Queries that contain a connection field within a list field are not currently"
    " supported."
)
BROKEN = {
    "nodes": ("{ orders { nodes { id } } }", NODES),
    "depth": (
        FOUR_LEVELS,
        "Bulk queries cannot contain connections with a nesting depth greater than 2.",
    ),
    "many": (SIX, "Bulk queries cannot contain more than 5 connections."),
    "no id": (f"{{ orders {{ edges {{ node {{ name {LINES} }} }} }} }}", NO_ID),
    "an alias": (
        f"""{{ orders {{ edges {{ node {{ a: id ...B }} }} }} }}
        fragment B on Order {{ {LINES} }}""",
        NO_ID,
    ),
    "mutation": (
        """mutation { bulkOperationCancel(id: "gid://shopify/BulkOperation/1")
        { userErrors { message } } }""",
        "Invalid operation type. Only `query` operations are supported.",
    ),
    "in a list": (
        """{ orders { edges { node { id refunds
        { refundLineItems { edges { node { quantity } } } } } } } }""",
        IN_LIST,
    ),
    "none": (
        "{ shop { id } }",
        "Bulk queries must contain at least one connection.",
    ),
    "unknown field": (
        "{ orders { edges { node { nonsense } } } }",
        "Invalid bulk query: Field 'nonsense' doesn't exist on type 'Order'",
    ),
    "unknown syntax": (
        '{ orders(query: "a OR b") { edges { node { id } } } }',
        "Invalid bulk query: the sandbox does not search with 'a'",
    ),
}


def refusals(shop, query):
    answer = shop.run_bulk(query)
    assert answer["bulkOperation"] is None
    return answer["userErrors"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_query_that_breaks_a_rule_is_refused_in_the_servers_words(shop, name):
    query, told = BROKEN[name]
    (error,) = refusals(shop, query)
    assert error == {"field": ["query"], "message": told, "code": "INVALID"}


def test_a_single_node_is_no_bulk_query(shop):
    errors = refusals(shop, '{ node(id: "gid://shopify/Order/1") { id } }')
    assert [error["message"] for error in errors] == [
        "Bulk queries cannot contain a top level `node` field.",
        "Bulk queries must contain at least one connection.",
    ]


def test_an_empty_query_is_no_bulk_query(shop):
    (error,) = refusals(shop, "")
    assert error["message"].startswith("Invalid bulk query: syntax error")


def test_three_levels_through_fragments_are_allowed(shop):
    query = """
    { orders { pageInfo { hasNextPage }
               edges { cursor node { id ... { ...Ledger } } } } }
    fragment Ledger on Order {
      agreements { edges { node { id ... on SalesAgreement {
        sales { edges { node { id } } } } } } }
    }
    """
    answer = shop.run_bulk(query)
    assert answer["userErrors"] == []
