"""What a list cannot bring along is asked for by ids, many in one question."""

from __future__ import annotations

import pytest
from tap_shopify_tests_paged_toys import DETAILED, Server, gid, page, stream

from tap_kit.errors import DataError, ShrinkError, SkipError
from tap_shopify_wv.details import Details
from tap_shopify_wv.queries import Query


def headers(*numbers: int) -> list[dict]:
    return [
        {"id": gid("Order", n), "refunds": [{"id": gid("Refund", n)}]} for n in numbers
    ]


def detail(number: int) -> dict:
    return {"id": gid("Refund", number), "lines": page([{"id": number * 10}])}


def test_details_of_many_roots_come_in_one_question():
    server = Server({"nodes": [detail(1), detail(2)]})
    roots = [*headers(1), {"id": gid("Order", 9), "refunds": []}, *headers(2)]

    found = list(Details(stream(DETAILED), server, ("refunds",)).complete(roots))

    assert [root["id"] for root in found] == [gid("Order", n) for n in (1, 9, 2)]
    assert found[0]["refunds"][0]["lines"] == [{"id": 10}]
    assert server.asked[0][1] == {"ids": [gid("Refund", 1), gid("Refund", 2)]}


def test_roots_without_owners_ask_nothing():
    server = Server()
    roots = [{"id": gid("Order", n), "refunds": []} for n in range(600)]

    assert (
        list(Details(stream(DETAILED), server, ("refunds",)).complete(roots)) == roots
    )
    assert server.asked == []


def test_an_owner_that_is_gone_keeps_its_header():
    server = Server({"nodes": [None]})

    (root,) = Details(stream(DETAILED), server, ("refunds",)).complete(headers(1))

    assert root["refunds"] == [{"id": gid("Refund", 1)}]


def test_details_that_are_too_heavy_are_asked_in_halves():
    server = Server(ShrinkError("heavy"), *({"nodes": [detail(n)]} for n in (1, 2)))
    details = Details(stream(DETAILED), server, ("refunds",))
    details._affordable = lambda: 2

    found = list(details.complete(headers(1, 2)))

    assert [len(variables["ids"]) for _, variables in server.asked] == [2, 1, 1]
    assert [r["refunds"][0]["lines"][0]["id"] for r in found] == [10, 20]


def test_one_owner_that_is_too_heavy_ends_the_run():
    details = Details(stream(DETAILED), Server(ShrinkError("heavy")), ("refunds",))
    details._affordable = lambda: 1

    with pytest.raises(ShrinkError):
        list(details.complete(headers(1)))


@pytest.mark.parametrize("helps", [True, False])
def test_a_detail_that_is_refused_is_left_out_or_the_stream_is(helps):
    server = Server(SkipError("no"), {"nodes": [detail(1)]})
    toys = stream(DETAILED, narrow=lambda _error: helps)
    reading = Details(toys, server, ("refunds",)).complete(headers(1))

    if helps:
        assert next(reading)["refunds"][0]["lines"] == [{"id": 10}]
    else:
        with pytest.raises(SkipError):
            next(reading)


def test_an_answer_with_another_number_of_owners_is_refused():
    with pytest.raises(DataError, match="2 owners were asked for, 1 came"):
        list(
            Details(stream(DETAILED), Server({"nodes": [None]}), ("refunds",)).complete(
                headers(1, 2)
            )
        )


def test_as_many_owners_are_asked_for_as_the_limit_allows():
    size = Details(stream(DETAILED), Server(), ("refunds",))._affordable()
    query = Query.parsed("toys", DETAILED)

    assert query.details_cost(size) <= 1000 < query.details_cost(size + size // 5)
