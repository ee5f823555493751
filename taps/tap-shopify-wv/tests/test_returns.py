"""Returns."""

from __future__ import annotations

STREAM = "returns"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_a_return_finds_the_lines_it_takes_back(make_tap, sync):
    said = sync(make_tap("order_line_items", STREAM))
    known = {row["id"] for row in said.records("order_line_items")}
    lines = [line for row in said.records(STREAM) for line in row["line_items"]]

    assert lines
    assert {line["line_item_id"] for line in lines} <= known | {None}


def test_reasons_are_words_and_notes_stay_at_home(read):
    lines = [line for row in read(STREAM) for line in row["line_items"]]

    assert [line for line in lines if line["reason"]]
    assert {line["customer_note"] for line in lines} == {None}
