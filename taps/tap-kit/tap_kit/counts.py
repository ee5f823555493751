"""What is counted while a run reads: for each stream by itself, and in all."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NO_STREAM = ""
"""Where that is counted which happens while no stream is read: a plan, a token."""
_SHOWN_AS = {NO_STREAM: "(before and between)"}
_HEADS = (
    "stream", "rows", "requests", "retries", "throttled",
    "waits", "waited [s]", "cost", "set aside",
)  # fmt: skip


@dataclass(slots=True)
class Counts:
    """Figures of one stream, or of a run; units as in `run_columns`."""

    rows: int = 0
    requests: int = 0
    retries: int = 0
    waits: int = 0
    wait_seconds: float = 0.0
    throttles: int = 0
    calls: float = 0.0
    quarantines: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Return both together."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Counts(*(mine + theirs for mine, theirs in pairs))


def table(by_stream: Mapping[str, Counts]) -> Iterator[str]:
    """Give the lines of a table for people, a stream a line; none of no streams."""
    if not by_stream:
        return
    rows = [_HEADS, *(_row(_SHOWN_AS.get(n, n), c) for n, c in by_stream.items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *figures in rows:
        cells = (figure.rjust(w) for figure, w in zip(figures, widths[1:], strict=True))
        yield "  ".join([f"  {name:<{widths[0]}}", *cells])


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    whole = (counts.rows, counts.requests, counts.retries, counts.throttles)
    return (
        name,
        *(f"{count:,}" for count in (*whole, counts.waits)),
        f"{counts.wait_seconds:,.1f}",
        f"{counts.calls:,.1f}",
        f"{counts.quarantines:,}",
    )
