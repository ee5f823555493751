"""Makes the n-th deed fail: once, from then on, or by the process's death.

Counted are the deeds that make something valid: a file takes its place, delta-rs
commits, STATE is written. Each has two places, before its effect and after it, because
an error may come from either side. Single calls to the kernel: syscalls.py.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Self

import deltalake
import pyarrow.parquet as pq
from deltalake.table import TableAlterer, TableMerger

if TYPE_CHECKING:
    from collections.abc import Callable

ONCE, FROM, DIE = "once", "from", "die"
DEEDS = (
    (os, "replace"),
    (pq, "write_table"),
    (deltalake.DeltaTable, "create"),
    (deltalake.DeltaTable, "create_write_transaction"),
    (TableMerger, "execute"),
    (TableAlterer, "set_table_properties"),
    (TableAlterer, "add_columns"),
)
HOME = "target_parquet_lake."


class Faults:
    """Counts the steps, and fails at one of them.

    Args:
        at: The step, from 1; 0 only counts.
        mode: `once`, `from` or `die`.
    """

    def __init__(self, at: int = 0, mode: str = ONCE) -> None:
        self.at = at
        self.mode = mode
        self.steps: list[str] = []
        self._stack = contextlib.ExitStack()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        for owner, name in DEEDS:
            self._patch(owner, name)
        for module in [m for n, m in sys.modules.items() if n.startswith(HOME)]:
            for name in ("write_deltalake", "_write_line"):
                if hasattr(module, name):
                    self._patch(module, name)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _patch(self, owner: Any, name: str) -> None:
        declared = vars(owner)[name]
        real = getattr(declared, "__func__", declared)
        faulty: Any = self._faulty(real, name)
        if isinstance(declared, classmethod):
            faulty = classmethod(faulty)
        setattr(owner, name, faulty)
        self._stack.callback(setattr, owner, name, declared)

    def _faulty(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(real)
        def call(*args: Any, **options: Any) -> Any:
            self._step(name)
            done = real(*args, **options)
            self._step(f"after {name}")
            return done

        return call

    def _step(self, name: str) -> None:
        with self._lock:
            self.steps.append(name)
            number = len(self.steps)
        hit = number == self.at or (self.mode == FROM and 0 < self.at < number)
        if hit and self.mode == DIE:
            os._exit(137)
        if hit:
            raise OSError(errno.EIO, os.strerror(errno.EIO), name)
