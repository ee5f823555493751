"""Freed memory is used again, by whichever thread needs some next.

glibc hands big buffers back to the system one by one, and gets new ones that are
cleared page by page: a fifth of the target's time (measured). So buffers of up to
32 MiB come from the heap, of which there is one for all threads; what little is in
flight keeps that heap low (`source.CHUNK`, `bulk.WINDOW`).
https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html
"""

from __future__ import annotations

import ctypes
import sys

import pyarrow as pa

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_KEPT_BYTES = 32 << 20
"""The most that glibc takes as a threshold."""


def keep() -> None:
    """Let Arrow take the system's memory, and the C library keep what is freed."""
    pa.set_memory_pool(pa.system_memory_pool())
    if not sys.platform.startswith("linux"):
        return
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:  # Other C libraries have no such switch, and no need of it.
        tune(_ARENA_MAX, 1)
        tune(_TRIM_THRESHOLD, _KEPT_BYTES)
        tune(_MMAP_THRESHOLD, _KEPT_BYTES)
