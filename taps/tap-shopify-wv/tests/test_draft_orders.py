"""Draft orders."""

from __future__ import annotations

STREAM = "draft_orders"


def test_a_completed_draft_names_its_order(read):
    done = [row for row in read(STREAM, shop="plain-500") if row["completed_at"]]

    assert done
    assert all(row["order_id"] for row in done)


def test_people_are_pseudonyms_and_the_invoice_stays_at_home(read):
    rows = read(STREAM)

    assert all((row["email"] or "h1:").startswith("h1:") for row in rows)
    assert {row["invoice_url"] for row in rows} == {None}


def test_lines_come_with_the_draft(read):
    assert [row for row in read(STREAM) if row["line_items"]]
