"""A target that is killed at any moment has lost nothing once it runs again.

`kill -9` at random moments of real processes, whose batches have other borders each
time, so that no rerun repeats the commits before it. After each kill the lake is read
as a user would: no row of what STATE covers is missing, none is there twice. 30 kills,
or as many as LAKE_KILLS says.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.dataset as ds
import pytest
from deltalake import DeltaTable

from target_parquet_lake.dead_letters_table import letters_name
from target_parquet_lake.lake import Lake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETS = 6
"""Two engines, three load methods."""
KILLS = 5
"""In each of them, in one lake."""
ROUNDS = max(1, -(-int(os.environ.get("LAKE_KILLS", "30")) // (SETS * KILLS)))
STREAMS = "abc"
KEYS = 233
SIZE = 600
LETTERS = letters_name("default", "singer")
SMALL = """
import target_parquet_lake.bulk as bulk
bulk.LEAST_ROWS, bulk.WINDOW = 1, 20_000
"""
"""Windows of the bulk engine so small that each run has some."""


def stream_of(number: int) -> str:
    """Two streams take turns; a third one comes in a row."""
    return "c" if number % 200 >= 120 else "ab"[number % 2]


def is_bad(number: int) -> bool:
    return number % 97 == 13


def messages(singer: Any, first: int, last: int) -> bytes:
    """Records from a STATE on: keys come back, some are bad, a column appears late."""
    return singer.lines(*_messages(singer, first, last))


def _messages(singer: Any, first: int, last: int) -> Iterator[dict[str, Any]]:
    for number in range(first, last):
        late = number >= SIZE // 2
        if number in {first, SIZE // 2}:
            more = {"more": {"type": "integer"}} if late else {}
            kinds = {"id": {"type": "integer"}, "name": {"type": "string"}, **more}
            yield from (singer.schema(name, kinds) for name in STREAMS)
        values = {"id": number % KEYS, "name": str(number)}
        if is_bad(number):
            values["id"] = f"no number: {number}"
        if late:
            values["more"] = number
        yield singer.record(stream_of(number), **values)
        if number % 50 == 49:
            yield singer.state({"next": number + 1})
    yield singer.state({"next": last})


def newest(stream: str, last: int) -> dict[int, int]:
    """The newest number of each key before `last`."""
    mine = (n for n in range(last) if stream_of(n) == stream and not is_bad(n))
    return {n % KEYS: n for n in mine}


def read(lake: Lake, stream: str) -> dict[int, str]:
    """A stream's names by key, as a reader sees them; a key twice fails."""
    is_begun = (lake.root / "_control" / "lake.json").is_file()
    names = lake.tables() if is_begun else []
    mine = [name for name in names if name.name == f"singer__{stream}"]
    if not mine:
        return {}
    with duckdb.connect() as con:
        lake.pin(mine).register(con)
        found = con.sql(f"SELECT id, name FROM raw.singer__{stream}").fetchall()  # noqa: S608 - our own name.
    assert len(dict(found)) == len(found), "a key is there twice"
    return dict(found)


def letters(lake: Lake) -> set[str]:
    """Ids of the dead letters; one that is there twice fails."""
    if LETTERS not in lake.tables(LETTERS.layer):
        return set()
    files = lake.pin([LETTERS]).tables[LETTERS].files
    found = ds.dataset([*files]).to_table(columns=["dead_letter_id"])[0].to_pylist()
    assert len(set(found)) == len(found), "a letter is there twice"
    return set(found)


def check_not_behind(lake: Lake, done: int, sent: int) -> None:
    """What STATE covers is there, at least as new as it was; nothing else is."""
    for stream in STREAMS:
        found, oldest = read(lake, stream), newest(stream, done)
        assert oldest.keys() <= found.keys() <= newest(stream, sent).keys()
        assert all(int(found[key]) >= number for key, number in oldest.items())
    if done:
        assert len(letters(lake)) >= sum(map(is_bad, range(done)))


def check_whole(lake: Lake, last: int) -> None:
    for stream in STREAMS:
        expected = {key: str(number) for key, number in newest(stream, last).items()}
        assert read(lake, stream) == expected
    assert len(letters(lake)) == sum(map(is_bad, range(last)))


