"""The start: what is not used is not imported, and is there once it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = """
import sys
from target_parquet_lake.lean import lean
with lean():
    from target_parquet_lake.target import TargetParquetLake
"""


def said(*lines: str) -> str:
    script = START + "\n".join(lines)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_command_starts_without_what_it_does_not_use() -> None:
    script = (
        "import runpy, sys; sys.argv = ['target-parquet-lake', '--version'];"
        "import atexit; atexit.register(lambda: print(sorted(sys.modules)));"
        "runpy.run_module('target_parquet_lake', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(eval(done.stdout.splitlines()[-1]))  # noqa: S307 - a list of our own.
    heavy = {"numpy", "pandas", "requests", "fsspec", "joblib.parallel", "upath.core"}
    assert "target_parquet_lake.target" in loaded
    assert not heavy & loaded


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("from singer_sdk import Tap; print(Tap.__name__)", "Tap"),
        ("import singer_sdk.streams as s; print(s.RESTStream.__name__)", "RESTStream"),
        ("import joblib as j; print(j.Parallel()([j.delayed(abs)(-1)]))", "[1]"),
        ("from upath import UPath; print(UPath('/tmp').name)", "tmp"),
    ],
)
def test_what_was_put_off_is_there_once_it_is_asked_for(line, wanted) -> None:
    assert said(line).strip() == wanted


def test_a_name_that_a_package_does_not_have_is_told_as_ever() -> None:
    said("import singer_sdk", "assert not hasattr(singer_sdk, 'nothing_of_this_name')")


def test_objects_of_the_start_are_not_looked_at_again_and_new_ones_are() -> None:
    script = "import gc; print(gc.get_freeze_count() > 10_000, gc.isenabled())"
    assert said(script).strip() == "True True"
