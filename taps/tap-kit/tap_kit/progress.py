"""How a run is getting on, for the people who watch it.

On a terminal a line for each stream that is written over while the stream is read;
elsewhere, and where the log is JSON, one line of the log each ten seconds. Standard
output is Singer's alone.
"""

from __future__ import annotations

import logging
import math
import os
import sys
from typing import TYPE_CHECKING, NamedTuple, TextIO

from singer_sdk.logging import StructuredFormatter

from tap_kit.counts import NO_STREAM
from tap_kit.outlook import Allowances, Outlook
from tap_kit.wording import span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tap_kit.clock import Clock
    from tap_kit.planning import Quota
    from tap_kit.report import RunReport

logger = logging.getLogger(__name__)

LINE_EVERY_SECONDS = 10.0
LIVE_EVERY_SECONDS = 0.2
METRICS = "singer_sdk.metrics"
_CLEAR = "\r\x1b[2K"
_WIDTH = 80
"""Columns of a terminal that does not say [1]."""


class Foreseen(NamedTuple):
    """What is known before the first record.

    Args:
        streams: Those that are read, in their order.
        requests: How many each will ask, where the plan knows it exactly.
        quotas: What the vendor allows, in the unit of the report's calls.
        left: What is left of the scarcest quota [0 to 1], None where the tap cannot
            know; then the run's own share is counted.
    """

    streams: Sequence[str] = ()
    requests: Mapping[str, int] = {}
    quotas: Sequence[Quota] = ()
    left: Callable[[], float | None] = lambda: None


class Progress:
    """Tells rows, their rate, requests, what is left of a quota, and the time to go.

    Args:
        report: What the run has done so far.
        rows: Written so far, by stream.
        clock: Says when it is time for another line.
        foreseen: What is known before the first record.
        terminal: Where to write; standard error if None.
    """

    def __init__(
        self,
        report: RunReport,
        rows: Mapping[str, int],
        clock: Clock,
        foreseen: Foreseen = Foreseen(),  # noqa: B008 - it cannot be changed.
        *,
        terminal: TextIO | None = None,
    ) -> None:
        self._report = report
        self._rows = rows
        self._clock = clock
        self._foreseen = foreseen
        self._terminal = sys.stderr if terminal is None else terminal
        self._handlers = logging.getLogger().handlers
        self._is_live = self._may_be_live()
        self._every = LIVE_EVERY_SECONDS if self._is_live else LINE_EVERY_SECONDS
        self._last = clock.monotonic()
        self._stream = NO_STREAM
        self._begin = self._last
        self._line = ""
        self._is_shown = False
        self._allowances = Allowances(foreseen.quotas, self._last)
        self._outlook = Outlook(report, foreseen.requests, self._last)
        self._others = [*self._handlers] if self._is_live else []
        for handler in self._others:
            if getattr(handler, "stream", None) is self._terminal:
                handler.addFilter(_is_for_people)  # First: it makes way for nobody.
            handler.addFilter(self._make_way)

    def tell(self) -> None:
        """Say how far the stream is that is read now, if it is time to."""
        now, stream = self._clock.monotonic(), self._report.stream
        if stream != self._stream:
            self._leave()
            self._stream, self._begin = stream, now
        if now - self._last < self._every:
            return
        self._last = now
        self._line = ", ".join(self._parts(now))
        if self._is_live:
            self._terminal.write(_CLEAR + self._fitting(self._line))
            self._terminal.flush()
            self._is_shown = True
        else:
            logger.info("%s", self._line, extra=self._figures(now))

    def end(self) -> None:
        """Leave the last stream's line, and write no other."""
        self._leave()
        self._every = math.inf
        for handler in self._others:
            handler.removeFilter(self._make_way)
            handler.removeFilter(_is_for_people)

    def _may_be_live(self) -> bool:
        """Tell whether a line can be written over, and spoils nobody's log."""
        return (
            self._terminal.isatty()
            and os.environ.get("TERM") != "dumb"
            and logger.isEnabledFor(logging.INFO)
            and not any(
                isinstance(handler.formatter, StructuredFormatter)
                for handler in self._handlers
            )
        )

    def _leave(self) -> None:
        """Let the line of a stream stand that is over, as it is at its end."""
        if not self._line:
            return
        if self._is_live:
            now = self._clock.monotonic()
            line = self._fitting(", ".join([*self._read(now), *self._spent(now)]))
            self._terminal.write(_CLEAR + (f"{line}\n" if self._stream else ""))
            self._terminal.flush()
        self._line, self._is_shown = "", False

    def _make_way(self, _record: logging.LogRecord) -> bool:
        """Take the line away, so that a line of the log begins on its own."""
        if self._is_shown:
            self._terminal.write(_CLEAR)
            self._terminal.flush()
            self._is_shown = False
        return True

    def _fitting(self, line: str) -> str:
        """Cut a line at the terminal's width: of a wrapped one only the end goes."""
        try:
            width = os.get_terminal_size(self._terminal.fileno()).columns
        except OSError:  # It is none of the system's, or has no size.
            width = 0
        width = width or _WIDTH
        return line if len(line) < width else f"{line[: width - 2]}…"

    # ---------- what a line says

    def _parts(self, now: float) -> Iterator[str]:
        yield from self._read(now)
        yield from self._outlook.words(self._stream, now)
        left, known = self._foreseen.left(), True
        if left is None:
            left, known = self._allowances.left(self._report, self._stream, now), False
        if left is not None:
            yield f"quota {'' if known else '≤'}{left:.0%} left"
        yield from self._spent(now)

    def _read(self, now: float) -> Iterator[str]:
        stream, streams = self._stream, self._foreseen.streams
        count, seconds = self._rows.get(stream, 0), now - self._begin
        name = stream or "between streams"
        if stream in streams:
            name += f" ({streams.index(stream) + 1} of {len(streams)})"
        yield f"{name}: {count:,} rows"
        if count and seconds:
            yield f"{count / seconds:,.0f} rows/s"

    def _spent(self, now: float) -> Iterator[str]:
        yield f"{self._report.of(self._stream).requests:,} requests"
        yield f"{span(now - self._begin)} so far"

    def _figures(self, now: float) -> dict[str, object]:
        """The same for machines: a log of JSON prints it beside the line."""
        figures = {
            "stream": self._stream,
            "rows": self._rows.get(self._stream, 0),
            "requests": self._report.of(self._stream).requests,
            "seconds": round(now - self._begin, 1),
        }
        return {"progress": figures}


def _is_for_people(record: logging.LogRecord) -> bool:
    """Drop the lines of single requests: the live line sums them up."""
    return record.name != METRICS