@dataclass
class Killer:
    """Runs a target and kills it, at moments that a seed decides."""

    start: Any
    options: dict[str, Any]
    seed: str
    chance: random.Random = field(init=False)
    longest: float = 0.6

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - a seed, to repeat it.

    def run(self, data: bytes, *, kill: bool = True) -> Any:
        wait = self.chance.uniform(0.0, self.longest) if kill else None
        rows = self.chance.randint(20, 300)
        child = self.start(data, before=SMALL, commit_rows=rows, **self.options)
        done = child.wait(wait)
        assert done.code in {0, 6, -9}, done.err
        return done


@pytest.mark.kill
@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("method", ["upsert", "append-only"])
def test_kills_lose_nothing_and_double_nothing(  # noqa: PLR0917 - fixtures.
    method, engine, turn, start, singer, lake
) -> None:
    options = {"load_method": method, "engine": engine, "on_bad_record": "dead_letter"}
    killer = Killer(start, options, f"{method} {engine} {turn}")
    at, deaths, goal = 0, 0, SIZE
    while deaths < KILLS:
        done = killer.run(messages(singer, at, goal))
        at = max([at, *(state["next"] for state in done.states)])
        check_not_behind(lake, at, goal)
        deaths += done.code == -9
        goal += SIZE // 3 if at == goal else 0
    killer.run(messages(singer, at, goal), kill=False)
    check_whole(lake, goal)
    if method == "upsert":
        counts = [lake.open(name).count() for name in lake.tables()]
        assert sum(counts) == sum(len(newest(stream, goal)) for stream in STREAMS)


@pytest.mark.kill
@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("engine", ["bulk", "records"])
def test_a_replacement_that_is_killed_leaves_one_whole_generation(
    engine, turn, start, singer, lake
) -> None:
    """Readers see the table before or the table after, never a mixture or a part."""
    options = {"load_method": "overwrite", "engine": engine}
    killer = Killer(start, options, f"overwrite {engine} {turn}", longest=0.5)
    deaths, wanted, passed = 0, 1, 0
    while deaths < KILLS:
        done = killer.run(generation(singer, wanted))
        passed = max([passed, *(state["generation"] for state in done.states)])
        for stream in STREAMS:
            found = read(lake, stream)
            assert len(found) in {0, 300}
            assert set(found.values()) <= {str(wanted), str(max(passed, wanted - 1))}
            assert len(set(found.values())) <= 1
            assert passed < wanted or {*found.values()} == {str(wanted)}
        deaths += done.code == -9
        wanted = passed + 1
    killer.run(generation(singer, wanted), kill=False)
    assert all(read(lake, s) == dict.fromkeys(range(300), str(wanted)) for s in STREAMS)


def generation(singer: Any, number: int) -> bytes:
    schemas = [singer.schema(stream) for stream in STREAMS]
    records = [
        singer.record(stream, id=key, name=str(number))
        for key in range(300)
        for stream in STREAMS
    ]
    return singer.lines(*schemas, *records, singer.state({"generation": number}))


def test_every_state_of_a_run_resumes_to_the_same_lake(
    process, singer, lake, tmp_path: Path
) -> None:
    """Each STATE that was passed, taken as a start, gives a lake that lacks nothing."""
    config = {"commit_rows": 60, "on_bad_record": "dead_letter"}
    done = process(messages(singer, 0, 250), **config)
    whole = {stream: read(lake, stream) for stream in STREAMS}
    for number, state in enumerate(done.states):
        root = tmp_path / f"resumed-{number}"
        options = {**config, "lake_root": str(root)}
        process(messages(singer, 0, state["next"]), **options)
        process(messages(singer, state["next"], 250), **options)
        assert {stream: read(Lake(root), stream) for stream in STREAMS} == whole
        tables = (root / "raw").iterdir()
        assert sum(DeltaTable(x).count() for x in tables) == sum(
            map(len, whole.values())
        )
    assert done.states[-1] == {"next": 250}
    assert len(done.states) > 2
