"""Companies that buy."""

from __future__ import annotations

STREAM = "companies"


def test_companies_come_in_the_order_of_their_change(read):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants
    assert instants == sorted(instants)


def test_a_company_says_what_it_has_spent(read):
    assert all(row["total_spent_currency"] for row in read(STREAM))


def test_notes_on_a_company_stay_at_home(read):
    assert {row["note"] for row in read(STREAM)} == {None}
