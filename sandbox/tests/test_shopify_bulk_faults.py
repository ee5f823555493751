"""What goes wrong with bulk operations, on demand."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from wv_sandbox.testing import serve

LINES = "{ orders { edges { node { id lineItems { edges { node { id } } } } } } }"


def run(shop, kind, **options):
    """Run one operation with a fault."""
    shop.box.faults.add(kind, body_contains="bulkOperationRunQuery", **options)
    return shop.bulk(LINES)


@pytest.mark.parametrize("error", ["TIMEOUT", "INTERNAL_SERVER_ERROR", "ACCESS_DENIED"])
def test_an_operation_fails_and_leaves_a_part(shop, error):
    told = run(shop, "bulk", error=error, share=0.25)
    assert told["status"] == "FAILED"
    assert told["errorCode"] == error
    assert told["url"] is told["fileSize"] is None
    roots = [
        line for line in shop.lines(told["partialDataUrl"]) if "__parentId" not in line
    ]
    assert len(roots) == int(told["rootObjectCount"])
    count = shop.data("{ ordersCount { count } }")["ordersCount"]["count"]
    assert len(roots) == count // 4


@pytest.mark.parametrize("end", ["CANCELED", "EXPIRED"])
def test_an_operation_ends_without_an_error(shop, end):
    told = run(shop, "bulk", end=end)
    assert told["status"] == end
    assert told["errorCode"] is told["url"] is None
    assert bool(told["partialDataUrl"]) == (end == "CANCELED")


def test_an_operation_stalls(shop):
    told = run(shop, "bulk_stall")
    assert told["status"] == "RUNNING"
    assert told["objectCount"] == "0"


def test_the_next_one_is_whole(shop):
    run(shop, "bulk", error="TIMEOUT")
    assert shop.bulk(LINES)["status"] == "COMPLETED"


def test_children_are_cut_without_a_word(shop):
    """An order of more than 100 lines is among the first sixty."""
    told = run(shop, "bulk_file", children=100)
    found = shop.lines(told["url"])
    assert told["objectCount"] == str(len(found))
    children = Counter(line.get("__parentId") for line in found)
    del children[None]
    assert max(children.values()) == 100
    whole = shop.lines(run(shop, "bulk_file")["url"])
    assert len(whole) > len(found)


@pytest.mark.parametrize(
    ("options", "field", "more"),
    [({"objects": 7}, "objectCount", 7), ({"roots": -1}, "rootObjectCount", -1)],
)
def test_counts_are_wrong(shop, options, field, more):
    told = run(shop, "bulk_file", **options)
    found = shop.lines(told["url"])
    roots = [line for line in found if "__parentId" not in line]
    true = len(found) if field == "objectCount" else len(roots)
    assert int(told[field]) == true + more


def test_lines_are_lost(shop):
    told = run(shop, "bulk_file", lines=3)
    body = requests.get(told["url"], timeout=30).content
    assert body.count(b"\n") == int(told["objectCount"]) - 3
    assert told["fileSize"] == str(len(body))


def test_other_jobs_take_the_places(shop):
    shop.box.faults.add("bulk_busy", body_contains="bulkOperationRunQuery")
    answer = shop.run_bulk(LINES)
    assert answer["bulkOperation"] is None
    (error,) = answer["userErrors"]
    assert error["code"] == "OPERATION_IN_PROGRESS"
    assert error["message"].count("gid://shopify/BulkOperation/") == 5
    shop.box.clock.advance(90)
    again = shop.run_bulk(LINES)
    assert again["userErrors"] == []


def test_a_file_is_cut_on_its_way(shop):
    told = run(shop, "bulk_file")
    whole = requests.get(told["url"], timeout=30).content
    shop.box.faults.add("cut_gzip", path_prefix="/shopify/storage", framing="short")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(told["url"], timeout=30)
    shop.box.faults.add("html", path_prefix="/shopify/storage", status=503)
    assert requests.get(told["url"], timeout=30).status_code == 503
    assert requests.get(told["url"], timeout=30).content == whole


def test_an_error_in_the_making_is_not_hidden(shop, monkeypatch):
    """It fails the operation, and says where."""
    seen = []
    monkeypatch.setattr("threading.excepthook", lambda told: seen.append(told.exc_type))
    monkeypatch.setattr(
        "wv_sandbox.shopify.bulk_plan.Branch.lines", lambda *_: [object()]
    )
    told = run(shop, "bulk_file")
    assert told["status"] == "FAILED"
    assert told["errorCode"] == "INTERNAL_SERVER_ERROR"
    assert seen == [TypeError]


def test_the_first_who_ask_together_share_the_places(shop):
    """Whatever is set up at the first request is set up once."""
    with serve(seed=7) as box, ThreadPoolExecutor(7) as pool:
        new = replace(shop, box=box)
        answers = list(pool.map(lambda _: new.run_bulk(LINES), range(7)))
    refused = [one for one in answers if one["userErrors"]]
    assert len(refused) == 2
