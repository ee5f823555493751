"""Freed memory goes back to the system, where there is a way to say so."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pyarrow as pa

from target_parquet_lake import memory


class Library:
    """A C library that remembers how it was tuned."""

    def __init__(self) -> None:
        self.tuned: list[tuple[int, int]] = []

    def mallopt(self, parameter: int, value: int) -> int:
        self.tuned.append((parameter, value))
        return 1


def test_one_arena_and_a_low_threshold(monkeypatch) -> None:
    library = Library()
    monkeypatch.setattr(memory.sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    memory.give_back()
    assert library.tuned == [(-8, 1), (-1, 1 << 20)]
    assert pa.default_memory_pool().backend_name == "system"


def test_a_library_without_the_switch_is_left_alone(monkeypatch) -> None:
    monkeypatch.setattr(memory.sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    memory.give_back()
    assert pa.default_memory_pool().backend_name == "system"


def test_other_systems_are_left_alone(monkeypatch) -> None:
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", None)
    memory.give_back()
    assert pa.default_memory_pool().backend_name == "system"


def test_the_command_leaves_pandas_where_it_is() -> None:
    script = (
        "import runpy, sys; sys.argv = ['target-parquet-lake', '--version'];"
        "import atexit; atexit.register(lambda: print('pandas' in sys.modules));"
        "runpy.run_module('target_parquet_lake', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"
