"""A target that dies at any moment has lost nothing once it has run again from its
STATE.
"""

from __future__ import annotations

import json
import random

import pytest
from deltalake import DeltaTable

DEATHS = 20
RECORDS = 1500
DIE = "import signal; signal.setitimer(signal.ITIMER_REAL, {seconds:.4f})"


def messages(singer, first: int, last: int) -> bytes:
    """Records `first` to `last` of two streams; keys come back; STATE every 50."""
    sent = [singer.schema("a"), singer.schema("b")]
    for number in range(first, last):
        stream = "ab"[number % 2]
        sent.append(singer.record(stream, id=number % 700, name=str(number)))
        if number % 50 == 49:
            sent.append(singer.state({"next": number + 1}))
    return singer.lines(*sent, singer.state({"next": last}))


@pytest.mark.kill
@pytest.mark.parametrize("method", ["upsert", "append-only"])
def test_nothing_is_lost_and_nothing_is_read_twice(
    method, start, singer, rows, lake
) -> None:
    """The kernel ends the process (SIGALRM, unhandled): nothing of it runs after that.

    Each start has another batch size, so no rerun repeats the commits before it.
    """
    chance = random.Random(f"{method} 2026")  # noqa: S311 - a seed, to repeat it.
    at, deaths, goal = 0, 0, RECORDS
    while deaths < DEATHS // 2:
        child = start(
            messages(singer, at, goal),
            before=DIE.format(seconds=chance.uniform(0.02, 0.6)),
            load_method=method,
            commit_rows=chance.randint(20, 300),
        )
        done = child.wait()
        assert done.code in {0, -14}
        at = max([at, *(state["next"] for state in done.states)])
        deaths += done.code != 0
        goal += 200 if done.code == 0 else 0
    assert start(messages(singer, at, goal), load_method=method).wait().code == 0
    for stream in "ab":
        numbers = [n for n in range(goal) if "ab"[n % 2] == stream]
        newest = {n % 700: str(n) for n in numbers}
        found = rows(stream)
        assert {row["id"]: row["name"] for row in found} == newest
        assert len(found) == len(newest)
    if method == "upsert":
        counts = [lake.open(name).count() for name in lake.tables()]
        assert sum(counts) == 700


@pytest.mark.kill
def test_a_replacement_that_is_killed_leaves_the_old_table(
    start, singer, rows, process
) -> None:
    chance = random.Random(7)  # noqa: S311 - a seed, to repeat it.
    process(singer.lines(singer.schema(), singer.record(id=1, name="old")))
    new = [singer.record(id=n, name="new") for n in range(2000)]
    data = singer.lines(singer.schema(), *new, singer.state({"n": 1}))
    options = {"load_method": "overwrite", "commit_rows": 300}
    for _ in range(5):
        before = DIE.format(seconds=chance.uniform(0.05, 0.5))
        done = start(data, before=before, **options).wait()
        found = rows()
        assert found == [{"id": 1, "name": "old"}] or len(found) == 2000
        assert not done.states or len(found) == 2000
    assert process(data, **options).states == [{"n": 1}]
    assert len(rows()) == 2000


UNLOCKED = """
import contextlib, target_parquet_lake.lake as lake
lake.Lake.lock = lambda self, name: contextlib.nullcontext()
"""


@pytest.mark.parametrize("before", ["", UNLOCKED], ids=["locked", "as on two machines"])
@pytest.mark.parametrize("method", ["upsert", "append-only"])
def test_two_writers_at_once_lose_nothing(  # noqa: PLR0917 - fixtures.
    method, before, start, singer, rows, process, lake
) -> None:
    process(singer.lines(singer.schema(), singer.record(id=-1)), load_method=method)

    def part(writer: int) -> bytes:
        records = [singer.record(id=n * 2 + writer, name="x") for n in range(120)]
        return singer.lines(singer.schema(), *records, singer.state({"w": writer}))

    options = {"load_method": method, "commit_rows": 15, "before": before}
    children = [start(part(writer), **options) for writer in (0, 1)]
    outcomes = [child.wait() for child in children]
    assert [outcome.code for outcome in outcomes] == [0, 0]
    assert [outcome.states[-1] for outcome in outcomes] == [{"w": 0}, {"w": 1}]
    assert sorted(row["id"] for row in rows()) == list(range(-1, 240))
    assert lake.open(lake.tables()[0]).count() == 241


def test_two_writers_of_the_same_keys_leave_one_row_each(
    start, singer, rows, process
) -> None:
    process(singer.lines(singer.schema(), singer.record(id=-1)))
    records = [singer.record(id=n, name="x") for n in range(60)]
    data = singer.lines(singer.schema(), *records)
    children = [start(data, commit_rows=10, before=UNLOCKED) for _ in range(2)]
    assert [child.wait().code for child in children] == [0, 0]
    assert sorted(row["id"] for row in rows()) == list(range(-1, 60))


def test_every_state_of_a_run_resumes_to_the_same_lake(
    process, singer, rows, lake, tmp_path
) -> None:
    """Each STATE that was passed, taken as a start, gives a lake that lacks nothing."""
    done = process(messages(singer, 0, 400), commit_rows=90)
    whole = rows("a"), rows("b")
    for number, state in enumerate(done.states):
        root = tmp_path / f"resumed-{number}"
        config = {"lake_root": str(root), "commit_rows": 90}
        process(messages(singer, 0, state["next"]), **config)
        process(messages(singer, state["next"], 400), **config)
        tables = (root / "raw").iterdir()
        count = sum(DeltaTable(path).count() for path in tables)
        assert count == len(whole[0]) + len(whole[1])
    assert json.dumps(done.states[-1]) == '{"next": 400}'
    assert len(lake.tables()) == 2
