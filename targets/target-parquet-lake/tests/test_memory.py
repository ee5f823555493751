"""Freed memory is kept for what comes next, where there is a way to say so."""

from __future__ import annotations

import ctypes

import pyarrow as pa

from target_parquet_lake import memory


class Library:
    """A C library that remembers how it was tuned."""

    def __init__(self) -> None:
        self.tuned: list[tuple[int, int]] = []

    def mallopt(self, parameter: int, value: int) -> int:
        self.tuned.append((parameter, value))
        return 1


def test_one_heap_keeps_what_is_freed(monkeypatch) -> None:
    library = Library()
    monkeypatch.setattr(memory.sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    memory.keep()
    assert library.tuned == [(-8, 1), (-1, 32 << 20), (-3, 32 << 20)]
    assert pa.default_memory_pool().backend_name == "system"


def test_a_library_without_the_switch_is_left_alone(monkeypatch) -> None:
    monkeypatch.setattr(memory.sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    memory.keep()
    assert pa.default_memory_pool().backend_name == "system"


def test_other_systems_are_left_alone(monkeypatch) -> None:
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", None)
    memory.keep()
    assert pa.default_memory_pool().backend_name == "system"
