"""Gift cards."""

from __future__ import annotations

from decimal import Decimal

STREAM = "gift_cards"


def test_they_are_read_backwards_to_the_bookmark(make_tap, sync, asked, box):
    """The query can sort by change, but not filter by it."""
    first = sync(make_tap(STREAM, shop="plain-5000", page_size_max=5))
    whole = len(asked("giftCards("))
    box.box.requests.clear()
    second = sync(
        make_tap(STREAM, shop="plain-5000", page_size_max=5, state=first.state)
    )

    late = [r for r in first.records(STREAM) if r["updated_at"] >= "2026-11-08T08:58"]
    assert {row["id"] for row in second.records(STREAM)} == {row["id"] for row in late}
    assert len(asked("giftCards(")) < whole
    assert all("reverse: true" in query for query, _ in asked("giftCards("))
    assert not [given for _, given in asked("giftCards(") if given.get("query")]


def test_they_leave_in_the_order_of_their_change(read):
    instants = [row["updated_at"] for row in read(STREAM, shop="plain-1000")]

    assert instants == sorted(instants)


def test_what_is_left_of_a_card_is_no_more_than_it_was_issued_with(read):
    rows = read(STREAM, shop="plain-1000")

    assert rows
    for row in rows:
        assert Decimal(row["balance"]) <= Decimal(row["initial_value"])


def test_characters_of_the_code_are_pseudonyms(read):
    rows = read(STREAM, shop="plain-1000")

    assert all(row["last_characters"].startswith("h1:") for row in rows)
