"""A bulk query says which connections its lines come from."""

from __future__ import annotations

import pytest
from graphql.language import parse

from tap_shopify_wv.bulk_shape import Shape, connection_of, shaped

SALES = """
{ orders { edges { node { id
    lineItems { edges { node { id } } }
    ...Ledger
} } } }
fragment Ledger on Order {
  agreements { edges { node { id sales { edges { node { id } } } } } }
}
"""


def test_a_query_without_siblings_stays_as_it_is():
    query = "{ orders { edges { node { id lineItems { edges { node { id } } } } } } }"

    sent, shape = shaped(query)

    assert parse(sent, no_location=True) == parse(query, no_location=True)
    assert shape == Shape({"lineItems": Shape()})


def test_siblings_are_marked_also_in_fragments():
    sent, shape = shaped(SALES)

    assert "in_connection_lineItems: __typename" in sent
    assert "in_connection_agreements: __typename" in sent
    assert "in_connection_sales" not in sent
    assert shape == Shape(
        {"lineItems": Shape(), "agreements": Shape({"sales": Shape()})}
    )


def test_inline_fragments_are_looked_through():
    query = """{ events { edges { node { id ... on BasicEvent {
        comments { edges { node { id } } } } } } } }"""

    assert shaped(query)[1] == Shape({"comments": Shape()})


def test_an_alias_is_the_name_of_the_answer():
    query = "{ a { edges { node { id mine: lineItems { edges { node { id } } } } } } }"

    assert shaped(query)[1].only == "mine"


def test_depth_counts_the_connections_in_one_another():
    assert shaped(SALES)[1].depth == 2
    assert Shape().depth == 0


@pytest.mark.parametrize(
    "query",
    [
        "{ shop { id } }",
        "{ a { edges { node { id } } } b { edges { node { id } } } }",
    ],
)
def test_a_bulk_query_has_one_connection_at_its_root(query: str):
    with pytest.raises(ValueError, match="one connection at its root"):
        shaped(query)


@pytest.mark.parametrize("between", ["customer {{ id {} }}", "a {{ b {{ {} }} }}"])
def test_a_connection_below_a_plain_object_is_refused(between: str):
    inner = between.format("tags { edges { node { id } } }")

    with pytest.raises(ValueError, match="plain object"):
        shaped(f"{{ orders {{ edges {{ node {{ id {inner} }} }} }} }}")


def test_lists_and_plain_objects_may_be_there():
    query = "{ orders { edges { node { id customer { id } fulfillments { id } } } } }"

    assert shaped(query)[1] == Shape()


def test_a_line_of_an_only_connection_needs_no_mark():
    assert connection_of({"id": "a"}, Shape({"lineItems": Shape()})) == "lineItems"


def test_a_line_without_a_mark_is_of_no_sibling():
    both = Shape({"a": Shape(), "b": Shape()})

    assert connection_of({"in_connection_b": "B"}, both) == "b"
    assert connection_of({"id": "1"}, both) is None
