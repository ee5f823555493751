"""How a run is getting on, for the people who watch it.

On a terminal one line that is written over; elsewhere one line of the log each ten
seconds. Standard output is Singer's alone.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_kit.clock import Clock
    from tap_kit.planning import Quota
    from tap_kit.report import RunReport

logger = logging.getLogger(__name__)

LINE_EVERY_SECONDS = 10.0
LIVE_EVERY_SECONDS = 0.2
_CLEAR = "\r\x1b[2K"


class Progress:
    """Tells rows, their rate, requests and what is left of a quota.

    Args:
        report: What the run has done so far.
        clock: Says when it is time for another line.
        quotas: What the vendor allows, in the unit of the report's calls.
        requests: How many the plan knows of; None where only the answers tell.
        terminal: Where to write; standard error if None.
    """

    def __init__(
        self,
        report: RunReport,
        clock: Clock,
        quotas: Sequence[Quota] = (),
        *,
        requests: int | None = None,
        terminal: TextIO | None = None,
    ) -> None:
        self._report = report
        self._clock = clock
        self._quotas = [quota for quota in quotas if not quota.streams]
        self._requests = requests
        self._terminal = sys.stderr if terminal is None else terminal
        self._is_live = self._terminal.isatty() and logger.isEnabledFor(logging.INFO)
        self._every = LIVE_EVERY_SECONDS if self._is_live else LINE_EVERY_SECONDS
        self._begin = self._last = clock.monotonic()
        self._is_shown = False
        self._others = logging.getLogger().handlers if self._is_live else []
        for handler in self._others:
            handler.addFilter(self._make_way)

    def tell(self, rows: Mapping[str, int]) -> None:
        """Say how far the streams are, if it is time to.

        Args:
            rows: Written so far, by stream, the newest last.
        """
        now = self._clock.monotonic()
        if now - self._last < self._every:
            return
        self._last = now
        line = self._line(rows, now - self._begin)
        if self._is_live:
            self._terminal.write(_CLEAR + line)
            self._terminal.flush()
            self._is_shown = True
        else:
            logger.info("%s", line)

    def end(self) -> None:
        """Take the line away for good."""
        self._make_way()
        for handler in self._others:
            handler.removeFilter(self._make_way)

    def _make_way(self, _record: logging.LogRecord | None = None) -> bool:
        """Take the line away, so that a line of the log begins on its own."""
        if self._is_shown:
            self._terminal.write(_CLEAR)
            self._terminal.flush()
            self._is_shown = False
        return True

    def _line(self, rows: Mapping[str, int], seconds: float) -> str:
        requests, calls = self._report.spent
        stream, count = [*rows.items()][-1] if rows else ("nothing yet", 0)
        total = sum(rows.values())
        parts = [
            f"{stream}: {count:,} rows",
            f"{total / seconds:,.0f} rows/s in all",
            f"{requests:,} requests",
        ]
        if self._quotas:
            share = max(calls / quota.limit for quota in self._quotas)
            parts.append(f"{max(0.0, 1 - share):.0%} of the quota left")
        if self._requests and 0 < requests < self._requests:
            left = seconds * (self._requests / requests - 1)
            parts.append(f"about {left:,.0f} s to go")
        return ", ".join(parts)
