"""Appending where no key is met: by statistics, or by the keys themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from deltalake.exceptions import CommitFailedError
from hypothesis import given
from hypothesis import strategies as st

from target_parquet_lake.bulk_files import apart, append_rows, statistics
from target_parquet_lake.delta import open_table

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_that_no_key_of_the_table_can_meet_are_appended(
    load, singer, lake, rows
) -> None:
    load(singer.schema(), singer.record(id=1), singer.record(id=5))
    load(singer.schema(), singer.record(id=6, name="new"))
    load(singer.schema(), singer.record(id=5, name="met"))
    table = open_table(lake.path(lake.tables()[0]))
    done = [entry["operation"] for entry in table.history()]
    assert done[:3] == ["MERGE", "WRITE", "WRITE"]
    assert [(row["id"], row["name"]) for row in rows()] == [
        (1, None),
        (5, "met"),
        (6, "new"),
    ]


def test_keys_between_those_of_the_table_are_appended_where_none_is_met(
    load, singer, lake
) -> None:
    """History comes by time, not by key: a MERGE would write all of it anew."""
    for ids in ((1, 9), (5, 3), (7,), (5,)):
        load(singer.schema(), *(singer.record(id=number) for number in ids))
    table = open_table(lake.path(lake.tables()[0]))
    done = [entry["operation"] for entry in table.history()]
    assert done[:4] == ["MERGE", "WRITE", "WRITE", "WRITE"]
    assert table.count() == 5


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abc")), unique=True),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abc")), min_size=1),
)
def test_keys_are_apart_where_none_is_in_both(tmp_path_factory, held, come) -> None:
    path = tmp_path_factory.mktemp("keys")
    first, second = (
        pa.table(
            {
                "n": pa.array([n for n, _ in pairs], pa.int64()),
                "t": pa.array([t * 40 for _, t in pairs], pa.string()),
            }
        )
        for pairs in (held, come)
    )
    write_deltalake(path, first)
    table = open_table(path)
    assert apart(path, table, second, ["n", "t"]) is not bool({*held} & {*come})
    numbers = {n for n, _ in held} & {n for n, _ in come}
    assert apart(path, table, second, ["n"]) is not bool(numbers)


def test_keys_whose_equality_is_doubtful_are_merged(tmp_path) -> None:
    """-0.0 and 0.0 are one key to some and two to others."""
    rows = pa.table({"id": [0.5]})
    write_deltalake(tmp_path, rows)
    assert not apart(tmp_path, open_table(tmp_path), pa.table({"id": [9.5]}), ["id"])


def test_a_key_that_no_file_holds_is_merged(tmp_path) -> None:
    """Values of a partition column lie in the folder's name."""
    rows = pa.table({"id": ["a"], "n": [1]})
    write_deltalake(tmp_path, rows, partition_by=["id"])
    assert not apart(tmp_path, open_table(tmp_path), pa.table({"id": ["b"]}), ["id"])


def test_long_texts_and_decimals_have_no_statistics() -> None:
    found = statistics(pa.table({"id": ["a", None], "x": [b"1", b"2"]}), 8)
    assert found["minValues"] == found["maxValues"] == {"id": "a"}
    assert found["nullCount"] == {"id": 1}


def test_a_file_whose_commit_is_refused_is_taken_away(load, singer, lake) -> None:
    load(singer.schema(), singer.record(id=1))
    path: Path = lake.path(lake.tables()[0])
    before = sorted(path.glob("*.parquet"))
    table = open_table(path)
    rows = table.to_pyarrow_table()
    with pytest.raises(ValueError, match="JSON"):
        append_rows(path, table, rows, {"note": object()})
    assert sorted(path.glob("*.parquet")) == before


def test_a_commit_in_between_makes_an_append_without_a_lock_look_again(
    load, singer, lake
) -> None:
    """It may hold the same keys; on object storage no lock keeps writers apart."""
    load(singer.schema(), singer.record(id=1))
    path: Path = lake.path(lake.tables()[0])
    late = open_table(path)
    rows = late.to_pyarrow_table()
    append_rows(path, open_table(path), rows, {}, exclusive=True)
    with pytest.raises(CommitFailedError):
        append_rows(path, late, rows, {}, exclusive=True)
    assert open_table(path).count() == 2
