"""Tombstones: a record of nothing but its key and `_sdc_deleted_at`."""

from __future__ import annotations

import pytest

from target_parquet_lake.errors import DataError, PartialError
from target_parquet_lake.tombstones import is_tombstone

GONE = "2026-11-20T10:00:00Z"
MANY = 150
"""Enough records for the bulk road."""

hard_and_soft = pytest.mark.parametrize("hard", [False, True])


@pytest.fixture(params=["bulk", "records"])
def take(request, load, singer):
    """Load messages of the stream, by each of the two roads."""

    def run(*messages, schema=None, **config):
        schema = schema or singer.schema()
        return load(schema, *messages, engine=request.param, **config)

    return run


def record(**values):
    return {"type": "RECORD", "stream": "users", "record": values}


def gone(*ids: int, **more):
    return [record(id=n, _sdc_deleted_at=GONE, **more) for n in ids]


def users(ids=range(MANY), name="a"):
    return [record(id=n, name=name) for n in ids]


@pytest.fixture
def stored(lake):
    """Rows as the table has them, those marked as deleted too: name, and the mark."""

    def read():
        table = lake.open(lake.tables()[0]).to_pyarrow_table().to_pylist()
        return {
            row["id"]: (row["name"], row.get("_sdc_deleted_at") is not None)
            for row in table
        }

    return read


@hard_and_soft
def test_a_row_is_marked_and_keeps_its_columns_or_is_removed(
    hard, take, rows, stored
) -> None:
    config = {"hard_delete": hard}
    take(*users(), **config)
    take(*gone(*range(120)), **config)
    assert [row["id"] for row in rows()] == sorted(range(120, MANY), key=str)
    assert stored().get(7) == (None if hard else ("a", True))
    assert stored()[149] == ("a", False)


@hard_and_soft
def test_within_one_batch_the_last_word_counts(hard, take, rows, stored) -> None:
    config = {"hard_delete": hard}
    messages = [*users(), *gone(1, 2, 3), *users([2], "back"), *gone(3), *gone(4)]
    take(*users([5]), *messages, *users([4], "again"), **config)
    assert {row["id"]: row["name"] for row in rows() if row["id"] < 6} == {
        0: "a",
        2: "back",
        4: "again",
        5: "a",
    }
    assert stored().get(1) == stored().get(3) == (None if hard else ("a", True))


def test_a_row_that_comes_again_is_back_whole(take, rows) -> None:
    take(*users())
    take(*gone(*range(MANY)))
    take(*users(range(MANY), "b"))
    assert {row["name"] for row in rows()} == {"b"}
    assert len(rows()) == MANY


def test_a_row_that_was_never_there_comes_as_a_marked_one(take, rows, stored) -> None:
    take(*gone(*range(MANY)))
    assert rows() == []
    assert stored()[0] == (None, True)


def test_columns_about_the_record_do_not_make_it_a_row(
    take, singer, stored, lake
) -> None:
    about = {"_wv_run_id": {"type": "string"}}
    kind = {"id": {"type": "integer"}, "name": {"type": ["null", "string"]}, **about}
    schema = singer.schema(properties=kind)
    take(*users(), schema=schema)
    sent = gone(*range(MANY), _wv_run_id="r2", _sdc_extracted_at=GONE)
    take(*sent, schema=schema)
    assert stored()[3] == ("a", True)
    table = lake.open(lake.tables()[0]).to_pyarrow_table()
    assert set(table.column("_wv_run_id").to_pylist()) == {"r2"}


def test_a_null_is_a_value_and_makes_a_row(take, stored) -> None:
    take(*users())
    take(*gone(*range(MANY), name=None))
    assert stored()[3] == (None, True)


def test_hard_delete_takes_any_record_that_is_marked(take, stored) -> None:
    take(*users(), hard_delete=True)
    marked = gone(*range(120), name="a")
    take(*marked, hard_delete=True)
    assert stored().keys() == {*range(120, MANY)}


