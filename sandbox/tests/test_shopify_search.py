"""Search queries: what is understood, and what is dropped with a warning only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wv_sandbox.shopify import search
from wv_sandbox.shopify.search_fields import FIELDS, of
from wv_sandbox.shopify.shop.index import FilterError

KNOWN = {"updated_at", "status", "id"}
ORDERS = "query ($q: String) { orders(first: 250, query: $q) { nodes { id } } }"
COUNT = "query ($q: String) { c: ordersCount(query: $q) { count } }"


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        (None, []),
        ("  ", []),
        ("status:open", [("status", "=", "open")]),
        (
            "updated_at:>='2026-01-01T00:00:00Z' AND updated_at:<'2026-02-01'",
            [("updated_at", ">=", "2026-01-01T00:00:00Z"),
             ("updated_at", "<", "2026-02-01")],
        ),
        ('status:"on hold" id:<=7', [("status", "=", "on hold"), ("id", "<=", "7")]),
        ("-status:a NOT status:b status:c",
         [("status", "!=", "a"), ("status", "!=", "b"), ("status", "=", "c")]),
        ("id:gid://shopify/Order/7", [("id", "=", "gid://shopify/Order/7")]),
    ],
)  # fmt: skip
def test_terms_are_read(query, filters):
    assert [tuple(one) for one in search.parse(query, KNOWN).filters] == filters


@pytest.mark.parametrize("query", ["a OR b", "(status:open)", "just words", "status"])
def test_what_the_sandbox_does_not_know_is_refused(query):
    with pytest.raises(FilterError, match="the sandbox does not search with"):
        search.parse(query, KNOWN)


@given(st.text(alphabet="ab:<>='\"() -ANDORT0123456789_", max_size=30) | st.text())
def test_any_text_is_understood_warned_of_or_refused(text):
    try:
        found = search.parse(text, KNOWN)
    except FilterError:
        return
    assert {one.field for one in found.filters} <= KNOWN
    assert all(one["code"] == "invalid_field" for one in found.warnings)


def test_an_unknown_field_finds_everything_and_warns(shop):
    """The real server's most expensive kindness."""
    everything = shop.data(ORDERS)
    answer = shop.ask(ORDERS, q="updated:>2099-01-01")
    assert answer["data"] == everything
    assert answer["extensions"]["search"] == [
        {
            "path": ["orders"],
            "query": "updated:>2099-01-01",
            "warnings": [
                {
                    "field": "updated",
                    "message": "Invalid search field for this query.",
                    "code": "invalid_field",
                }
            ],
        }
    ]


def test_counts_warn_as_well(shop):
    answer = shop.ask(COUNT, q="nonsense:1")
    assert answer["data"]["c"]["count"] == shop.data(COUNT)["c"]["count"]
    (warned,) = answer["extensions"]["search"]
    assert warned["warnings"][0]["field"] == "nonsense"


def test_a_good_search_warns_of_nothing(shop):
    assert "search" not in shop.ask(ORDERS, q="updated_at:>2026-11-01")["extensions"]


def test_an_instant_without_quotes_falls_apart(shop):
    """Its colons end the value; what comes behind is taken for a field."""
    answer = shop.ask(ORDERS, q="updated_at:>=2099-01-01T19:45:00Z")
    (warned,) = answer["extensions"]["search"]
    assert warned["warnings"][0]["code"] == "invalid_field"
    assert answer["data"] == shop.data(ORDERS)


def test_a_planned_warning_stands_beside_good_data(shop):
    shop.box.faults.add("search_warning", field="processed_at")
    answer = shop.ask(ORDERS)
    assert answer["data"] == shop.data(ORDERS)
    assert answer["extensions"]["search"][0]["warnings"][0]["field"] == "processed_at"


def test_rows_at_hand_are_searched_like_those_of_a_root():
    row = {"createdAt": "2026-05-01T00:00:00Z", "id": "gid://shopify/X/7", "note": None}

    def fits(query):
        found = search.parse(query, {"created_at", "id", "note"})
        return search.matches(row, found.filters)

    assert fits("id:7 created_at:>'2026-04-30'")
    assert fits("id:>=7 note:''")
    assert not fits("-id:7")
    assert not fits("created_at:<'2026-05-01'")


def test_a_count_is_searched_like_its_rows():
    assert of("ordersCount") == FIELDS["orders"]
    assert of("customersCount") != FIELDS["customers"]
    assert of("nowhere") == frozenset()
