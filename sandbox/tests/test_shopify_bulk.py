"""Bulk operations: their life, their files, and what a query must be like."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import requests

from wv_sandbox.shopify import bulk_file, bulk_plan
from wv_sandbox.shopify.bulk_file import Progress
from wv_sandbox.shopify.connections import Arguments
from wv_sandbox.shopify.shop.index import Filter

RUN = """
mutation ($query: String!, $grouped: Boolean! = false) {
  bulkOperationRunQuery(query: $query, groupObjects: $grouped) {
    bulkOperation { id status objectCount rootObjectCount fileSize url query }
    userErrors { field message code }
  }
}
"""
POLL = """
query ($id: ID!) {
  bulkOperation(id: $id) {
    status errorCode objectCount rootObjectCount fileSize url partialDataUrl
    createdAt completedAt type
  }
}
"""
CANCEL = """
mutation ($id: ID!) {
  bulkOperationCancel(id: $id) {
    bulkOperation { id status } userErrors { field message }
  }
}
"""
LINES = """
{ orders(query: "test:false", sortKey: UPDATED_AT) {
  edges { node { id updatedAt lineItems { edges { node { id quantity } } } } }
} }
"""
ORDERS = "{ orders { edges { node { id } } } }"


def run(shop, query, **variables):
    """Start an operation and give its id."""
    answer = shop.data(RUN, query=query, **variables)["bulkOperationRunQuery"]
    assert answer["userErrors"] == []
    return answer["bulkOperation"]["id"]


def poll(shop, gid, seconds=0):
    shop.box.clock.advance(seconds)
    return shop.data(POLL, id=gid)["bulkOperation"]


def finish(shop, gid):
    """Wait in sandbox time until it has ended."""
    while (told := poll(shop, gid, 5))["status"] in {"CREATED", "RUNNING"}:
        pass
    return told


def lines(url):
    answer = requests.get(url, timeout=30)
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def test_an_operation_goes_through_its_states_in_sandbox_time(shop):
    answer = shop.data(RUN, query=ORDERS)["bulkOperationRunQuery"]["bulkOperation"]
    assert answer["status"] == "CREATED"
    assert answer["objectCount"] == answer["rootObjectCount"] == "0"
    assert answer["url"] is answer["fileSize"] is None
    assert answer["query"] == ORDERS
    gid = answer["id"]
    assert poll(shop, gid)["status"] == "CREATED"
    assert poll(shop, gid, 1)["status"] == "RUNNING"
    told = poll(shop, gid, 5)
    assert told["status"] == "COMPLETED"
    assert told["type"] == "QUERY"
    assert told["partialDataUrl"] is told["errorCode"] is None
    assert told["createdAt"] < told["completedAt"]


def test_the_file_holds_what_pages_hold(shop):
    told = finish(shop, run(shop, LINES))
    found = lines(told["url"])
    parents = [line for line in found if "__parentId" not in line]
    children = Counter(line["__parentId"] for line in found if "__parentId" in line)
    paged, after = [], None
    query = """
    query ($after: String) { orders(first: 100, after: $after, query: "test:false") {
      nodes { id updatedAt lineItems(first: 250) { nodes { id } } }
      pageInfo { hasNextPage endCursor }
    } }
    """
    while True:
        page = shop.data(query, after=after)["orders"]
        paged += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert {(line["id"], line["updatedAt"]) for line in parents} == {
        (order["id"], order["updatedAt"]) for order in paged
    }
    assert children == Counter(
        {order["id"]: len(order["lineItems"]["nodes"]) for order in paged}
    )


def test_counts_and_sizes_are_texts_and_true(shop):
    told = finish(shop, run(shop, LINES))
    body = requests.get(told["url"], timeout=30).content
    assert told["fileSize"] == str(len(body))
    assert told["objectCount"] == str(body.count(b"\n"))
    roots = [line for line in body.splitlines() if b"__parentId" not in line]
    assert told["rootObjectCount"] == str(len(roots))


def test_children_do_not_follow_their_parents(shop):
    """Some even come first."""
    found = lines(finish(shop, run(shop, LINES))["url"])
    place = {line["id"]: number for number, line in enumerate(found)}
    before = [
        line
        for number, line in enumerate(found)
        if "__parentId" in line and number < place[line["__parentId"]]
    ]
    assert before
    assert list(found[0])[-1] == "quantity" or "__parentId" in found[0]


def test_grouped_children_follow_their_parent(shop):
    found = lines(finish(shop, run(shop, LINES, grouped=True))["url"])
    parent = None
    for line in found:
        parent = line["id"] if "__parentId" not in line else parent
        assert line.get("__parentId", parent) == parent


def test_the_same_query_gives_the_same_lines(shop):
    one = lines(finish(shop, run(shop, LINES))["url"])
    other = lines(finish(shop, run(shop, LINES))["url"])
    assert sorted(map(str, one)) == sorted(map(str, other))


def test_connections_below_connections_name_the_nearest_parent(shop):
    query = """
    { orders { edges { node { id
        agreements { edges { node { id sales { edges { node { id } } } } } } } } } }
    """
    found = lines(finish(shop, run(shop, query))["url"])
    kinds = {
        (line["id"].split("/")[3], line.get("__parentId", "///").split("/")[3])
        for line in found
    }
    assert kinds == {
        ("Order", ""),
        ("SalesAgreement", "Order"),
        ("Sale", "SalesAgreement"),
    }


def test_without_rows_there_is_no_url(shop):
    told = finish(shop, run(shop, ORDERS.replace("s {", 's(query: "id:7") {', 1)))
    assert told["status"] == "COMPLETED"
    assert told["objectCount"] == "0"
    assert told["url"] is told["fileSize"] is None


def test_an_unknown_search_field_is_dropped_without_a_word(shop):
    """A bulk query warns of nothing."""
    everything = finish(shop, run(shop, ORDERS))
    wrong = ORDERS.replace("orders {", 'orders(query: "updated:>2099") {')
    assert finish(shop, run(shop, wrong))["objectCount"] == everything["objectCount"]


def test_the_storage_takes_no_token(shop):
    url = finish(shop, run(shop, ORDERS))["url"]
    assert "/shopify/storage/" in url
    for header in ("Authorization", "X-Shopify-Access-Token"):
        answer = requests.get(url, headers={header: shop.token}, timeout=30)
        assert answer.status_code == 400


def test_a_url_ends_after_seven_days(shop):
    url = finish(shop, run(shop, ORDERS))["url"]
    shop.box.clock.advance(6 * 86_400)
    assert requests.get(url, timeout=30).status_code == 200
    shop.box.clock.advance(86_400)
    assert requests.get(url, timeout=30).status_code == 403


def test_five_run_at_once_and_the_sixth_is_told_which(shop):
    gids = [run(shop, ORDERS) for _ in range(5)]
    refused = shop.data(RUN, query=ORDERS)["bulkOperationRunQuery"]
    assert refused["bulkOperation"] is None
    (error,) = refused["userErrors"]
    assert error == {
        "field": None,
        "message": "A bulk query operation for this app and shop is already in"
        f" progress: {', '.join(gids)}.",
        "code": "OPERATION_IN_PROGRESS",
    }
    finish(shop, gids[0])
    run(shop, ORDERS)


def test_shops_have_operations_of_their_own(shop):
    gid = run(shop, ORDERS)
    other = replace(shop, label="digital-200")
    assert other.data(POLL, id=gid)["bulkOperation"] is None


def test_operations_can_be_listed_and_searched(shop):
    gid, canceled = run(shop, ORDERS), run(shop, ORDERS)
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
    gid = run(shop, ORDERS)
    answer = shop.data(CANCEL, id=gid)["bulkOperationCancel"]
    assert answer == {
        "bulkOperation": {"id": gid, "status": "CANCELING"},
        "userErrors": [],
    }
    assert poll(shop, gid, 2)["status"] == "CANCELED"
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
    told = finish(few, run(few, query))
    assert told["status"] == "FAILED"
    assert told["errorCode"] == "ACCESS_DENIED"
    assert told["url"] is None
    none = replace(shop, token="shpat_sandbox_no_orders_00000000")
    assert finish(none, run(none, ORDERS))["errorCode"] == "ACCESS_DENIED"


def test_long_lists_below_a_row_are_read_row_by_row(shop):
    """Inventory levels are searched and made one by one."""
    query = """
    { locations { edges { node { id
        inventoryLevels(query: "id:>0") { edges { node { id } } } } } } }
    """
    told = finish(shop, run(shop, query))
    kinds = Counter(line["id"].split("/")[3] for line in lines(told["url"]))
    assert kinds["InventoryLevel"] > kinds["Location"] > 0


def test_rows_at_hand_are_searched_and_turned():
    rows = [{"id": f"gid://shopify/X/{number}"} for number in range(3)]
    backwards = Arguments(filters=(Filter("id", "!=", "1"),), reverse=True)
    assert list(bulk_plan.rows_of(rows, backwards)) == [rows[2], rows[0]]
    assert list(bulk_plan.rows_of(None, Arguments())) == []


def test_a_file_is_written_with_few_lines_in_memory(tmp_path):
    """However many there are: each is written before many more are made."""
    path, progress = tmp_path / "file", Progress()
    most = 0

    def many():
        nonlocal most
        for number in range(50_000):
            yield {"id": number}
            written = progress.size // len(b'{"id":10000}')
            most = max(most, number - written)

    bulk_file.write(path, many(), progress, seed=1, lost=0)
    assert progress.objects == len(path.read_bytes().splitlines()) == 50_000
    assert most < 20_000
