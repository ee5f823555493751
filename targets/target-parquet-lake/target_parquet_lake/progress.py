"""How a run is getting on: a line of the log each ten seconds.

The line that a terminal shows and writes over is the tap's, which reads ahead in the
same pipe; this one is of what is in the lake.
"""

from __future__ import annotations

import logging
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from target_parquet_lake.summary import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from target_parquet_lake.clock import Clock
    from target_parquet_lake.summary import RunSummary

logger = logging.getLogger(NAME)

EVERY_SECONDS = 10.0
_CLEAR = "\r\x1b[2K"


@contextmanager
def told(summary: RunSummary, clock: Clock) -> Iterator[None]:
    """Tell of a run while it goes on, also while it waits for a commit.

    Args:
        summary: What the run has done so far.
        clock: Tells how long it has taken.
    """
    over = threading.Event()
    watch = threading.Thread(
        target=tell, args=(summary, clock, over.wait), name="progress", daemon=True
    )
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def tell(
    summary: RunSummary,
    clock: Clock,
    is_over: Callable[[float], bool],
    terminal: TextIO | None = None,
) -> None:
    """Tell of a run until it is over.

    Args:
        summary: What the run has done so far.
        clock: Tells how long it has taken.
        is_over: Waits some time [s], and says whether the run has ended meanwhile.
        terminal: Where people may see a tap's live line; standard error if None.
    """
    begin = clock.monotonic()
    stderr = terminal or sys.stderr
    while not is_over(EVERY_SECONDS):
        if stderr.isatty() and logger.isEnabledFor(logging.INFO):
            stderr.write(_CLEAR)
        logger.info("%s", _line(summary, clock.monotonic() - begin))


def _line(summary: RunSummary, seconds: float) -> str:
    streams = [*summary.streams.values()]
    read = sum(stream.rows_read for stream in streams)
    written = sum(stream.rows_written for stream in streams)
    commits = sum(stream.commits for stream in streams)
    aside = sum(part.rows_dead_lettered for part in (*streams, summary.astray))
    parts = [
        f"{read:,} rows read",
        f"{written:,} written in {commits:,} commits",
        f"{read / seconds:,.0f} rows/s" if seconds > 0 else "",
        f"{summary.states:,} STATE passed on",
        f"{aside:,} put aside as dead letters" if aside else "",
    ]
    return ", ".join(filter(None, parts))
