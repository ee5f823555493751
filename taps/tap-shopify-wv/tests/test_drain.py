"""Inner connections are read to their end, by whoever can be asked for them."""

from __future__ import annotations

import pytest
from tap_shopify_tests_paged_toys import DETAILED, NESTED, Server, gid, page

from tap_kit.errors import DataError
from tap_shopify_wv.drain import Drain, NoOwnerError, Owner, kind_of, pages
from tap_shopify_wv.queries import Query


def test_an_inner_connection_is_read_to_its_end_by_its_owner():
    query = Query.parsed("o", DETAILED)
    server = Server(
        {"node": {"lines": page([{"id": 2}], more="b")}},
        {"node": {"lines": page([{"id": 3}])}},
    )
    node = {"id": gid("Refund", 7), "lines": page([{"id": 1}], more="a")}

    Drain(query, server, "toys").complete(
        node, query.branches("nodes"), Owner(node["id"], "nodes")
    )

    assert [line["id"] for line in node["lines"]] == [1, 2, 3]
    assert [v for _, v in server.asked] == [
        {"id": gid("Refund", 7), "after": "a"},
        {"id": gid("Refund", 7), "after": "b"},
    ]


def agreements() -> dict:
    second = {"id": gid("SalesAgreement", 2), "sales": page([{"id": 3}], more="s")}
    first = {"id": gid("SalesAgreement", 1), "sales": page([{"id": 1}])}
    return {"id": gid("Order", 1), "agreements": page([first, second], cursor="a")}


def test_what_cannot_be_asked_for_is_found_behind_the_one_before_it():
    query, node = Query.parsed("o", NESTED), agreements()
    again = {"id": gid("SalesAgreement", 2), "sales": page([{"id": 4}])}
    server = Server({"node": {"agreements": page([again])}})

    Drain(query, server, "toys").complete(
        node, query.branches("orders"), Owner(node["id"], "orders")
    )

    assert [[s["id"] for s in a["sales"]] for a in node["agreements"]] == [[1], [3, 4]]
    assert server.asked[0][1] == {"id": gid("Order", 1), "after": "s", "at": "a0"}


def test_another_object_in_its_place_is_never_taken_for_it():
    query, node = Query.parsed("o", NESTED), agreements()
    other = {"id": gid("SalesAgreement", 9), "sales": page([{"id": 4}])}
    server = Server({"node": {"agreements": page([other])}})

    with pytest.raises(DataError, match="changed while it was read"):
        Drain(query, server, "toys").complete(
            node, query.branches("orders"), Owner(node["id"], "orders")
        )


def test_an_owner_that_is_deleted_meanwhile_has_no_more():
    query, node = Query.parsed("o", NESTED), agreements()

    Drain(query, Server({"node": None}), "toys").complete(
        node, query.branches("orders"), Owner(node["id"], "orders")
    )

    assert [[s["id"] for s in a["sales"]] for a in node["agreements"]] == [[1], [3]]


def test_a_connection_without_an_owner_that_goes_on_is_refused():
    query = Query.parsed("o", NESTED)
    node = {"agreements": page([], more="a")}

    with pytest.raises(DataError, match="nothing above it has an id"):
        Drain(query, Server(), "toys").complete(node, query.branches("orders"), None)


def test_all_children_can_be_read_from_the_beginning():
    query = Query.parsed("o", DETAILED)
    server = Server({"node": {"lines": page([{"id": 1}])}})

    found = Drain(query, server, "toys").children(
        "nodes.lines", Owner(gid("Refund", 1), "nodes")
    )

    assert found == [{"id": 1}]
    assert server.asked[0][1]["after"] is None


def test_an_agreement_cannot_be_asked_for():
    with pytest.raises(NoOwnerError):
        Drain(Query.parsed("o", NESTED), Server(), "toys").children(
            "orders.agreements.sales",
            Owner(gid("SalesAgreement", 1), "orders.agreements"),
        )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("gid://shopify/Order/1", "Order"),
        ("gid://shopify/InventoryLevel/1?x=2", "InventoryLevel"),
        ("1", ""),
    ],
)
def test_an_id_tells_the_kind(text, kind):
    assert kind_of(text) == kind


def test_an_empty_first_page_may_have_no_cursor():
    first = page([], more=None)

    assert list(pages(first, lambda _after: first, "toys")) == [first]
