"""Every way in which the server says no, in the shape that was recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

SHOP = "{ shop { id } }"
ORDERS = "{ orders(first: 3) { edges { node { id name } } } }"
COST = {
    "maximumAvailable": 20_000,
    "currentlyAvailable": 20_000,
    "restoreRate": 1_000,
}


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 423, 429, 500, 501, 540])
def test_a_refusal_is_json_whose_errors_are_a_text(shop, status):
    shop.box.faults.add("status", status=status)
    answer = shop.post(SHOP)
    assert answer.status_code == status
    assert isinstance(answer.json()["errors"], str)
    assert shop.post(SHOP).status_code == 200


@pytest.mark.parametrize("status", [430, 502, 503, 504, 520, 530])
def test_the_edge_refuses_with_a_page(shop, status):
    shop.box.faults.add("status", status=status)
    answer = shop.post(SHOP)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_783_is_refused_too(shop):
    """A status that HTTP does not know."""
    shop.box.faults.add("status", status=783, reason="Unexpected Token")
    assert shop.post(SHOP).status_code == 783


def test_429_says_when_to_come_back(shop):
    shop.box.faults.add("status", status=429)
    answer = shop.post(SHOP)
    assert answer.headers["retry-after"] == "2.0"
    assert answer.json()["errors"].startswith("Exceeded 2 calls per second")
    assert "retry-after" not in shop.post(SHOP).headers


def test_401_is_for_tokens_that_are_not_known(shop):
    answer = replace(shop, token="shpat_00000000000000000000").post(SHOP)
    assert answer.status_code == 401
    assert answer.json() == {
        "errors": "[API] Invalid API key or access token"
        " (unrecognized login or wrong password)"
    }


@pytest.mark.parametrize("path", ["graphql.json", "orders.json"])
def test_404_is_for_what_is_not_there(shop, path):
    answer = requests.get(f"{shop.url}/api/2026-10/{path}", timeout=30)
    assert answer.status_code == 404
    assert answer.json() == {"errors": "Not Found"}


def test_a_shop_that_has_moved_redirects_its_posts(shop):
    shop.box.faults.add("moved", to="digital-200")
    answer = requests.post(
        f"{shop.url}/api/2026-10/graphql.json", allow_redirects=False, timeout=30
    )
    assert answer.status_code == 301
    moved = "/shopify/digital-200/admin/api/2026-10/graphql.json"
    assert answer.headers["location"] == moved


def test_throttled(shop):
    """The exact wait follows from the answer."""
    shop.box.faults.add("graphql_error", code="THROTTLED")
    answer = shop.ask(ORDERS)
    assert answer == {
        "errors": [
            {
                "message": "Throttled",
                "extensions": {
                    "code": "THROTTLED",
                    "documentation": "https://shopify.dev/api/usage/rate-limits",
                },
            }
        ],
        "extensions": {
            "cost": {
                "requestedQueryCost": 4,
                "actualQueryCost": None,
                "throttleStatus": {**COST, "currentlyAvailable": 0},
            }
        },
    }
    assert "errors" in shop.ask(ORDERS)
    shop.box.clock.advance(4 / 1_000)
    assert "errors" not in shop.ask(ORDERS)


def test_max_cost_exceeded(shop):
    """Costs stand in the error, and nowhere else."""
    inner = "a: lineItems(first: 250) { nodes { id } }"
    many = inner + "".join(inner.replace("a:", f"a{n}:") for n in range(9))
    answer = shop.ask(f"{{ orders(first: 250) {{ nodes {{ {many} }} }} }}")
    (error,) = answer["errors"]
    assert set(answer) == {"errors"}
    assert error["extensions"] == {
        "code": "MAX_COST_EXCEEDED",
        "cost": 1_443,
        "maxCost": 1_000,
        "documentation": "https://shopify.dev/api/usage/rate-limits",
    }
    assert error["message"].startswith(
        "Query cost is 1443, which exceeds the single query max cost limit (1000)."
    )
    shop.box.faults.add("graphql_error", code="MAX_COST_EXCEEDED")
    planned = shop.error(ORDERS)["extensions"]
    assert planned["code"] == "MAX_COST_EXCEEDED"


@pytest.mark.parametrize("partial", [False, True])
def test_access_denied(shop, partial):
    shop.box.faults.add("graphql_error", code="ACCESS_DENIED", partial=partial)
    answer = shop.ask(ORDERS)
    assert answer["errors"] == [
        {
            "message": "Access denied for orders field. Required access: `read_orders`"
            " access scope.",
            "extensions": {
                "code": "ACCESS_DENIED",
                "documentation": "https://shopify.dev/api/usage/access-scopes",
                "requiredAccess": "`read_orders` access scope.",
            },
            "path": ["orders"],
        }
    ]
    assert answer["data"] == ({"orders": None} if partial else None)


def test_internal_server_error(shop):
    shop.box.faults.add("graphql_error", code="INTERNAL_SERVER_ERROR")
    answer = shop.ask(ORDERS)
    (error,) = answer["errors"]
    assert error["message"].startswith("Internal error. Looks like something went")
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert error["extensions"]["requestId"] in error["message"]
    assert set(answer) == {"errors"}


def test_shop_inactive(shop):
    shop.box.faults.add("graphql_error", code="SHOP_INACTIVE")
    error = shop.error(ORDERS)
    assert error["extensions"] == {"code": "SHOP_INACTIVE"}


def test_undefined_field(shop):
    error = shop.error("query q { orders(first: 3) { nodes { nonsense } } }")
    assert error == {
        "message": "Field 'nonsense' doesn't exist on type 'Order'",
        "locations": [{"line": 1, "column": 38}],
        "path": ["query q", "orders", "nodes", "nonsense"],
        "extensions": {
            "code": "undefinedField",
            "typeName": "Order",
            "fieldName": "nonsense",
        },
    }
    shop.box.faults.add("graphql_error", code="undefinedField", path=["orders", "name"])
    planned = shop.error(ORDERS)
    assert planned["extensions"]["fieldName"] == "name"


@pytest.mark.parametrize("code", ["BAD_REQUEST", "NOT_FOUND"])
def test_other_codes(shop, code):
    shop.box.faults.add("graphql_error", code=code, message="Because.")
    error = shop.error(ORDERS)
    assert error["extensions"] == {"code": code}
    assert error["message"] == "Because."


def test_more_than_250_ids_at_once_are_refused(shop):
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    ids = [f"gid://shopify/Order/{number}" for number in range(251)]
    assert shop.data(query, ids=ids[:250])["nodes"] == [None] * 250
    error = shop.error(query, ids=ids)
    assert error["extensions"]["code"] == "MAX_INPUT_SIZE_EXCEEDED"


def test_data_may_stand_beside_errors(shop):
    """Partial data, and no success."""
    path = ["orders", "edges", 1, "node", "name"]
    whole = shop.data(ORDERS)
    shop.box.faults.add("graphql_error", partial=True, path=path)
    answer = shop.ask(ORDERS)
    (error,) = answer["errors"]
    assert error["path"] == path
    assert answer["data"]["orders"]["edges"][1]["node"]["name"] is None
    assert answer["data"]["orders"]["edges"][0] == whole["orders"]["edges"][0]


@pytest.mark.parametrize("kind", ["graphql_error", "search_warning"])
def test_what_has_no_data_is_left_as_it_is(shop, kind):
    shop.box.faults.add(kind, **({"partial": True} if "error" in kind else {}))
    assert shop.error("{ nonsense }")["extensions"]["code"] == "undefinedField"


def test_a_fault_may_wait_for_words_in_the_body(shop):
    shop.box.faults.add("status", status=503, body_contains="orders(")
    assert shop.post(SHOP).status_code == 200
    assert shop.post(ORDERS).status_code == 503


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"nothing", "BAD_REQUEST"),
        (b'{"query": 7}', "BAD_REQUEST"),
        (b'{"query": "{ shop {"}', "PARSE_ERROR"),
        (b'{"query": "query ($id: ID!) { node(id: $id) { id } }"}', "INVALID_VARIABLE"),
    ],
)
def test_a_body_that_is_no_query_is_refused(shop, body, code):
    answer = requests.post(
        f"{shop.url}/api/2026-10/graphql.json",
        data=body,
        headers={"X-Shopify-Access-Token": shop.token},
        timeout=30,
    )
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == code


def test_an_operation_can_be_named(shop):
    body = {"query": "query a { shop { id } } query b { shop { name } }"}
    answer = requests.post(
        f"{shop.url}/api/2026-10/graphql.json",
        json={**body, "operationName": "b"},
        headers={"X-Shopify-Access-Token": shop.token},
        timeout=30,
    )
    assert list(answer.json()["data"]["shop"]) == ["name"]


def test_an_undefined_field_of_a_fragment_is_named_with_it(shop):
    error = shop.error("{ shop { ...S } } fragment S on Shop { nonsense }")
    assert error["path"] == ["fragment S", "nonsense"]


@pytest.mark.parametrize(
    ("name", "told"), [("b", 'No operation named "b"'), (None, "An")]
)
def test_one_of_several_operations_has_to_be_named(shop, name, told):
    query = "query a { shop { id } } query c { shop { name } }"
    answer = requests.post(
        f"{shop.url}/api/2026-10/graphql.json",
        json={"query": query, "operationName": name},
        headers={"X-Shopify-Access-Token": shop.token},
        timeout=30,
    )
    assert answer.json()["errors"][0]["message"].startswith(told)
