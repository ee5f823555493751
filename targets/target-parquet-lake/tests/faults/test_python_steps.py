"""Each deed fails once, for good, or kills, before or after its effect.

The same small input is run until no step is left to fail. Then, without a hand, an
undisturbed run goes on from the last STATE that was passed. Every step in every way
takes minutes: by LAKE_LONG_TESTS=1.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from target_parquet_lake.errors import LakeError, PartialError
from target_parquet_lake.lake import Lake

FAULTS = Path(__file__).parent.with_name("faults.py")
LONG = bool(os.environ.get("LAKE_LONG_TESTS"))
ENGINES = ["bulk", "records"] if LONG else ["bulk"]
"""What differs between them ends before the disk is touched."""
STRIDES = {"once": 1, "from": 3, "die": 5}


def strides(steps: int, mode: str) -> range:
    return range(1, steps + 1, 1 if LONG else STRIDES[mode])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("mode", ["once", "from"])
@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_every_step_that_fails_is_made_good_by_the_next_run(  # noqa: PLR0917 - fixtures.
    method, mode, engine, attempt, oracle, tmp_path
) -> None:
    attempt("nominal", 0, method, engine)
    steps = len(attempt.steps)
    assert steps > 20
    for at in strides(steps, mode):
        name = f"{method}-{mode}-{at}"
        lake = Lake(tmp_path / name)
        attempt.at, attempt.mode = at, mode
        states, error = attempt(name, 0, method, engine)
        assert isinstance(error, LakeError), (at, attempt.steps[-1], error)
        oracle.check_not_ahead(lake, states, method)
        attempt.at = 0
        again, error = attempt(name, max(states, default=0), method, engine)
        assert error is None or isinstance(error, PartialError), (at, error)
        if method == "overwrite" and max(states, default=0):
            continue  # A later run of this method replaces what was whole.
        oracle.check_whole(lake)
        assert [*states, *again][-1] == 4


@pytest.mark.kill
@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_every_step_that_kills_is_made_good_by_the_next_run(  # noqa: PLR0917 - fixtures.
    method, start, data, config, attempt, oracle, tmp_path
) -> None:
    attempt("nominal", 0, method)
    for at in strides(len(attempt.steps), "die"):
        lake = Lake(tmp_path / f"die-{at}")
        before = (
            f"import runpy; runpy.run_path({str(FAULTS)!r})['Faults']"
            f"({at}, 'die').__enter__()"
        )
        options = {**config, "lake_root": str(lake.root), "load_method": method}
        done = start(data(0), before=before, **options).wait()
        assert done.code in {137, 6}, done.err
        states = [state["n"] for state in done.states]
        oracle.check_not_ahead(lake, states, method)
        if method == "overwrite" and max(states, default=0):
            continue  # A later run of this method replaces what was whole.
        attempt(lake.root.name, max(states, default=0), method)
        oracle.check_whole(lake)
