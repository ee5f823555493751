"""Killed between two commits that belong together: a rerun makes it whole."""

from __future__ import annotations

import signal

import pytest

KILL = (
    "import os, signal; kill = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
)
GONE = "2026-11-20T10:00:00Z"
TEXT = {"type": "string"}
ADS = {"ad": TEXT, "account": TEXT, "_window_run_id": TEXT}
TOLD = {"account": TEXT, "_window_run_id": TEXT, "row_count": {"type": "integer"}}


def pull(singer, run: str, *ads: str) -> bytes:
    mark = {"account": "a", "_window_run_id": run}
    return singer.lines(
        singer.schema("ads", ADS, ("account", "ad")),
        singer.schema("ads_windows", TOLD, ("account",)),
        *(singer.record("ads", ad=ad, **mark) for ad in ads),
        singer.record("ads_windows", row_count=len(ads), **mark),
        singer.state({"run": run}),
    )


@pytest.mark.parametrize(
    "place",
    [
        "import target_parquet_lake.loader as m; m.settle = kill",
        "import target_parquet_lake.windows as m; m._retire = kill",
        "import target_parquet_lake.target as m; m._write_line = kill",
    ],
    ids=["before it looks", "before it retires", "before the state"],
)
def test_a_window_is_settled_by_the_next_pull(place, process, singer, rows) -> None:
    assert process(pull(singer, "r1", "x", "y")).code == 0
    killed = process(pull(singer, "r2", "y", "z"), before=KILL + place)
    assert (killed.code, killed.states) == (-signal.SIGKILL, [])
    assert {row["ad"] for row in rows("ads")} >= {"y", "z"}
    again = process(pull(singer, "r3", "y", "w"))
    assert (again.code, again.states) == (0, [{"run": "r3"}])
    assert {row["ad"] for row in rows("ads")} == {"y", "w"}


@pytest.mark.parametrize("hard", [False, True])
def test_a_deletion_behind_its_row_is_made_up_for(hard, process, singer, rows) -> None:
    sent = singer.lines(
        singer.schema(),
        *(singer.record(id=n, name="a") for n in range(3)),
        singer.record(id=1, _sdc_deleted_at=GONE),
        singer.state({"n": 1}),
    )
    place = "import target_parquet_lake.loader as m; m.bury = kill"
    killed = process(sent, before=KILL + place, hard_delete=hard)
    assert (killed.code, killed.states) == (-signal.SIGKILL, [])
    again = process(sent, hard_delete=hard)
    assert (again.code, again.states) == (0, [{"n": 1}])
    assert [row["id"] for row in rows()] == [0, 2]
