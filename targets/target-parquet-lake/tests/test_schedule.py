"""When a commit is due."""

from __future__ import annotations

import json

import pytest

from target_parquet_lake.schedule import Schedule


@pytest.mark.parametrize(
    ("tables", "times"), [(0, 1), (15, 1), (16, 2), (31, 2), (32, 3), (900, 3)]
)
def test_a_commit_of_many_tables_may_be_larger(clock, tables, times) -> None:
    schedule = Schedule(rows=1000, size=100, seconds=60, clock=clock)
    schedule.widen(tables)
    assert schedule.room() == (1000, 100 * times)
    assert not schedule.take_rows(1, 100 * times - 1)
    assert schedule.take_rows(1, 1)


def test_rows_and_seconds_bound_a_commit_of_many_tables_as_any_other(clock) -> None:
    schedule = Schedule(rows=10, size=100, seconds=60, clock=clock)
    schedule.widen(40)
    assert schedule.take_rows(10, 1)


def test_the_next_commit_of_few_tables_is_small_again(clock) -> None:
    schedule = Schedule(rows=1000, size=100, seconds=60, clock=clock)
    schedule.widen(40)
    schedule.widen(2)
    assert schedule.room() == (1000, 100)


@pytest.mark.parametrize(("streams", "commits"), [(15, 3), (16, 2)])
def test_a_run_of_many_streams_makes_fewer_commits(
    load, singer, lake, streams, commits
) -> None:
    """Each portion holds one record of each stream; the first commit is as ever."""
    names = [f"s{i:02}" for i in range(streams)]
    portion = [singer.record(name, id=1) for name in names]
    size = len(singer.lines(*portion))
    load(
        *map(singer.schema, names),
        *portion * 3,
        commit_bytes=size - streams,
        engine="records",
    )
    saved = json.loads(next(lake.control("runs").glob("*.json")).read_text())
    assert {s["commits"] for s in saved["streams"].values()} == {commits}
