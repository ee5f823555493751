"""The files of bulk operations: what they hold, and in which order."""

from __future__ import annotations

from collections import Counter

import requests

from wv_sandbox.shopify import bulk_file, bulk_plan
from wv_sandbox.shopify.bulk_file import Progress
from wv_sandbox.shopify.connections import Arguments
from wv_sandbox.shopify.shop.index import Filter

LINES = """
{ orders(query: "test:false", sortKey: UPDATED_AT) {
  edges { node { id updatedAt lineItems { edges { node { id quantity } } } } }
} }
"""
ORDERS = "{ orders { edges { node { id } } } }"


def test_the_file_holds_what_pages_hold(shop):
    told = shop.bulk(LINES)
    found = shop.lines(told["url"])
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
    told = shop.bulk(LINES)
    body = requests.get(told["url"], timeout=30).content
    assert told["fileSize"] == str(len(body))
    assert told["objectCount"] == str(body.count(b"\n"))
    roots = [line for line in body.splitlines() if b"__parentId" not in line]
    assert told["rootObjectCount"] == str(len(roots))


def test_children_do_not_follow_their_parents(shop):
    """Some even come first."""
    found = shop.lines(shop.bulk(LINES)["url"])
    place = {line["id"]: number for number, line in enumerate(found)}
    before = [
        line
        for number, line in enumerate(found)
        if "__parentId" in line and number < place[line["__parentId"]]
    ]
    assert before
    assert list(found[0])[-1] == "quantity" or "__parentId" in found[0]


def test_grouped_children_follow_their_parent(shop):
    found = shop.lines(shop.bulk(LINES, grouped=True)["url"])
    parent = None
    for line in found:
        parent = line["id"] if "__parentId" not in line else parent
        assert line.get("__parentId", parent) == parent


def test_the_same_query_gives_the_same_lines(shop):
    one = shop.lines(shop.bulk(LINES)["url"])
    other = shop.lines(shop.bulk(LINES)["url"])
    assert sorted(map(str, one)) == sorted(map(str, other))


def test_connections_below_connections_name_the_nearest_parent(shop):
    query = """
    { orders { edges { node { id
        agreements { edges { node { id sales { edges { node { id } } } } } } } } } }
    """
    found = shop.lines(shop.bulk(query)["url"])
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
    told = shop.bulk(ORDERS.replace("s {", 's(query: "id:7") {', 1))
    assert told["status"] == "COMPLETED"
    assert told["objectCount"] == "0"
    assert told["url"] is told["fileSize"] is None


def test_long_lists_below_a_row_are_read_row_by_row(shop):
    """Inventory levels are searched and made one by one."""
    query = """
    { locations { edges { node { id
        inventoryLevels(query: "id:>0") { edges { node { id } } } } } } }
    """
    told = shop.bulk(query)
    kinds = Counter(line["id"].split("/")[3] for line in shop.lines(told["url"]))
    assert kinds["InventoryLevel"] > kinds["Location"] > 0


def test_what_was_forgotten_is_not_written(tmp_path):
    progress = Progress(stop=True)
    bulk_file.write(tmp_path / "file", [{"id": 1}], progress, seed=1, lost=0)
    assert not (tmp_path / "file").exists()


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
