"""A table parted by columns is loaded, changed and read like any other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import pytest

from target_parquet_lake.errors import DataError, PartialError, SettingsError
from target_parquet_lake.lake import Lake
from target_parquet_lake.maintenance import compact, maintain

KINDS = {
    "id": {"type": "integer"},
    "day": {"type": ["null", "string"], "format": "date"},
    "place": {"type": ["null", "string"]},
    "n": {"type": ["null", "integer"]},
}
PARTED = {"streams": {"u*": {"partition_by": ["day", "place"]}}}
ODD = ["a b", "é", "x%20y", "a/b", "a=b", "*[z]?", "'q\"", "..", "{", " ", "NULL"]


@pytest.fixture(params=["bulk", "records"])
def take(request, load, singer):
    def run(*records, kinds=KINDS, **config):
        sent = [singer.record(**record) for record in records]
        settings = {"engine": request.param, **PARTED, **config}
        return load(singer.schema(properties=kinds), *sent, **settings)

    return run


def many(first: int = 0, **values):
    return [{"id": first + n, **values} for n in range(120)]


def test_rows_lie_in_folders_and_are_read_back(take, rows, lake) -> None:
    take(*many(0, day="2026-11-01", place="x"), *many(200, place=None))
    assert {(r["day"], r["place"]) for r in rows()} == {
        (date(2026, 11, 1), "x"),
        (None, None),
    }
    folders = {entry.name for entry in lake.path(lake.tables()[0]).iterdir()}
    assert {"day=2026-11-01", "day=__HIVE_DEFAULT_PARTITION__"} <= folders


def test_any_text_can_part_rows(take, rows) -> None:
    take(*({"id": n, "place": place} for n, place in enumerate(ODD)))
    assert {r["id"]: r["place"] for r in rows()} == dict(enumerate(ODD))


def test_a_row_moves_when_its_partition_changes(take, rows) -> None:
    take({"id": 1, "place": "a"}, {"id": 2, "place": "a"})
    take({"id": 1, "place": "b"})
    assert {r["id"]: r["place"] for r in rows()} == {1: "b", 2: "a"}


def test_whole_numbers_part_rows_too(take, rows) -> None:
    config = {"streams": {"users": {"partition_by": ["n"]}}}
    take(*many(0, n=5), {"id": 500, "n": -1}, {"id": 501}, **config)
    assert {r["n"] for r in rows()} == {5, -1, None}


@pytest.mark.parametrize("method", ["append-only", "overwrite"])
def test_the_other_load_methods_hold(method, take, rows) -> None:
    take({"id": 1, "place": "a"}, {"id": 2, "place": "b"}, load_method=method)
    take({"id": 1, "place": "b"}, load_method=method)
    found = {r["id"]: r["place"] for r in rows()}
    assert found == ({1: "b", 2: "b"} if method == "append-only" else {1: "b"})


def test_columns_are_added_and_widened(take, rows, lake) -> None:
    take({"id": 1, "place": "a", "n": 5, "day": "2026-11-01"})
    wider = {**KINDS, "n": {"type": ["null", "string"]}, "new": {"type": "string"}}
    take({"id": 2, "place": "b", "n": "x", "new": "y"}, kinds=wider)
    found = {r["id"]: (r["place"], r["n"], r["new"], str(r["day"])) for r in rows()}
    assert found == {1: ("a", "5", None, "2026-11-01"), 2: ("b", "x", "y", "None")}
    assert lake.open(lake.tables()[0]).metadata().partition_columns == ["day", "place"]


def test_a_partition_column_can_be_widened(take, rows) -> None:
    config = {"streams": {"users": {"partition_by": ["n"]}}}
    take({"id": 1, "n": 5}, {"id": 3}, **config)
    wider = {**KINDS, "n": {"type": ["null", "string"]}}
    take({"id": 2, "n": "x"}, kinds=wider, **config)
    assert {r["id"]: r["n"] for r in rows()} == {1: "5", 2: "x", 3: None}


def test_deletions_and_upkeep_find_their_rows(take, rows, lake) -> None:
    method = {"load_method": "append-only"}
    for _ in range(2):
        take(*many(0, place="a"), *many(200, place="b"), **method)
    take({"id": 1, "_sdc_deleted_at": "2026-11-20T10:00:00Z"}, **method)
    before = rows()
    [name] = lake.tables()
    assert compact(lake, name, now=datetime.now(UTC)).doubled == 240
    maintain(lake, name, now=datetime.now(UTC))
    assert rows() == before
    assert len(before) == 239


@pytest.mark.parametrize("text", ["", "__HIVE_DEFAULT_PARTITION__"])
def test_a_text_that_would_read_back_as_null_is_refused(text, take, rows) -> None:
    with pytest.raises(DataError, match="takes for null"):
        take({"id": 1, "place": text})
    bad = {"id": 500, "place": text}
    with pytest.raises(PartialError, match="1 lines"):
        take(*many(0, place="a"), bad, on_bad_record="dead_letter")
    assert len(rows()) == 120


@pytest.mark.parametrize("column", ["nothing", "price"])
def test_rows_are_parted_by_plain_columns_only(column, take) -> None:
    kinds = {**KINDS, "price": {"type": "number"}}
    config = {"streams": {"users": {"partition_by": [column]}}}
    with pytest.raises(SettingsError, match="Rows cannot be parted by"):
        take({"id": 1}, kinds=kinds, **config)


def test_a_table_keeps_the_partitions_it_has(take, rows) -> None:
    take({"id": 1, "place": "a"}, streams={})
    with pytest.raises(SettingsError, match="the setting says"):
        take({"id": 2, "place": "a"})
    take({"id": 2, "place": "a"}, load_method="overwrite")
    take({"id": 3, "place": "b"}, streams={})
    assert {r["id"]: r["place"] for r in rows()} == {2: "a", 3: "b"}


def test_a_lake_in_a_folder_with_an_equals_sign_is_read(tmp_path, load, singer) -> None:
    """DuckDB would take `env=prod` for a column."""
    lake = Lake(tmp_path / "env=prod" / "lake")
    load(singer.schema(), singer.record(id=1), lake_root=str(lake.root))
    with duckdb.connect() as con:
        lake.pin().register(con)
        assert "env" not in con.table("raw.singer__users").columns
