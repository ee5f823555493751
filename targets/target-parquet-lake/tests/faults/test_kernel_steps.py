"""Each call to the kernel about the lake fails once, for good, or is the last one.

Whatever library makes it: reads and writes, makes and renames, links and syncs, of the
tables, of all that stands in `_control`, and of STATE. Every call in every way, some
10,000 faults, takes hours: by LAKE_LONG_TESTS=1; each third by LAKE_LONG_TESTS=3.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from target_parquet_lake.lake import Lake

STRIDE = int(os.environ.get("LAKE_LONG_TESTS", "0"))
SAMPLE = 2
ENGINES = ["bulk", "records"] if STRIDE else ["bulk"]
"""What differs between them ends before the disk is touched."""
FAULTS = {
    "once": {"mode": "once"},
    "from": {"mode": "from"},
    "full": {"mode": "from", "error": "ENOSPC", "reads": False},
    "die": {"mode": "die"},
}
SMALL = "import target_parquet_lake.bulk as bulk; bulk.LEAST_ROWS = 1"


def chosen(steps: int, seed: str) -> list[int]:
    chance = random.Random(seed)  # noqa: S311 - a seed, to repeat it.
    if STRIDE:
        return [*range(chance.randint(1, STRIDE), steps + 1, STRIDE)]
    return sorted(chance.sample(range(1, steps + 1), SAMPLE))


@pytest.fixture
def faulty(start, data, config, tmp_path):
    """Run the input in a process of its own, with one fault."""

    def run(name: str, at: int, fault: dict[str, Any], **options: str):
        options = {**config, "lake_root": str(tmp_path / name), **options}
        fault = {"at": at, **fault}
        child = start(data(0), before=SMALL, fault=fault, **options)
        return child.wait(), child.steps()

    return run


@pytest.fixture(scope="session")
def lengths() -> dict[str, int]:
    """How many steps an undisturbed run takes."""
    return {}


@pytest.mark.kill
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("way", FAULTS)
@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_every_call_that_fails_is_made_good_by_the_next_run(  # noqa: PLR0917 - fixtures.
    method, way, engine, faulty, attempt, oracle, lengths, tmp_path
) -> None:
    fault, options = FAULTS[way], {"load_method": method, "engine": engine}
    case = f"{method} {engine} {way == 'full'}"
    if case not in lengths:
        lengths[case] = len(faulty("nominal", 0, fault, **options)[1])
    assert lengths[case] > 100
    for at in chosen(lengths[case], f"{case} {way}"):
        name = f"{way}-{at}"
        lake = Lake(tmp_path / name)
        done, taken = faulty(name, at, fault, **options)
        told = f"{at} {taken[at - 1 : at]} {done.err}"
        # 6 where all is done and its summary, or a draft's removal, is what failed.
        codes = {-9} if way == "die" else {6, 7}
        assert done.code in codes or len(taken) < at, told
        assert "Traceback" not in done.err
        states = [state["n"] for state in done.states]
        assert done.code != 6 or states[-1] == 4, told
        oracle.check_not_ahead(lake, states, method)
        if method == "overwrite" and max(states, default=0):
            continue  # A later run of this method replaces what was whole.
        again, error = attempt(name, max(states, default=0), method, engine)
        assert [*states, *again][-1] == 4, f"{told} {error}"
        oracle.check_whole(lake)
