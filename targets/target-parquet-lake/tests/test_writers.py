"""Two targets at once on one table: whatever their keys, nothing is lost or doubled."""

from __future__ import annotations

import pytest

UNLOCKED = """
import contextlib, target_parquet_lake.lake as lake
lake.Lake.lock = lambda self, name: contextlib.nullcontext()
"""
"""Locks reach as far as a machine does."""
PLACES = pytest.mark.parametrize(
    "before", ["", UNLOCKED], ids=["locked", "as on two machines"]
)


@PLACES
@pytest.mark.parametrize("method", ["upsert", "append-only"])
def test_two_writers_at_once_lose_nothing(  # noqa: PLR0917 - fixtures.
    method, before, start, singer, rows, process, lake
) -> None:
    process(singer.lines(singer.schema(), singer.record(id=-1)), load_method=method)

    def part(writer: int) -> bytes:
        records = [singer.record(id=n * 2 + writer, name="x") for n in range(60)]
        return singer.lines(singer.schema(), *records, singer.state({"w": writer}))

    options = {"load_method": method, "commit_rows": 15, "before": before}
    children = [start(part(writer), **options) for writer in (0, 1)]
    outcomes = [child.wait() for child in children]
    assert [outcome.code for outcome in outcomes] == [0, 0]
    assert [outcome.states[-1] for outcome in outcomes] == [{"w": 0}, {"w": 1}]
    assert sorted(row["id"] for row in rows()) == list(range(-1, 120))
    assert lake.open(lake.tables()[0]).count() == 121


@PLACES
@pytest.mark.parametrize("method", ["upsert", "append-only"])
def test_two_writers_of_the_same_keys_leave_one_row_each(  # noqa: PLR0917 - fixtures.
    method, before, start, singer, rows, process
) -> None:
    process(singer.lines(singer.schema(), singer.record(id=-1)), load_method=method)

    def part(writer: int) -> bytes:
        records = [singer.record(id=n, name=str(writer)) for n in range(40)]
        return singer.lines(singer.schema(), *records)

    options = {"load_method": method, "commit_rows": 10, "before": before}
    children = [start(part(writer), **options) for writer in (0, 1)]
    assert [child.wait().code for child in children] == [0, 0]
    found = {row["id"]: row["name"] for row in rows()}
    assert len(rows()) == len(found) == 41
    assert found.keys() == set(range(-1, 40))
    assert {name for key, name in found.items() if key >= 0} <= {"0", "1"}


@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_two_writers_that_both_make_the_table_make_one(
    method, start, singer, rows
) -> None:
    """Neither of them has seen a table: the one that is late takes the other's."""

    def part(writer: int) -> bytes:
        records = [singer.record(id=n * 2 + writer, name="x") for n in range(20)]
        return singer.lines(singer.schema(), *records, singer.state({"w": writer}))

    options = {"load_method": method, "before": UNLOCKED}
    children = [start(part(writer), **options) for writer in (0, 1)]
    assert [child.wait().code for child in children] == [0, 0]
    found = sorted(row["id"] for row in rows())
    halves = [list(range(writer, 40, 2)) for writer in (0, 1)]
    assert found in (halves if method == "overwrite" else [list(range(40))])


def test_two_writers_that_both_add_a_column_lose_no_value(
    start, singer, rows, process
) -> None:
    process(singer.lines(singer.schema(), singer.record(id=-1)))

    def part(writer: int) -> bytes:
        kinds = {"id": {"type": "integer"}, f"c{writer}": {"type": "integer"}}
        records = [
            singer.record(id=n * 2 + writer, **{f"c{writer}": n}) for n in range(40)
        ]
        return singer.lines(singer.schema(properties=kinds), *records)

    options = {"commit_rows": 10, "before": UNLOCKED}
    children = [start(part(writer), **options) for writer in (0, 1)]
    assert [child.wait().code for child in children] == [0, 0]
    found = {row["id"]: (row["c0"], row["c1"]) for row in rows()}
    even = {n * 2: (n, None) for n in range(40)}
    odd = {n * 2 + 1: (None, n) for n in range(40)}
    assert found == {-1: (None, None), **even, **odd}


def test_a_writer_that_is_killed_leaves_no_lock_behind(start, singer, rows) -> None:
    records = [singer.record(id=n, name="x") for n in range(3000)]
    data = singer.lines(singer.schema(), *records)
    dying = start(data, commit_rows=50)
    waiting = start(data, commit_rows=500)
    assert dying.wait(kill_after=0.3).code == -9
    assert waiting.wait().code == 0
    assert len(rows()) == 3000
