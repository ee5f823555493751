"""Any engine that reads Delta, or a list of files, finds the same rows."""

from __future__ import annotations

import importlib.util
import shutil
from urllib.parse import unquote, urlparse

import duckdb
import polars as pl
import pytest
from deltalake import DeltaTable

from target_parquet_lake.maintenance import manifest

KINDS = {
    "id": {"type": "integer"},
    "day": {"type": ["null", "string"], "format": "date"},
    "at": {"type": ["null", "string"], "format": "date-time"},
    "sum": {"type": ["null", "string"], "format": "decimal"},
    "lines": {
        "type": ["null", "array"],
        "items": {"type": "object", "properties": {"n": {"type": "integer"}}},
    },
}
NEW = {"note": {"type": ["null", "string"]}}


@pytest.fixture(params=[False, True], ids=["plain", "parted"])
def table(request, load, singer, lake):
    """A table of several commits: rows replaced, a column added, parted or not."""
    config = {"streams": {"users": {"partition_by": ["day"]}}} if request.param else {}
    values = {"at": "2026-11-01T10:00:00Z", "sum": "1.50", "lines": [{"n": 1}]}
    first = [
        singer.record(id=n, day=f"2026-11-0{n % 3 + 1}", **values) for n in range(9)
    ]
    load(singer.schema(properties=KINDS), *first, **config)
    second = [singer.record(id=n, note="é", lines=[]) for n in (3, 20)]
    load(singer.schema(properties={**KINDS, **NEW}), *second, **config)
    return lake.path(lake.tables()[0])


@pytest.fixture
def expected(table, lake):
    assert [lake.path(name) for name in lake.tables()] == [table]
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        lake.pin().register(con)
        return rows_of(con.table("raw.singer__users").to_arrow_table())


def rows_of(found) -> list[dict[str, object]]:
    return sorted(found.to_pylist(), key=lambda row: row["id"])


def test_the_rows_are_those_of_the_lake(expected) -> None:
    assert [row["id"] for row in expected] == [*range(9), 20]
    assert {row["id"]: row["note"] for row in expected}[3] == "é"


def test_polars_reads_it(table, expected) -> None:
    assert rows_of(pl.scan_delta(str(table)).collect().to_arrow()) == expected


def test_pyarrow_reads_it(table, expected) -> None:
    found = DeltaTable(table).to_pyarrow_dataset().to_table()
    assert rows_of(found) == expected


def test_delta_rs_scans_it(table, expected) -> None:
    found = duckdb.from_arrow(DeltaTable(table).scan()).to_arrow_table()
    assert {row["id"] for row in rows_of(found)} == {row["id"] for row in expected}


def listed(lake) -> list[str]:
    """The files that the manifest names."""
    folder = manifest(lake, lake.tables()[0])
    lists = [path for path in folder.rglob("manifest*") if path.is_file()]
    uris = [line for path in lists for line in path.read_text().splitlines()]
    return [unquote(urlparse(uri).path) for uri in uris]


def test_a_list_of_files_is_enough(table, lake, expected) -> None:
    """What Trino or Athena read as an external table of symlinks."""
    files = listed(lake)
    found = duckdb.read_parquet(files, union_by_name=True, hive_partitioning=False)
    assert sorted(found.project("id").fetchall()) == [(r["id"],) for r in expected]
    assert len(files) == len(DeltaTable(table).file_uris())


@pytest.fixture(scope="module")
def spark():
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("Spark is not installed; `make spark` installs it and runs this")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or newer, and none is on the PATH")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - where it is there.

    builder = SparkSession.builder.master("local[1]").appName("engines")
    builder = builder.config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    yield session
    session.stop()


def test_spark_reads_the_list_of_files(lake, expected, spark) -> None:
    """Its Delta reader needs a jar; the manifest needs nothing."""
    reader = spark.read.option("mergeSchema", "true")
    found = reader.parquet(*listed(lake)).toArrow()
    parted = {"day"} - {*found.column_names}  # Such a column is in the folders' names.
    known = [{k: v for k, v in row.items() if k not in parted} for row in expected]
    assert rows_of(found.select([*known[0]])) == known


def test_an_older_version_is_read_too(table) -> None:
    found = pl.read_delta(str(table), version=1)
    assert "note" not in found.columns
    assert found.height == 9
