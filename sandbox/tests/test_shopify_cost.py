"""What a query costs, and the bucket that it is paid from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from wv_sandbox.shopify.buckets import ADVANCED, ENTERPRISE, PLUS, STANDARD, plan_of

MONEY = "totalPriceSet { shopMoney { amount } presentmentMoney { amount } }"
PAGE = "query ($n: Int) { orders(first: $n) { nodes { id lineItems(first: 2) { nodes"
LINES = f"{PAGE} {{ id }} }} }} }} }}"

WITH_LINES = """
{ orders(first: 250) { nodes { id ...L } } }
fragment L on Order { lineItems(first: 250) { nodes { id } } }
"""
SPREAD = """
{ orders(first: 10) { __typename ...Page ... on OrderConnection { nodes { id } } } }
fragment Page on OrderConnection { pageInfo { hasNextPage } }
"""
ONE_OF_TWO = """
{ node(id: "gid://shopify/Order/1") {
  id ... on Order { customer { id } } ... on Product { id }
} }
"""


def cost(shop, query, **variables):
    return shop.ask(query, **variables)["extensions"]["cost"]


@pytest.mark.parametrize(
    ("query", "points"),
    [
        ("{ shop { id name } }", 1),
        ("{ publicApiVersions { handle } }", 1),
        ("{ currentAppInstallation { accessScopes { handle } } }", 2),
        ("{ ordersCount { count } productsCount { count } }", 20),
        ("{ orders(first: 1) { nodes { id name } } }", 3),
        ("{ orders(first: 1) { edges { node { id } } pageInfo { hasNextPage } } }", 3),
        (f"{{ orders(first: 10) {{ nodes {{ id {MONEY} }} }} }}", 6),
        (SPREAD, 6),
        ("{ orders(last: 50) { nodes { id customer { id } } } }", 16),
        ("{ orders(first: 110) { nodes { id } } }", 11),
        ("{ orders(first: 250) { nodes { id } } }", 13),
        (WITH_LINES, 156),
        (ONE_OF_TWO, 2),
        ('{ bulkOperation(id: "gid://shopify/BulkOperation/0") { id status } }', 1),
        (
            'mutation { bulkOperationRunQuery(query: "") { userErrors { message } } }',
            10,
        ),
    ],
)
def test_a_query_costs_what_recorded_ones_cost(shop, query, points):
    """Scalars, money and page info are free; connections grow slowly."""
    assert cost(shop, query)["requestedQueryCost"] == points


def test_what_was_not_found_is_given_back(shop):
    """An order has two lines at most here, and few orders are asked for twice."""
    told = cost(shop, LINES, n=100)
    assert told["requestedQueryCost"] == 2 + 9 * (1 + 2 + 1)
    some = cost(shop, LINES.replace("$n)", '$n, query: "id:7")'), n=100)
    assert some["requestedQueryCost"] == told["requestedQueryCost"]
    assert some["actualQueryCost"] == 2


def test_the_bucket_is_emptied_by_actual_costs(shop):
    size, rate = plan_of(shop.label)
    told = cost(shop, LINES, n=50)
    left = size - told["actualQueryCost"]
    assert told["throttleStatus"] == {
        "maximumAvailable": size,
        "currentlyAvailable": left,
        "restoreRate": rate,
    }
    again = cost(shop, LINES, n=50)["throttleStatus"]["currentlyAvailable"]
    assert again == left - told["actualQueryCost"]


def test_the_bucket_fills_with_sandbox_time_and_never_beyond(shop):
    buckets = shop.box.box.shopify.buckets
    size, rate = plan_of(shop.label)
    buckets.drain(shop.label)
    shop.box.clock.advance(1.5)
    assert buckets.level(shop.label) == pytest.approx(1.5 * rate)
    shop.box.clock.advance(3_600)
    assert buckets.level(shop.label) == size


def test_an_empty_bucket_throttles_until_there_is_enough(shop):
    """As long as is missing, not a moment more."""
    shop.label = "basic-500"
    shop.box.box.shopify.buckets.drain(shop.label, 10)
    told = shop.ask(LINES, n=250)
    assert told["errors"][0]["extensions"]["code"] == "THROTTLED"
    price = told["extensions"]["cost"]["requestedQueryCost"]
    status = told["extensions"]["cost"]["throttleStatus"]
    missing = price - status["currentlyAvailable"]
    shop.box.clock.advance(missing / status["restoreRate"] - 0.02)
    assert "errors" in shop.ask(LINES, n=250)
    shop.box.clock.advance(0.02)
    assert "errors" not in shop.ask(LINES, n=250)


def test_shops_have_buckets_of_their_own(shop):
    shop.box.box.shopify.buckets.drain(shop.label)
    assert "errors" in shop.ask(LINES, n=1)
    assert "errors" not in replace(shop, label="digital-200").ask(LINES, n=1)


@pytest.mark.parametrize(
    ("label", "plan"),
    [
        ("basic-500", STANDARD),
        ("digital-200", ADVANCED),
        ("plain-1000", PLUS),
        ("weathervane-demo", ENTERPRISE),
    ],
)
def test_the_kind_of_a_shop_says_its_plan(label, plan):
    assert plan_of(label) == plan


def test_those_who_ask_together_do_not_share_points(shop):
    """Of twelve that ask at once for a tenth of the bucket each, ten are answered."""
    shop.box.box.shopify.buckets.drain(shop.label, 30)
    with ThreadPoolExecutor(12) as pool:
        query = "{ orders(first: 1) { nodes { id } } }"
        answers = list(pool.map(lambda _: shop.ask(query), range(12)))
    assert sum("errors" not in answer for answer in answers) == 10
