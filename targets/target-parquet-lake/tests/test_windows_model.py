"""Restated windows against a model: pulls that end, break off, or come late."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.target import TargetParquetLake

FIRST = date(2026, 11, 1)
TEXT, DAY = {"type": "string"}, {"type": "string", "format": "date"}
SCHEMAS = [
    {
        "type": "SCHEMA",
        "stream": "ads",
        "key_properties": ["day", "ad"],
        "schema": {"properties": {"day": DAY, "ad": TEXT, "_window_run_id": TEXT}},
    },
    {
        "type": "SCHEMA",
        "stream": "ads_windows",
        "key_properties": ["_window_start", "_window_end"],
        "schema": {
            "properties": {
                "_window_column": TEXT,
                "_window_start": DAY,
                "_window_end": DAY,
                "_window_run_id": TEXT,
                "row_count": {"type": "integer"},
            }
        },
    },
]

pulls = st.lists(
    st.tuples(
        st.integers(0, 9),  # the pull's place in time
        st.integers(0, 5),  # first day
        st.integers(1, 3),  # days
        st.sets(st.tuples(st.integers(0, 2), st.sampled_from("xyz"))),  # its rows
        st.booleans(),  # whether it reached its end
    ),
    max_size=6,
)


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def messages(run: int, start: int, days: int, keys: set, *, ended: bool):
    name = f"r{run}"
    rows = {(start + offset, ad) for offset, ad in keys if offset < days}
    for at, ad in sorted(rows):
        record = {"day": day(at), "ad": ad, "_window_run_id": name}
        yield {"type": "RECORD", "stream": "ads", "record": record}
    told = {"_window_column": "day", "_window_run_id": name, "row_count": len(rows)}
    told |= {"_window_start": day(start), "_window_end": day(start + days)}
    if ended:
        yield {"type": "RECORD", "stream": "ads_windows", "record": told}


def expected(story) -> dict[tuple[str, str], int]:
    """The newest run of each row, less what a whole later pull did not bring."""
    have: dict[tuple[str, str], int] = {}
    told: dict[tuple[int, int], tuple[int, set]] = {}
    for run, start, days, keys, ended in story:
        rows = {(day(start + o), ad) for o, ad in keys if o < days}
        for row in rows:
            have[row] = max(run, have.get(row, run))
        if ended and run >= told.get((start, days), (run, set()))[0]:
            told[start, days] = (run, rows)
        if ended:
            _settle(have, start, days, *told[start, days])
    return have


def _settle(have, start: int, days: int, run: int, rows: set) -> None:
    inside = {row for row in have if day(start) <= row[0] < day(start + days)}
    if len({row for row in inside if have[row] == run}) == len(rows):
        for row in {row for row in inside if have[row] < run}:
            del have[row]


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pulls)
def test_pulls_leave_what_the_model_says(tmp_path_factory, story) -> None:
    root = tmp_path_factory.mktemp("windows") / "lake"
    for run, start, days, keys, ended in story:
        target = TargetParquetLake(
            config={"lake_root": str(root), "hard_delete": True, "fsync": False}
        )
        sent = [*SCHEMAS, *messages(run, start, days, keys, ended=ended)]
        target.process_lines(
            io.BytesIO(b"".join(json.dumps(m).encode() + b"\n" for m in sent))
        )
        target.process_endofpipe()
    assert _stored(Lake(root)) == expected(story)


def _stored(lake: Lake) -> dict[tuple[str, str], int]:
    name = TableName.of_stream("default", "singer", "ads")
    if not lake.root.exists() or name not in lake.tables():
        return {}
    rows = lake.open(name).to_pyarrow_table().to_pylist()
    return {(str(r["day"]), r["ad"]): int(r["_window_run_id"][1:]) for r in rows}
