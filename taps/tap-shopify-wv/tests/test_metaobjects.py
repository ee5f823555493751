"""Metaobjects."""

from __future__ import annotations

STREAM = "metaobjects"


def test_all_are_read_each_run(make_tap, sync, asked):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))

    assert first.records(STREAM)
    assert [row["id"] for row in second.records(STREAM)] == [
        row["id"] for row in first.records(STREAM)
    ]
    assert not [
        given for _, given in asked("metaobjectDefinitions(") if given.get("query")
    ]


def test_every_definition_is_read(read):
    rows = read(STREAM)

    assert len({row["definition_id"] for row in rows}) > 1
    assert all(row["type"] for row in rows)


def test_fields_are_a_list_of_key_and_value(read):
    assert all(field["key"] for row in read(STREAM) for field in row["fields"])
