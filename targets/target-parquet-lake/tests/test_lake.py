"""The reader: pinned versions, views, and models written beside them."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable, TableFeatures

from target_parquet_lake.errors import DataError, SettingsError, StorageError
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName

CELLS = TableName("weather", "default", "cells")


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        yield connection


def numbers(*values: int) -> pa.Table:
    return pa.table({"n": pa.array(values, pa.int64())})


def test_importing_the_reader_does_not_import_the_singer_sdk() -> None:
    code = "import sys, target_parquet_lake.lake; print('singer_sdk' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"False\n"


def test_a_pinned_version_does_not_move(lake, con) -> None:
    lake.write("weather", "default", "cells", numbers(1))
    pinned = lake.pin(layer="weather")
    lake.write("weather", "default", "cells", numbers(1, 2))
    assert pinned.register(con, schema="weather") == ["cells"]
    assert con.sql("SELECT n FROM weather.cells").fetchall() == [(1,)]
    assert pinned.as_dict() == {"weather/default__cells": 0}
    assert pinned.versions == {CELLS: 0}
    assert lake.versions("weather") == {CELLS: 1}


def test_an_older_version_can_be_named(lake, con) -> None:
    for values in ([1], [2], [3]):
        lake.write("weather", "default", "cells", numbers(*values))
    lake.pin({CELLS: 1}).register(con, schema="w")
    assert con.sql("SELECT n FROM w.cells").fetchall() == [(2,)]


def test_registering_again_shows_the_new_version(lake, con) -> None:
    for values in ([1], [2]):
        lake.write("weather", "default", "cells", numbers(*values))
        lake.pin(layer="weather").register(con, schema="w")
    assert con.sql("SELECT n FROM w.cells").fetchall() == [(2,)]


def test_a_reader_is_streamed_and_the_commit_noted(lake, con) -> None:
    reader = con.sql(
        "SELECT i::BIGINT AS n, now() AS t FROM range(5) r(i)"
    ).to_arrow_reader()
    version = lake.write(
        "weather", "default", "cells", reader, metadata={"inputs": {"raw": 7}}
    )
    assert version == 0
    assert lake.last_write(CELLS)["inputs"] == {"raw": 7}
    assert lake.history(CELLS)[0]["operationMetrics"]["num_added_rows"] == 5


def test_the_last_write_is_found_behind_a_compaction(lake) -> None:
    lake.write("weather", "default", "cells", numbers(1), metadata={"sql": "abc"})
    table = lake.open(CELLS)
    table.alter.set_table_properties({"delta.logRetentionDuration": "interval 30 days"})
    assert lake.last_write(CELLS)["sql"] == "abc"
    assert lake.last_write(TableName("weather", "default", "none")) is None


def test_a_model_may_change_its_schema(lake, con) -> None:
    lake.write("weather", "default", "cells", numbers(1))
    lake.write("weather", "default", "cells", pa.table({"s": ["a"]}))
    lake.pin(layer="weather").register(con, schema="w")
    assert con.sql("SELECT * FROM w.cells").fetchall() == [("a",)]


def test_an_empty_table_has_its_columns(lake, con) -> None:
    schema = pa.schema(
        [("n", pa.int64()), ("l", pa.list_(pa.struct([("x", pa.string())])))]
    )
    lake.write("weather", "default", "cells", schema.empty_table())
    lake.pin(layer="weather").register(con, schema="w")
    assert con.sql("DESCRIBE w.cells").fetchall()[1][:2] == ("l", "STRUCT(x VARCHAR)[]")


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1], pa.uint64()),
        pa.array([1], pa.timestamp("us")),
        pa.array([1], pa.timestamp("ns", "UTC")),
        pa.array([1], pa.time64("us")),
        pa.array([1], pa.duration("us")),
        pa.array([None], pa.null()),
        pa.array([[1]], pa.list_(pa.uint8())),
        pa.array([{}], pa.struct([])),
        pa.array([[("a", 1)]], pa.map_(pa.string(), pa.uint8())),
    ],
    ids=lambda column: str(column.type),
)
def test_a_type_that_delta_would_alter_is_refused(column, lake) -> None:
    with pytest.raises(DataError, match="cannot keep the type"):
        lake.write("weather", "default", "cells", pa.table({"c": column}))


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1], pa.int32()),
        pa.array([1], pa.timestamp("s", "UTC")),
        pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
        pa.array([1], pa.decimal128(38, 0)),
        pa.array(["a"], pa.large_string()),
    ],
    ids=lambda column: str(column.type),
)
def test_a_type_that_delta_keeps_is_written(column, lake) -> None:
    lake.write("weather", "default", "cells", pa.table({"c": column}))
    assert (
        lake.open(CELLS).to_pyarrow_table().column("c").to_pylist()
        == column.to_pylist()
    )


def test_columns_that_differ_only_in_case_are_refused(lake) -> None:
    table = pa.table({"a": [1], "A": [1]})
    with pytest.raises(DataError, match="differ only in case: a"):
        lake.write("weather", "default", "cells", table)


def test_tables_and_layers_are_listed_by_tenant(lake) -> None:
    for tenant in ("beta", "alpha"):
        lake.write("weather", tenant, "cells", numbers(1))
    (lake.root / "weather" / "notes").mkdir()
    (lake.root / "weather" / "default__unborn").mkdir()
    assert [name.tenant for name in lake.tables("weather")] == ["alpha", "beta"]
    assert len(lake.tables("weather", tenant="beta")) == 1
    assert lake.tables("nothing") == []
    assert lake.layers() == ["weather"]
    assert repr(lake) == f"Lake({str(lake.root)!r})"


def test_two_tenants_do_not_share_a_schema_unless_one_is_named(lake, con) -> None:
    for tenant in ("a", "b"):
        lake.write("weather", tenant, "cells", numbers(ord(tenant)))
    pinned = lake.pin(layer="weather")
    with pytest.raises(SettingsError, match="2 tenants"):
        pinned.register(con)
    pinned.register(con, schema="w", tenant="b")
    assert con.sql("SELECT n FROM w.cells").fetchall() == [(ord("b"),)]


def test_a_name_that_would_be_sql_is_only_a_name(lake, con, tmp_path, load, singer):
    hostile = f"x\" AS SELECT 1; COPY (SELECT 1) TO '{tmp_path}/stolen'; --"
    column = 'a" FROM b; DROP TABLE c; --'
    kinds = {"id": {"type": "integer"}, column: {"type": "string"}}
    message = singer.record(hostile, **{"id": 1, column: "v"})
    load(singer.schema(hostile, properties=kinds), message)
    views = lake.pin().register(con, schema='r"; DROP')
    found = con.table(f'"r""; DROP"."{views[0]}"').to_arrow_table().to_pylist()
    assert "v" in found[0].values()
    assert not (tmp_path / "stolen").exists()


@pytest.mark.parametrize("folder", ["la ke", "läke", "l*ke", "it's", "l{1}", "l+1"])
def test_a_lake_may_lie_in_a_folder_of_any_usable_name(folder, tmp_path, con) -> None:
    lake = Lake(tmp_path / folder)
    for value in (1, 2):
        lake.write("weather", "default", "cells", numbers(value))
    lake.pin(layer="weather").register(con, schema="w")
    assert con.sql("SELECT n FROM w.cells").fetchall() == [(2,)]
    assert len(lake.history(CELLS)) == 2


@pytest.mark.parametrize("character", "[]^|%?#\\")
def test_a_folder_name_that_delta_rs_cannot_open_is_refused(
    character, tmp_path
) -> None:
    with pytest.raises(SettingsError, match="path of the lake"):
        Lake(tmp_path / f"a{character}b")


def test_a_missing_table_is_told(lake) -> None:
    lake.prepare()
    with pytest.raises(StorageError, match="no such table"):
        lake.open(CELLS)


def test_a_version_that_never_was_is_told(lake) -> None:
    lake.write("weather", "default", "cells", numbers(1))
    with pytest.raises(StorageError, match="version 9"):
        lake.open(CELLS, 9)


def test_a_table_that_its_files_do_not_show_is_refused(lake) -> None:
    lake.write("weather", "default", "cells", numbers(1))
    table = DeltaTable(lake.path(CELLS))
    table.alter.add_feature(
        TableFeatures.DeletionVectors, allow_protocol_versions_increase=True
    )
    with pytest.raises(StorageError, match="deletionVectors"):
        lake.pin([CELLS])


def test_an_append_only_stream_shows_the_newest_row_of_a_key(load, rows, singer, lake):
    for name in ("a", "b"):
        load(
            singer.schema(),
            singer.record(id=1, name=name),
            singer.record(id=2, name=name),
            load_method="append-only",
        )
    assert [row["name"] for row in rows()] == ["b", "b"]
    assert lake.open(lake.tables()[0]).count() == 4


def test_without_a_sequence_all_rows_of_an_append_only_stream_are_shown(
    load, rows, singer
) -> None:
    for _ in range(2):
        load(
            singer.schema(),
            singer.record(id=1),
            load_method="append-only",
            add_record_metadata=False,
        )
    assert len(rows()) == 2


def test_a_row_that_the_source_deleted_is_not_shown(load, rows, singer) -> None:
    kinds = {"id": {"type": "integer"}}
    gone = singer.record(id=2, _sdc_deleted_at="2026-01-01T00:00:00Z")
    load(singer.schema(properties=kinds), singer.record(id=1), gone)
    assert rows() == [{"id": 1}]


def test_globbing_the_folder_would_be_wrong_and_the_view_is_not(
    load, rows, singer, lake, con
):
    for name in ("a", "b", "c"):
        load(singer.schema(), singer.record(id=1, name=name))
    path = lake.path(lake.tables()[0])
    globbed = con.read_parquet(f"{path}/*.parquet").aggregate("count(*)").fetchall()
    assert globbed == [(3,)]
    assert rows() == [{"id": 1, "name": "c"}]


def test_a_property_that_is_none_of_deltas_is_refused(lake) -> None:
    rows = pa.table({"id": [1]})
    with pytest.raises(SettingsError, match="begin with `delta"):
        lake.write("weather", "default", "daily", rows, properties={"owner": "x"})
