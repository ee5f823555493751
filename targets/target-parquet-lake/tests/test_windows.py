"""Restated windows: what the newest pull of a window did not bring is gone."""

from __future__ import annotations

import json

import pytest

from target_parquet_lake.errors import PartialError

ADS = {
    "account": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "ad": {"type": "string"},
    "spend": {"type": ["null", "number"]},
    "_window_run_id": {"type": "string"},
}
TOLD = {
    "account": {"type": "string"},
    "_window_column": {"type": "string"},
    "_window_start": {"type": "string", "format": "date"},
    "_window_end": {"type": "string", "format": "date"},
    "_window_run_id": {"type": "string"},
    "row_count": {"type": "integer"},
}
KEYS = ("account", "day", "ad")


@pytest.fixture
def pull(load, singer):
    """Load pulls of windows: rows of one run, and the record that closes each."""

    def run(*messages, **config):
        ads = singer.schema("ads", ADS, KEYS)
        keys = ("account", "_window_start", "_window_end")
        return load(ads, singer.schema("ads_windows", TOLD, keys), *messages, **config)

    return run


def row(run: str, ad: str, day: int = 5, account: str = "a", **more):
    values = {"account": account, "day": f"2026-11-{day:02}", "ad": ad, "spend": 1.5}
    record = {**values, "_window_run_id": run, **more}
    return {"type": "RECORD", "stream": "ads", "record": record}


def window(run: str, rows: int | None, start=1, end=10, account="a", **more):
    record = {
        "account": account,
        "_window_column": "day",
        "_window_start": f"2026-11-{start:02}",
        "_window_end": f"2026-11-{end:02}",
        "_window_run_id": run,
        "row_count": rows,
        **more,
    }
    return {"type": "RECORD", "stream": "ads_windows", "record": record}


@pytest.fixture
def ads(rows):
    return lambda: {(r["account"], r["day"].day, r["ad"]) for r in rows("ads")}


@pytest.fixture
def summary(lake):
    def read():
        runs = lake.control("runs").glob("*.json")
        newest = max(runs, key=lambda path: path.stat().st_mtime_ns)
        return json.loads(newest.read_text())["streams"]

    return read


@pytest.mark.parametrize("method", ["upsert", "append-only"])
@pytest.mark.parametrize("hard", [False, True])
def test_rows_that_were_not_brought_again_are_gone(hard, method, pull, ads) -> None:
    config = {"hard_delete": hard, "load_method": method}
    pull(row("r1", "x"), row("r1", "y"), window("r1", 2), **config)
    pull(row("r2", "y"), row("r2", "z"), window("r2", 2), **config)
    assert ads() == {("a", 5, "y"), ("a", 5, "z")}


def test_rows_outside_the_window_stay(pull, ads) -> None:
    """The end is not part of it, nor is another account."""
    old = [row("r1", "x", day) for day in (1, 2, 9, 10)]
    pull(
        *old,
        row("r1", "x", 2, "b"),
        window("r1", 4, 1, 11),
        window("r1", 1, account="b"),
    )
    pull(window("r2", 0, 2, 10))
    assert ads() == {("a", 1, "x"), ("a", 10, "x"), ("b", 2, "x")}


def test_a_row_count_of_nothing_empties_the_window(pull, ads, summary) -> None:
    pull(row("r1", "x"), window("r1", 1))
    pull(window("r2", 0))
    assert ads() == set()
    assert summary()["ads"]["rows_retired"] == 1


def test_a_row_that_comes_again_later_is_back(pull, ads) -> None:
    pull(row("r1", "x"), window("r1", 1))
    pull(window("r2", 0))
    pull(row("r3", "x"), window("r3", 1))
    assert ads() == {("a", 5, "x")}


def test_a_window_whose_rows_are_not_all_here_takes_no_effect(
    pull, ads, summary
) -> None:
    pull(row("r1", "x"), row("r1", "y"), window("r1", 2))
    pull(row("r2", "y"), window("r2", 2))
    assert ads() == {("a", 5, "x"), ("a", 5, "y")}
    assert summary()["ads_windows"]["windows_held"] == 1


def test_a_refused_row_holds_its_window(pull, ads) -> None:
    pull(row("r1", "x"), row("r1", "y"), window("r1", 2))
    bad = row("r2", "x", spend="much")
    with pytest.raises(PartialError):
        pull(bad, row("r2", "y"), window("r2", 2), on_bad_record="dead_letter")
    assert ads() == {("a", 5, "x"), ("a", 5, "y")}


def test_a_window_without_a_count_takes_no_effect(pull, ads) -> None:
    pull(row("r1", "x"), window("r1", 1))
    told = window("r2", 0)
    del told["record"]["row_count"]
    pull(told)
    assert ads() == {("a", 5, "x")}


def test_a_pull_that_was_cut_off_takes_nothing(pull, ads) -> None:
    pull(row("r1", "x"), row("r1", "y"), window("r1", 2))
    pull(row("r2", "y"))
    pull(row("r3", "z"), window("r3", 1))
    assert ads() == {("a", 5, "z")}


def test_the_same_messages_again_change_nothing(pull, ads) -> None:
    first = [row("r1", "x"), row("r1", "y"), window("r1", 2)]
    second = [row("r2", "y"), window("r2", 1)]
    for _ in range(2):
        pull(*first, *second)
        assert ads() == {("a", 5, "y")}


