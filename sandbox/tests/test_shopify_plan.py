"""The compiled projector against graphql-core's own executor."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from graphql import execute_sync, get_named_type, parse
from hypothesis import given
from hypothesis import strategies as st

from wv_sandbox.climate import Climate
from wv_sandbox.shopify import documents, search
from wv_sandbox.shopify.access import Access
from wv_sandbox.shopify.connections import Arguments, Found, decode, encode
from wv_sandbox.shopify.errors import RequestError
from wv_sandbox.shopify.grants import Grant
from wv_sandbox.shopify.page_plan import PageCompiler
from wv_sandbox.shopify.projectors import Connection
from wv_sandbox.shopify.roots import Query
from wv_sandbox.shopify.shop.index import Rows
from wv_sandbox.shopify.shop.shop import Shop

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
FRAGMENTS = """
fragment Money on MoneyBag {
  shopMoney { amount currencyCode } presentmentMoney { amount currencyCode }
}
fragment Line on LineItem { id quantity total: originalUnitPriceSet { ...Money } }
fragment Ledger on SalesAgreement {
  __typename id happenedAt
  ... on OrderAgreement { reason }
  ... on RefundAgreement { refund { id } }
  sales(first: 10) { nodes {
    __typename id totalAmount { ...Money }
    ... on ProductSale { quantity lineItem { ...Line } }
    ... on ShippingLineSale { shippingLine { id title } }
  } }
}
"""
QUERIES = {
    "orders": """
    query ($first: Int!, $with: Boolean!, $without: Boolean!) {
      first: orders(first: $first, sortKey: UPDATED_AT, reverse: true) {
        __typename
        edges { __typename node { ...Whole } }
        pageInfo { __typename hasNextPage }
      }
      orders(first: 7, query: "test:false", sortKey: CREATED_AT) {
        nodes { id ...Whole customer @include(if: $with) { id displayName } }
        nodes { name @skip(if: $without) tags }
      }
    }
    fragment Whole on Order {
      __typename id updatedAt test totalPriceSet { ...Money }
      ... @include(if: $with) { note tags }
      backwards: lineItems(first: 9, reverse: true) { nodes { id } }
      shippingAddress { city zip } billingAddress { city }
      refunds { id createdAt refundLineItems(first: 5) { nodes { quantity } } }
      transactions { id kind status amountSet { ...Money } }
      lineItems(first: 2) { edges { node { ...Line } } pageInfo { hasNextPage } }
      agreements(first: 9) { nodes { ...Ledger } }
      discountApplications(first: 3) { nodes { __typename index } }
    }
    """
    + FRAGMENTS,
    "one": """
    query ($id: ID!) {
      node(id: $id) { __typename id ... on Order { name lineItems(last: 1) {
        nodes { ...Line } pageInfo { hasPreviousPage } } } ... on Product { title } }
      nodes(ids: [$id, "gid://shopify/Order/1"]) { id }
      shop { __typename id name currencyCode ianaTimezone }
      ordersCount { count precision }
      publicApiVersions { handle supported }
    }
    """
    + FRAGMENTS.partition("fragment Ledger")[0],
}
GIVEN = {"orders": {"first": 50, "with": True, "without": True}, "one": {}}
PAGING = {"first", "last", "after", "before", "query", "sortKey", "reverse"}


@pytest.fixture(scope="module")
def view():
    return Shop("multi-currency-300", Climate(7)).at(NOW)


class Page:
    """A connection as the reference shows it: rows, cut in the plain way."""

    def __init__(self, rows, given) -> None:
        if isinstance(rows, Rows):
            rows = Found(rows.root)
        if isinstance(rows, Found):
            filters = tuple(search.parse(given.get("query"), {"test"}).filters)
            arguments = Arguments(filters=filters, sort_key=given.get("sortKey"))
            rows = [rows.root.node(row) for row in rows.ids(arguments)]
        rows = rows[::-1] if given.get("reverse") else rows
        first, last = given.get("first"), given.get("last")
        self.shown = rows[:first] if last is None else rows[-last:]
        self.is_cut = len(self.shown) < len(rows)

    def __getitem__(self, name):
        if name == "pageInfo":
            return {"hasNextPage": self.is_cut, "hasPreviousPage": self.is_cut}
        return [{"node": row} for row in self.shown] if name == "edges" else self.shown


def resolve(source, info, **given):
    """Resolve a field the plain way."""
    value = source[info.field_name]
    if not get_named_type(info.return_type).name.endswith("Connection"):
        return value(given) if callable(value) else value
    other = {key: one for key, one in given.items() if key not in PAGING}
    return Page(value(other) if callable(value) else value, given)


@pytest.mark.parametrize("name", QUERIES)
def test_the_projector_gives_what_graphql_core_gives(view, name):
    text, given = QUERIES[name], dict(GIVEN[name])
    if name == "one":
        given["id"] = view.root("orders").node(3)["id"]
    document = documents.read("2026-10", text)
    operation = documents.choose(document, None)
    access = Access(document.schema, Grant())
    values = documents.coerce(document, operation, given)
    compiler = PageCompiler(document, values, access)
    root = document.schema.query_type
    source = Query(root, view, NOW, Grant(), compiler, {})

    mine = compiler.object_of(root, [operation.selection_set], [])(source)
    reference = execute_sync(
        document.schema,
        parse(text),
        root_value=source,
        variable_values=given,
        field_resolver=resolve,
    )

    assert reference.errors is None
    assert mine == reference.data
    assert list(mine) == list(reference.data)


def test_a_connection_that_is_null_stays_null():
    """A disabled feature, as payouts of a shop without Shopify Payments."""
    assert Connection(Arguments(first=1), [], print)(None) is None


@given(st.integers(0, 2**60), st.none() | st.integers() | st.text())
def test_a_cursor_is_read_as_it_was_written(number, value):
    assert decode(encode(number, value)) == (number, value)


@given(st.text() | st.binary().map(lambda raw: b64encode(raw).decode()))
def test_any_other_text_is_no_cursor(text):
    """Whatever base64 hides, it is no JSON object with an id."""
    with pytest.raises(RequestError, match="is not a valid cursor"):
        decode(text)
