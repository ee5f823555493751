"""Windows: what is read together, in which order it counts, and what is learned."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_parquet_lake import bulk, reader
from target_parquet_lake.bulk_batch import last_of_each
from target_parquet_lake.bulk_sink import BulkSink
from target_parquet_lake.delta import open_table
from target_parquet_lake.runs import Run
from target_parquet_lake.target import TargetParquetLake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from target_parquet_lake.bulk_plan import Plan


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Read however few records in bulk; collects how many were proved at a time."""
    counts: list[int] = []
    real = bulk.read

    def read(plan: Plan, data: bytes, rows: int, *, closed: bool) -> Any:
        found = real(plan, data, rows, closed=closed)
        counts.append(rows)
        return found

    monkeypatch.setattr(bulk, "LEAST_ROWS", 1)
    monkeypatch.setattr(bulk, "WORKERS", 1)
    monkeypatch.setattr(bulk, "read", read)
    return counts


def test_streams_that_take_turns_line_by_line_are_read_stream_by_stream(
    placed, load, singer, rows
) -> None:
    names = [f"s{i}" for i in range(5)]
    schemas = [singer.schema(name) for name in names]
    turns = [singer.record(name, id=i) for i in range(20) for name in names]
    load(*schemas, *turns, singer.state({"n": 1}))
    assert placed == [20] * 5
    assert all(len(rows(name)) == 20 for name in names)


def test_records_whose_type_comes_last_are_read_in_bulk_too(
    placed, load, singer, rows
) -> None:
    lines = [
        json.dumps({"record": {"id": i}, "stream": "users", "type": "RECORD"})
        for i in range(30)
    ]
    load(singer.schema(), *lines)
    assert placed == [30]
    assert len(rows()) == 30


def test_rows_and_states_behind_a_bad_line_of_another_stream_are_left_out(
    placed, lake, singer, rows, capsys
) -> None:
    config = {"lake_root": str(lake.root), "on_bad_record": "fail"}
    target = TargetParquetLake(config=config)
    data = singer.lines(
        *(singer.schema(name) for name in ("users", "others")),
        singer.record(id=1),
        singer.record("others", id=1),
        singer.state({"n": 1}),
        singer.record("others", id="bad"),
        singer.record(id=2),
        singer.state({"n": 2}),
    )
    with pytest.raises(Exception, match="line 6"):
        target.process_lines(io.BytesIO(data))
    assert placed == [2]
    assert [row["id"] for row in rows()] == [1]
    assert [row["id"] for row in rows("others")] == [1]
    assert capsys.readouterr().out == '{"n": 1}\n'


@pytest.mark.usefixtures("placed")
@pytest.mark.parametrize("step", ["read", "place"])
def test_no_state_covers_rows_that_a_fault_of_ours_has_lost(
    monkeypatch, lake, singer, capsys, step
) -> None:
    """A later window waits already, with a STATE of its own."""
    config = {"lake_root": str(lake.root), "on_bad_record": "fail"}
    target = TargetParquetLake(config=config)
    owner = {"read": bulk, "place": BulkSink}[step]

    def fail(*_: Any, **__: Any) -> None:
        msg = "out of order"
        raise RuntimeError(msg)

    monkeypatch.setattr(owner, step, fail)
    monkeypatch.setattr(bulk, "WINDOW", 200)
    data = singer.lines(
        singer.schema(),
        *(
            line
            for i in range(30)
            for line in (singer.record(id=i), singer.state({"n": i}))
        ),
    )

    with pytest.raises(RuntimeError, match="out of order"):
        target.process_lines(io.BytesIO(data))

    assert not capsys.readouterr().out


def test_a_column_that_no_type_proves_is_read_by_value_and_the_others_in_bulk(
    placed, load, singer, rows
) -> None:
    kinds = {"id": {"type": "integer"}, "n": {"type": "integer"}}
    records = [singer.record(id=i, n=float(i)) for i in range(10)]
    load(singer.schema(properties=kinds), *records)
    assert placed == [10]
    assert [row["n"] for row in rows()] == list(range(10))


def test_undeclared_members_are_learned_and_counted(placed, load, singer, lake) -> None:
    records = [singer.record(id=i, more=[i], other=None) for i in range(10)]
    load(singer.schema(), *records)
    assert placed == [10]
    saved = next(lake.control("runs").glob("*.json")).read_text()
    notes = json.loads(saved)["streams"]["users"]["notes"]
    assert notes == {"more: values of undeclared properties left out": 10}