def test_an_older_pull_that_comes_late_replaces_nothing(pull, ads, rows) -> None:
    pull(row("r2", "y", spend=9.0), window("r2", 1))
    pull(row("r1", "x"), row("r1", "y", spend=1.0), window("r1", 2))
    assert ads() == {("a", 5, "y")}
    assert [r["spend"] for r in rows("ads")] == [9.0]


def test_rows_of_a_time_before_windows_count_as_older(pull, ads, load, singer) -> None:
    plain = {name: kind for name, kind in ADS.items() if name != "_window_run_id"}
    old = row("", "x")
    del old["record"]["_window_run_id"]
    load(singer.schema("ads", plain, KEYS), old)
    pull(row("r1", "y"), window("r1", 1))
    assert ads() == {("a", 5, "y")}


def test_many_windows_are_one_commit(pull, ads, lake) -> None:
    days = range(1, 9)
    closed = [window("r1", 1, day, day + 1) for day in days]
    pull(*(row("r1", "x", day) for day in days), *closed)
    table = lake.tables()[0]
    before = lake.open(table).version()
    pull(*(window("r2", 0, day, day + 1) for day in days))
    assert ads() == set()
    assert lake.open(table).version() == before + 1


def test_overlapping_windows_retire_what_any_of_them_lacks(pull, ads) -> None:
    pull(*(row("r1", "x", day) for day in (1, 5, 9)), window("r1", 3))
    pull(window("r2", 0, 1, 6), window("r3", 0, 4, 9))
    assert ads() == {("a", 9, "x")}


def test_state_passes_after_the_window_took_effect(pull, ads, monkeypatch) -> None:
    pull(row("r1", "x"), window("r1", 1))
    seen: list[set] = []
    write = "target_parquet_lake.target._write_line"
    monkeypatch.setattr(write, lambda _state: seen.append(ads()))
    pull(row("r2", "y"), window("r2", 1), {"type": "STATE", "value": {"n": 2}})
    assert seen == [{("a", 5, "y")}]


def test_no_state_passes_when_a_window_fails(pull, monkeypatch, capsys) -> None:
    pull(row("r1", "x"), window("r1", 1))

    def fail(*_arguments, **_options):
        raise RuntimeError

    monkeypatch.setattr("target_parquet_lake.loader.settle", fail)
    with pytest.raises(RuntimeError):
        pull(window("r2", 0), {"type": "STATE", "value": {"n": 2}})
    assert capsys.readouterr().out == ""


def test_windows_may_be_told_by_key_columns_alone(load, singer, ads) -> None:
    told = {name: TOLD[name] for name in ("account", "_window_run_id", "row_count")}
    told["day"] = ADS["day"]
    schemas = [
        singer.schema("ads", ADS, KEYS),
        singer.schema("ads_windows", told, ("account", "day")),
    ]

    def day(run, rows):
        record = {"account": "a", "day": "2026-11-05", "row_count": rows}
        record["_window_run_id"] = run
        return {"type": "RECORD", "stream": "ads_windows", "record": record}

    load(*schemas, row("r1", "x"), row("r1", "x", 6), day("r1", 1))
    load(*schemas, day("r2", 0))
    assert ads() == {("a", 6, "x")}


@pytest.mark.parametrize(
    "change",
    [
        {"day": {"type": "string"}},
        {"_window_run_id": {"type": "integer"}},
        {"account": {"type": "integer"}},
    ],
)
def test_windows_that_do_not_fit_their_stream_take_no_effect(
    change, load, singer, summary, rows
) -> None:
    ads = singer.schema("ads", {**ADS, **change}, ("ad",))
    keys = ("account", "_window_start")
    record = row("r1", "x")["record"]
    for name, kind in change.items():
        record[name] = 1 if kind["type"] == "integer" else "a day"
    told = window("r2", 0)
    load(
        ads,
        singer.schema("ads_windows", TOLD, keys),
        singer.record("ads", **record),
        told,
    )
    assert len(rows("ads")) == 1
    assert summary()["ads_windows"]["windows_held"] == 1


def test_a_window_of_a_stream_that_is_not_there_is_held(load, singer, summary) -> None:
    keys = ("account", "_window_start")
    load(singer.schema("ads_windows", TOLD, keys), window("r1", 0))
    assert summary()["ads_windows"]["windows_held"] == 1


def test_a_stream_that_never_had_a_row_has_nothing_to_retire(pull, summary) -> None:
    pull(window("r1", 0), window("r1", 3, account="b"))
    assert summary()["ads_windows"]["windows_held"] == 1


def test_an_unknown_column_bounds_nothing(pull, ads, summary) -> None:
    pull(row("r1", "x"), window("r1", 1))
    pull(window("r2", 0, _window_column="date"))
    assert ads() == {("a", 5, "x")}
    assert summary()["ads_windows"]["windows_held"] == 1


def test_an_overwritten_table_needs_no_windows(pull, ads) -> None:
    config = {"streams": {"ads": {"load_method": "overwrite"}}}
    pull(row("r1", "x"), window("r1", 1), **config)
    pull(row("r2", "y"), window("r2", 1), **config)
    assert ads() == {("a", 5, "y")}
