"""A table is opened again only when somebody else has committed."""

from __future__ import annotations

import shutil

import pytest
from deltalake.exceptions import DeltaError

from target_parquet_lake import handle
from target_parquet_lake import table as table_module

KIND = {"id": {"type": "integer"}}


@pytest.fixture
def openings(monkeypatch) -> list[str]:
    """The tables that were opened."""
    real, seen = handle.open_table, []

    def opened(path):
        seen.append(path.name)
        return real(path)

    monkeypatch.setattr(handle, "open_table", opened)
    return seen


def test_a_writer_alone_opens_its_table_once(table, put, stored, openings) -> None:
    put(table(), KIND, {"id": 1})
    users = table()
    for number in (2, 3, 4):
        put(users, KIND, {"id": number})
    assert openings == [users.path.name]
    assert [row["id"] for row in stored(users)] == [1, 2, 3, 4]


def test_merged_rows_leave_the_table_as_it_is(table, put, stored, openings) -> None:
    users = table()
    for name in ("a", "b", "c"):
        kind = KIND | {"name": {"type": "string"}}
        put(users, kind, {"id": 1, "name": name})
    assert openings == []  # It was made, and not opened at all.
    assert [(row["id"], row["name"]) for row in stored(users)] == [(1, "c")]


def test_a_commit_of_another_writer_is_seen(table, put, stored, openings) -> None:
    ours, theirs = table(), table()
    put(ours, KIND, {"id": 1})
    put(theirs, KIND | {"name": {"type": "string"}}, {"id": 2, "name": "theirs"})
    openings.clear()
    put(ours, KIND, {"id": 2}, {"id": 3})
    assert len(openings) == 1
    assert [(row["id"], row["name"]) for row in stored(ours)] == [
        (1, None),
        (2, None),
        (3, None),
    ]


def test_another_table_in_its_place_is_seen(table, put, stored, openings) -> None:
    ours, theirs = table(), table()
    put(ours, KIND, {"id": 1})
    shutil.rmtree(ours.path)
    put(theirs, KIND, {"id": 2})
    openings.clear()
    put(ours, KIND, {"id": 3})
    assert len(openings) == 1
    assert [row["id"] for row in stored(ours)] == [2, 3]


def test_after_a_failure_the_table_is_opened_anew(
    table, put, stored, openings, monkeypatch
) -> None:
    users = table()
    put(users, KIND, {"id": 1})

    def refused(*_: object, **__: object) -> None:
        raise DeltaError

    with monkeypatch.context() as patch:
        patch.setattr(table_module, "append", refused)
        with pytest.raises(Exception, match="users"):
            put(users, KIND, {"id": 2})
    put(users, KIND, {"id": 3})
    assert openings == [users.path.name]
    assert [row["id"] for row in stored(users)] == [1, 3]
