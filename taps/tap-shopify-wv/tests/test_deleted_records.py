"""Deletions, as far as events tell of them."""

from __future__ import annotations

STREAM = "deleted_records"


def test_only_deletions_are_asked_for(read, asked):
    rows = read(STREAM)

    assert rows
    assert {row["action"] for row in rows} == {"destroy"}
    assert all("action:destroy" in given["query"] for _, given in asked("events("))


def test_a_deletion_names_what_is_gone(read):
    rows = read(STREAM)

    assert all(row["subject_id"] and row["subject_type"] for row in rows)
    assert len({row["subject_type"] for row in rows}) > 1


def test_the_words_of_an_event_stay_at_home(read):
    rows = read(STREAM)

    assert {row["message"] for row in rows} == {None}
    assert all((row["author"] or "h1:").startswith("h1:") for row in rows)
