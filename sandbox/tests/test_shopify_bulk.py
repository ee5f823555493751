"""Bulk operations: how they run, end, and are found again."""

from __future__ import annotations

from dataclasses import replace

import requests

CANCEL = """
mutation ($id: ID!) {
  bulkOperationCancel(id: $id) {
    bulkOperation { id status } userErrors { field message }
  }
}
"""
ORDERS = "{ orders { edges { node { id } } } }"


def test_an_operation_goes_through_its_states_in_sandbox_time(shop):
    answer = shop.run_bulk(ORDERS)["bulkOperation"]
    assert answer["status"] == "CREATED"
    assert answer["objectCount"] == answer["rootObjectCount"] == "0"
    assert answer["url"] is answer["fileSize"] is None
    assert answer["query"] == ORDERS
    gid = answer["id"]
    assert shop.poll_bulk(gid)["status"] == "CREATED"
    assert shop.poll_bulk(gid, 1)["status"] == "RUNNING"
    told = shop.poll_bulk(gid, 5)
    assert told["status"] == "COMPLETED"
    assert told["type"] == "QUERY"
    assert told["partialDataUrl"] is told["errorCode"] is None
    assert told["createdAt"] < told["completedAt"]


def test_an_unknown_search_field_is_dropped_without_a_word(shop):
    """A bulk query warns of nothing."""
    everything = shop.bulk(ORDERS)
    wrong = ORDERS.replace("orders {", 'orders(query: "updated:>2099") {')
    assert shop.bulk(wrong)["objectCount"] == everything["objectCount"]


def test_the_storage_takes_no_token(shop):
    url = shop.bulk(ORDERS)["url"]
    assert "/shopify/storage/" in url
    for header in ("Authorization", "X-Shopify-Access-Token"):
        answer = requests.get(url, headers={header: shop.token}, timeout=30)
        assert answer.status_code == 400


def test_a_url_ends_after_seven_days(shop):
    url = shop.bulk(ORDERS)["url"]
    shop.box.clock.advance(6 * 86_400)
    assert requests.get(url, timeout=30).status_code == 200
    shop.box.clock.advance(86_400)
    assert requests.get(url, timeout=30).status_code == 403


def test_five_run_at_once_and_the_sixth_is_told_which(shop):
    gids = [shop.start_bulk(ORDERS) for _ in range(5)]
    refused = shop.run_bulk(ORDERS)
    assert refused["bulkOperation"] is None
    (error,) = refused["userErrors"]
    assert error == {
        "field": None,
        "message": "A bulk query operation for this app and shop is already in"
        f" progress: {', '.join(gids)}.",
        "code": "OPERATION_IN_PROGRESS",
    }
    shop.poll_bulk(gids[0], 60)
    shop.start_bulk(ORDERS)


def test_shops_have_operations_of_their_own(shop):
    gid = shop.start_bulk(ORDERS)
    other = replace(shop, label="digital-200")
    assert other.poll_bulk(gid) is None


def test_operations_can_be_listed_and_searched(shop):
    gid, canceled = shop.start_bulk(ORDERS), shop.start_bulk(ORDERS)
    shop.data(CANCEL, id=canceled)
    query = (
        "query ($q: String) { bulkOperations(first: 9, query: $q) { nodes { id } } }"
    )
    found = shop.data(query, q="status:CREATED operation_type:query")
    assert found["bulkOperations"]["nodes"] == [{"id": gid}]
    assert len(shop.data(query)["bulkOperations"]["nodes"]) == 2
    node = shop.data("query ($id: ID!) { node(id: $id) { id __typename } }", id=gid)
    assert node["node"] == {"id": gid, "__typename": "BulkOperation"}


def test_a_canceled_operation_ends(shop):
    gid = shop.start_bulk(ORDERS)
    answer = shop.data(CANCEL, id=gid)["bulkOperationCancel"]
    assert answer == {
        "bulkOperation": {"id": gid, "status": "CANCELING"},
        "userErrors": [],
    }
    assert shop.poll_bulk(gid, 2)["status"] == "CANCELED"
    (error,) = shop.data(CANCEL, id=gid)["bulkOperationCancel"]["userErrors"]
    assert error["message"] == (
        "A bulk operation cannot be canceled when it is canceled"
    )
    unknown = shop.data(CANCEL, id="gid://shopify/BulkOperation/1")
    (error,) = unknown["bulkOperationCancel"]["userErrors"]
    assert error == {"field": ["id"], "message": "Bulk operation does not exist"}


def test_a_field_that_may_not_be_read_fails_the_operation(shop):
    few = replace(shop, token="shpat_sandbox_no_customers_00000000")
    query = "{ orders { edges { node { id customer { id } } } } }"
    told = few.bulk(query)
    assert told["status"] == "FAILED"
    assert told["errorCode"] == "ACCESS_DENIED"
    assert told["url"] is None
    none = replace(shop, token="shpat_sandbox_no_orders_00000000")
    assert none.bulk(ORDERS)["errorCode"] == "ACCESS_DENIED"


def test_a_sandbox_as_new_knows_no_operation(shop):
    gid = shop.start_bulk(ORDERS)
    shop.box.reset()
    assert shop.poll_bulk(gid) is None