def test_required_properties_may_be_absent(take, singer, rows) -> None:
    schema = singer.schema()
    schema["schema"] = {**schema["schema"], "required": ["id", "name"]}
    take(*users(), *gone(*range(120)), schema=schema)
    assert len(rows()) == 30


def test_a_record_that_is_no_tombstone_must_be_valid(take, singer) -> None:
    schema = singer.schema()
    schema["schema"] = {**schema["schema"], "required": ["id", "name"]}
    with pytest.raises(DataError, match="not valid"):
        take(*users(), record(id=1), schema=schema)


@hard_and_soft
def test_append_only_keeps_what_was_and_readers_leave_it_out(
    hard, take, rows, lake
) -> None:
    config = {"hard_delete": hard, "load_method": "append-only"}
    take(*users(), **config)
    take(*gone(*range(120)), *users([0], "back"), **config)
    assert {r["id"]: r["name"] for r in rows()} == {
        0: "back",
        **dict.fromkeys(range(120, MANY), "a"),
    }
    table = lake.open(lake.tables()[0]).to_pyarrow_table()
    names = {r["id"]: r["name"] for r in table.to_pylist() if r["name"]}
    assert len(names) == (31 if hard else MANY)


def test_an_overwritten_table_has_what_the_run_brought(take, rows) -> None:
    config = {"load_method": "overwrite"}
    take(*users(), *gone(*range(120)), **config)
    assert len(rows()) == 30


def test_without_a_column_for_the_mark_rows_can_only_be_removed(take, rows) -> None:
    config = {"add_record_metadata": False}
    take(*users(), **config)
    with pytest.raises(DataError, match="no column to mark it in"):
        take(*gone(1), **config)
    take(*gone(1), *users([2], "b"), **config, hard_delete=True)
    assert {row["id"] for row in rows()} == {*range(MANY)} - {1}


def test_what_cannot_be_marked_is_a_dead_letter(take) -> None:
    config = {"add_record_metadata": False, "on_bad_record": "dead_letter"}
    with pytest.raises(PartialError, match="1 lines"):
        take(*users(), *gone(1), **config)


def test_the_key_may_be_spelt_with_escapes(take, stored) -> None:
    spelt = (
        r'{"type":"RECORD","stream":"users","record":'
        r'{"id":%d,"\u005fsdc_deleted_at":"2026-11-20T10:00:00Z"}}'
    )
    take(*users())
    take(*(spelt % n for n in range(MANY)))
    assert stored()[1] == ("a", True)


def test_tombstones_are_counted_as_written(take, lake) -> None:
    take(*users(), *gone(*range(120)))
    note = lake.last_write(lake.tables()[0])
    assert note["tombstones"] == 120
    assert "tombstones" not in lake.history(lake.tables()[0])[1]


def test_a_second_tombstone_keeps_nothing_waiting(take, singer) -> None:
    sent = [*gone(*range(MANY)), singer.state({"n": 1})]
    assert take(*sent) == [{"n": 1}]
    assert take(*sent) == [{"n": 1}]


@pytest.mark.parametrize(
    ("record", "hard", "expected"),
    [
        ({"id": 1, "_sdc_deleted_at": GONE}, False, True),
        ({"id": 1, "_sdc_deleted_at": None}, False, False),
        ({"id": 1}, True, False),
        ({"id": 1, "_sdc_deleted_at": GONE, "name": None}, False, False),
        ({"id": 1, "_sdc_deleted_at": GONE, "name": None}, True, True),
    ],
)
def test_what_a_tombstone_is(record, hard, expected) -> None:
    assert is_tombstone(record, ["id"], hard=hard) is expected


def test_a_stream_without_a_key_has_no_tombstones() -> None:
    assert not is_tombstone({"_sdc_deleted_at": GONE}, [], hard=True)
