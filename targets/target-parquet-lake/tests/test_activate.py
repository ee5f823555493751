"""ACTIVATE_VERSION retires what a full load did not bring again, and nothing else."""

from __future__ import annotations

import pytest

from target_parquet_lake.errors import DataError
from target_parquet_lake.target import TargetParquetLake


def versioned(singer, version: int | None, *ids: int, **more):
    sent = [singer.record(id=n, name=f"v{version}", **more) for n in ids]
    return [m if version is None else {**m, "version": version} for m in sent]


def active(version: object, stream: str = "users"):
    return {"type": "ACTIVATE_VERSION", "stream": stream, "version": version}


def ids(rows) -> list[int]:
    return [row["id"] for row in rows()]


@pytest.fixture
def count(lake):
    """Rows as they are stored, whether readers see them or not."""
    return lambda: lake.open(lake.tables()[0]).count()


@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("method", ["upsert", "append-only"])
@pytest.mark.parametrize("hard", [True, False])
def test_rows_of_older_versions_are_gone_for_readers(  # noqa: PLR0917 - fixtures.
    hard, method, engine, load, singer, rows, count
) -> None:
    config = {"load_method": method, "hard_delete": hard, "engine": engine}
    load(singer.schema(), *versioned(singer, 1, *range(9)), active(1), **config)
    assert ids(rows) == [*range(9)]
    before = count()
    load(singer.schema(), *versioned(singer, 2, 1, 3, 9), active(2), **config)
    assert ids(rows) == [1, 3, 9]
    stored = {"upsert": before + 1, "append-only": before + 3}[method]
    assert count() == (3 if hard else stored)


def test_rows_without_a_version_stay(load, singer, rows) -> None:
    """A tap may say ACTIVATE_VERSION and give its records none: nothing is older."""
    load(singer.schema(), *versioned(singer, None, 1, 2), active(5), hard_delete=True)
    assert ids(rows) == [1, 2]


def test_a_retired_row_that_comes_again_is_back(load, singer, rows) -> None:
    load(singer.schema(), *versioned(singer, 1, 1, 2), active(1))
    load(singer.schema(), *versioned(singer, 2, 1), active(2))
    load(singer.schema(), *versioned(singer, 3, 1, 2), active(3))
    assert ids(rows) == [1, 2]


def test_a_row_keeps_the_time_it_was_first_retired(load, singer, clock, lake) -> None:
    load(singer.schema(), *versioned(singer, 1, 1), active(1))
    load(singer.schema(), *versioned(singer, 2, 2), active(2))
    first = clock.now()
    clock.advance(3600)
    load(singer.schema(), *versioned(singer, 3, 2), active(3))
    table = lake.open(lake.tables()[0]).to_pyarrow_table().to_pylist()
    retired = {row["id"]: row["_sdc_deleted_at"] for row in table}
    assert retired == {1: first, 2: None}


def test_state_behind_the_message_passes_after_its_work(
    load, singer, rows, monkeypatch
) -> None:
    load(singer.schema(), *versioned(singer, 1, 1, 2), active(1))
    seen: list[list[int]] = []
    write = "target_parquet_lake.target._write_line"
    monkeypatch.setattr(write, lambda _state: seen.append(ids(rows)))
    load(
        singer.schema(),
        *versioned(singer, 2, 1),
        singer.state({"n": 1}),
        active(2),
        singer.state({"n": 2}),
    )
    assert seen == [[1, 2], [1]]


def test_the_message_can_be_switched_off(load, singer, rows) -> None:
    load(singer.schema(), *versioned(singer, 1, 1))
    off = {"process_activate_version_messages": False}
    load(singer.schema(), *versioned(singer, 2, 2), active(2), **off)
    assert ids(rows) == [1, 2]


def test_a_table_that_tells_no_versions_is_left_as_it_is(
    load, singer, rows, caplog
) -> None:
    off = {"add_record_metadata": False}
    load(singer.schema(), *versioned(singer, 1, 1), active(2), **off)
    assert ids(rows) == [1]
    assert "tells no versions" in caplog.text


def test_a_stream_without_a_table_has_nothing_to_retire(load, singer, lake) -> None:
    load(singer.schema(), active(1))
    assert lake.tables() == []


def test_an_overwritten_table_needs_no_retiring(load, singer, rows) -> None:
    config = {"load_method": "overwrite"}
    load(singer.schema(), *versioned(singer, 1, 1, 2), active(1), **config)
    load(singer.schema(), *versioned(singer, 2, 2), active(2), **config)
    assert ids(rows) == [2]


def test_refused_records_turn_a_hard_delete_into_a_mark(
    load, singer, rows, count
) -> None:
    """The newest of an old row may be among the refused: it must be there to return."""
    load(singer.schema(), *versioned(singer, 1, 1, 2), active(1))
    config = {"hard_delete": True, "on_bad_record": "dead_letter"}
    bad = {**singer.record(id=1, name=7), "version": 2}
    with pytest.raises(Exception, match="were put aside"):
        load(singer.schema(), bad, *versioned(singer, 2, 2), active(2), **config)
    assert ids(rows) == [2]
    assert count() == 2


@pytest.mark.parametrize("version", ["1", None, 1.5, True])
def test_a_version_that_is_none_ends_the_run(version, load, singer) -> None:
    with pytest.raises(DataError, match="line 2"):
        load(singer.schema(), active(version), on_bad_record="dead_letter")


def test_each_stream_can_have_its_own_load_method(load, singer, rows, lake) -> None:
    config = {
        "streams": {
            "log": {"load_method": "append-only"},
            "l?st": {"load_method": "overwrite"},
        }
    }
    for _ in range(2):
        load(
            *(singer.schema(stream) for stream in ("log", "list", "users")),
            *(singer.record(s, id=1) for s in ("log", "list", "users")),
            **config,
        )
    counts = {name.name: lake.open(name).count() for name in lake.tables()}
    assert counts == {"singer__list": 1, "singer__log": 2, "singer__users": 1}
    assert all(len(rows(stream)) == 1 for stream in ("log", "list", "users"))


def test_the_capabilities_are_told() -> None:
    told = {capability.value for capability in TargetParquetLake.capabilities}
    assert {"activate-version", "soft-delete", "hard-delete"} <= told
