"""Standard output, which carries STATE and nothing else."""

from __future__ import annotations

import os
import sys


def write_line(state: bytes) -> None:
    """Write one STATE, and see that it leaves.

    Raises:
        OSError: If nobody takes it.
    """
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(state.decode() + "\n")
    else:
        raw.write(state + b"\n")
        raw.flush()


def mute_stdout() -> None:
    """Keep Python from failing a second time over what a broken stdout still holds."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