def test_the_last_record_of_a_key_stays_across_both_ways(
    placed, load, singer, rows
) -> None:
    load(
        singer.schema(),
        singer.record(id=1, name="bulk"),
        singer.record(id=2, name="bulk"),
        singer.schema("other"),
        singer.record(id=1, name="exact", other=float("1e300")),
        '{"type":"RECORD","stream":"users","record":{"id":2,"name":"later"},"x":1}',
        singer.schema("another"),
        singer.record(id=2, name="last"),
    )
    assert placed == [2, 1]
    assert [(row["id"], row["name"]) for row in rows()] == [(1, "exact"), (2, "last")]


def test_a_commit_comes_behind_exactly_as_many_rows_as_set(
    placed, load, singer, lake
) -> None:
    records = [singer.record(id=i) for i in range(10)]
    load(singer.schema(), *records, commit_rows=4)
    assert placed == [4, 4, 2]
    assert open_table(lake.path(lake.tables()[0])).version() == 3


@given(st.lists(st.integers(1, 9), min_size=1), st.integers(1, 5), st.integers(1, 30))
def test_a_run_is_cut_behind_the_line_that_fills_it(lengths, rows, size) -> None:
    data = b"".join(b"x" * length + b"\n" for length in lengths)
    rest: Run | None = Run(data, 1, "s", len(lengths))
    parts = []
    while rest is not None:
        head, rest = rest.cut(rows, size)
        parts.append(head)
        assert head.rows <= rows
        assert len(head.data) - len(head.data.splitlines()[-1]) - 1 < size
    assert b"".join(part.data for part in parts) == data
    assert [p.first for p in parts] == [
        1 + sum(p.rows for p in parts[:i]) for i in range(len(parts))
    ]
    assert all(part.data.count(b"\n") == part.rows for part in parts)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab"))))
def test_the_last_of_each_key_is_kept_in_its_order(pairs) -> None:
    table = pa.table(
        [
            pa.array([a for a, _ in pairs], pa.int64()),
            pa.array([b for _, b in pairs], pa.string()),
            pa.array(range(len(pairs)), pa.int64()),
        ],
        ["a", "b", "n"],
    )
    wanted = sorted({pair: n for n, pair in enumerate(pairs)}.values())
    assert last_of_each(table, ["a", "b"]).column("n").to_pylist() == wanted
    single = sorted({a: n for n, (a, _) in enumerate(pairs)}.values())
    assert last_of_each(table, ["a"]).column("n").to_pylist() == single


def test_the_first_commit_of_a_run_comes_after_a_second(
    lake, clock, capsys, singer
) -> None:
    target = TargetParquetLake(config={"lake_root": str(lake.root)}, clock=clock)
    passed = []
    for number in range(4):
        messages = (singer.record(id=number), singer.state({"n": number}))
        data = singer.lines(*([] if number else [singer.schema()]), *messages)
        target.process_lines(io.BytesIO(data))
        passed.append(capsys.readouterr().out)
        clock.advance(1)
    assert passed == ["", '{"n": 0}\n', "", ""]


def test_work_is_done_behind_the_lines_before_it_and_before_those_behind(
    monkeypatch,
) -> None:
    done: list[object] = []

    class Host:
        def sink(self, _stream: str) -> None:
            return None

        def take_line(self, number: int, _line: bytes) -> None:
            done.append(number)

        def count(self, _rows: int) -> None:
            """Nothing is placed."""

    monkeypatch.setattr(bulk, "WINDOW", 4)
    engine = bulk.Bulk(Host())
    engine.then(lambda: done.append("at once"))
    engine.add(Run(b"{}\n", 1, "a", 1))
    engine.then(lambda: done.append("a commit"))
    engine.add(Run(b"{}\n{}\n", 2, "a", 2))
    waits = engine.behind, list(done)
    engine.flush()

    assert waits == (True, ["at once"])
    assert done == ["at once", 1, "a commit", 2, 3]
    assert not engine.behind


@pytest.mark.usefixtures("placed")
def test_a_silent_input_lets_a_commit_that_is_due_be_made(
    monkeypatch, lake, singer, capsys
) -> None:
    """Lines that have begun wait for more of them; where none come, they are taken."""
    config = {"lake_root": str(lake.root), "commit_rows": 3}
    target = TargetParquetLake(config=config)
    data = singer.lines(
        singer.schema(),
        *(singer.record(id=i) for i in range(3)),
        singer.state({"n": 3}),
        *(singer.record(id=i) for i in range(3, 6)),
    )
    seen: list[Any] = []

    def blocks(_source: object, patience: Callable[[], float | None]) -> Iterator[Any]:
        yield data
        seen.append((patience(), capsys.readouterr().out))
        yield None
        target.committer.wait()
        seen.append((patience(), capsys.readouterr().out))

    monkeypatch.setattr(reader, "blocks", blocks)
    target.process_lines(io.BytesIO())

    assert seen == [(0.0, ""), (None, '{"n": 3}\n')]
