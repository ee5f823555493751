"""Pages are walked to their end, in order, smaller and narrower where need be."""

from __future__ import annotations

import pytest
from tap_shopify_tests_paged_toys import (
    BEGIN,
    PLAIN,
    SPAN,
    Server,
    gid,
    order,
    page,
    stream,
)

from tap_kit.errors import DataError, ShrinkError, SkipError
from tap_shopify_wv import paging
from tap_shopify_wv.bulk_jobs import Span
from tap_shopify_wv.paging import Order, PagedReader, order_of
from tap_shopify_wv.queries import Query


def test_a_walk_goes_on_to_its_last_page():
    server = Server(
        {"orders": page([order(1)], more="a")}, {"orders": page([order(2)])}
    )

    found = list(PagedReader(stream(PLAIN), server).read(SPAN))

    assert [node["id"] for node in found] == [gid("Order", 1), gid("Order", 2)]
    assert [variables["after"] for _, variables in server.asked] == [None, "a"]


def test_a_page_that_ends_where_it_began_is_refused():
    """The walk would never end."""
    answers = [{"orders": page([order(1)], more="a")}] * 3

    with pytest.raises(DataError, match="ends where it began"):
        list(PagedReader(stream(PLAIN), Server(*answers)).read(SPAN))


def test_a_root_that_is_null_has_no_nodes():
    assert list(PagedReader(stream(PLAIN), Server({"orders": None})).read(None)) == []


@pytest.mark.parametrize("found", [{"id": "s"}, [{"id": "s"}]])
def test_a_root_may_be_an_object_or_a_list(found):
    reader = PagedReader(stream(PLAIN, instant=None), Server({"orders": found}))

    assert list(reader.read(None)) == [{"id": "s"}]


def test_a_page_is_halved_until_it_fits():
    server = Server(
        ShrinkError("heavy"), ShrinkError("heavy"), {"orders": page([order(1)])}
    )

    assert len(list(PagedReader(stream(PLAIN), server).read(SPAN))) == 1
    assert [variables["first"] for _, variables in server.asked] == [50, 25, 12]


def test_a_page_of_one_that_does_not_fit_ends_the_run():
    with pytest.raises(ShrinkError):
        list(
            PagedReader(stream(PLAIN, first=1), Server(ShrinkError("heavy"))).read(SPAN)
        )


def test_a_field_that_is_refused_is_left_out_and_the_page_asked_again():
    narrowed: list[SkipError] = []
    toys = stream(PLAIN, narrow=lambda error: not narrowed.append(error))
    server = Server(SkipError("no"), {"orders": page([order(1)])})

    assert len(list(PagedReader(toys, server).read(SPAN))) == 1
    assert len(narrowed) == 1


def test_a_stream_that_is_refused_is_left_out():
    with pytest.raises(SkipError):
        list(PagedReader(stream(PLAIN), Server(SkipError("no"))).read(SPAN))


def test_a_long_walk_begins_anew_where_it_stands(monkeypatch):
    """Shopify ends a walk at 25,000 objects."""
    monkeypatch.setattr(paging, "LONGEST_WALK", 2)
    server = Server(
        {"orders": page([order(1, 1), order(2, 5), order(3, 6)])},
        {"orders": page([order(2, 5)])},
    )

    found = [n["id"] for n in PagedReader(stream(PLAIN), server).read(SPAN)]

    assert found == [gid("Order", n) for n in (1, 2, 2)]
    assert [variables["query"] for _, variables in server.asked] == ["1", "5"]


def test_a_walk_that_cannot_move_on_is_told(monkeypatch):
    monkeypatch.setattr(paging, "LONGEST_WALK", 2)
    server = Server({"orders": page([order(1, 1), order(2, 1), order(3, 1)])})

    with pytest.raises(DataError, match="bulk_mode"):
        list(PagedReader(stream(PLAIN), server).read(SPAN))


def test_nodes_that_come_in_no_order_are_sorted():
    toys = stream(PLAIN, order=Order.NONE)
    server = Server(
        {"orders": page([order(10, 3), order(9, 3), order(1, 4), order(2, 1)])}
    )

    found = [n["id"] for n in PagedReader(toys, server).read(SPAN)]

    assert found == [gid("Order", n) for n in (2, 9, 10, 1)]


def test_too_many_of_them_are_read_by_halves_of_the_window(monkeypatch):
    monkeypatch.setattr(paging, "LONGEST_WALK", 2)
    toys = stream(PLAIN, order=Order.NONE)
    first, second, third = order(1, 2), order(2, 20), order(3, 30)
    server = Server(
        {"orders": page([first, second, third])},
        {"orders": page([first])},
        {"orders": page([third, second])},
    )

    assert list(PagedReader(toys, server).read(SPAN)) == [first, second, third]


def test_too_many_within_an_hour_are_told(monkeypatch):
    monkeypatch.setattr(paging, "LONGEST_WALK", 1)
    short = Span(BEGIN, BEGIN.replace(minute=30))
    server = Server({"orders": page([order(1), order(2)])})

    with pytest.raises(DataError, match="bulk_mode"):
        list(PagedReader(stream(PLAIN, order=Order.NONE), server).read(short))


def test_backwards_the_walk_ends_where_the_window_begins():
    toys = stream(PLAIN, order=Order.BACKWARDS)
    span = Span(BEGIN.replace(day=10), SPAN.end)
    server = Server(
        {"orders": page([order(3, 20), order(2, 10), order(1, 9)], more="a")}
    )

    found = [node["id"] for node in PagedReader(toys, server).read(span)]

    assert found == [gid("Order", 2), gid("Order", 3)]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("arguments", "instant", "is_order"),
    [
        ("sortKey: UPDATED_AT", "updatedAt", Order.FORWARDS),
        ("sortKey: UPDATED_AT, reverse: true", "updatedAt", Order.BACKWARDS),
        ("sortKey: ID", "updatedAt", Order.NONE),
        ("first: 1", "updatedAt", Order.NONE),
        ("sortKey: UPDATED_AT", None, Order.NONE),
    ],
)
def test_the_order_is_told_by_the_query(arguments, instant, is_order):
    source = f"query o {{ orders({arguments}) {{ edges {{ node {{ id }} }} }} }}"

    assert order_of(Query.parsed("o", source).field("orders"), instant) is is_order
