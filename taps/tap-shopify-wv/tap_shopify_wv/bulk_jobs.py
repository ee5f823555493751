"""The bulk jobs of a stream, kept in its state so that a restart goes on with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

KEY = "bulk_jobs"
SHORTEST = timedelta(hours=1)
"""A window that is not longer is not halved any more, but read by pages."""
_KEPT = timedelta(days=6)
"""Shopify deletes a result after seven days."""


class Span(NamedTuple):
    """A window of instants, half open [UTC]."""

    begin: datetime
    end: datetime

    def slices(self, width: timedelta) -> Iterator[Span]:
        """Cut it into windows of this width; the last one may be shorter."""
        begin = self.begin
        while begin < self.end:
            end = min(begin + width, self.end)
            yield Span(begin, end)
            begin = end

    def halves(self) -> tuple[Span, ...]:
        """Return its halves, cut at a whole second; none where it is short enough."""
        if self.end - self.begin <= SHORTEST:
            return ()
        middle = self.begin + (self.end - self.begin) / 2
        middle = middle.replace(microsecond=0)
        return Span(self.begin, middle), Span(middle, self.end)


@dataclass(frozen=True)
class Job:
    """One bulk operation that we have started.

    Args:
        id: Its gid.
        query: Fingerprint of what it reads, without the window.
        span: The window; None when it reads all.
        started_at: When we started it.
    """

    id: str
    query: str
    span: Span | None
    started_at: datetime


class Jobs:
    """The jobs in a stream's state.

    Args:
        state: The stream's own part of STATE; written at each change.
        tell: Writes a STATE message.

    Raises:
        SettingsError: The state holds something else there.
    """

    def __init__(self, state: dict[str, Any], tell: Callable[[], None]) -> None:
        self._state = state
        self._tell = tell
        try:
            self._jobs = [_job(entry) for entry in state.get(KEY, [])]
        except (KeyError, TypeError, ValueError) as error:
            what = "the state's bulk jobs are none"
            step = f"take `{KEY}` out of the state; its windows are then read anew"
            raise SettingsError(what, where="--state", next_step=step) from error

    def add(self, job: Job) -> None:
        """Remember a job, and say so at once: from now on a restart knows it."""
        self._jobs.append(job)
        self._write()
        self._tell()

    def forget(self, job: Job) -> None:
        """Forget a job that has been read or given up; the next STATE says so."""
        self._jobs = [other for other in self._jobs if other != job]
        self._write()

    def fitting(self, query: str, span: Span | None, now: datetime) -> list[Job]:
        """Return the jobs of an earlier run that read a window from its beginning on.

        What changed since they were started lies beyond their own windows, so it comes
        with the rest.

        Args:
            query: Fingerprint of what shall be read.
            span: The window; None for all, which must be of the last hour.
            now: To leave out those whose result may be deleted by now.
        """
        longest = SHORTEST if span is None else _KEPT
        jobs = [
            job
            for job in self._jobs
            if job.query == query and now - job.started_at < longest
        ]
        if span is None:
            return [job for job in jobs if job.span is None][:1]
        found: list[Job] = []
        while job := next((job for job in jobs if _begins(job, span)), None):
            found.append(job)
            span = Span(job.span.end if job.span else span.end, span.end)
        return found

    def others(self, used: Collection[Job]) -> list[Job]:
        """Return the jobs that are not among those that are used."""
        return [job for job in self._jobs if job not in used]

    def _write(self) -> None:
        self._state[KEY] = [_entry(job) for job in self._jobs]
        if not self._jobs:
            del self._state[KEY]


def _begins(job: Job, span: Span) -> bool:
    """Tell whether a job reads a window's beginning, and nothing behind its end."""
    if job.span is None:
        return False
    return job.span.begin <= span.begin < job.span.end <= span.end


def _entry(job: Job) -> dict[str, str | None]:
    begin, end = job.span or (None, None)
    return {
        "id": job.id,
        "query": job.query,
        "from": _text(begin),
        "to": _text(end),
        "started_at": _text(job.started_at),
    }


def _job(entry: dict[str, Any]) -> Job:
    begin, end = _instant(entry["from"]), _instant(entry["to"])
    started_at = _instant(entry["started_at"])
    if started_at is None or not isinstance(entry["id"], str):
        msg = "a job needs an id and the instant it was started"
        raise ValueError(msg)
    span = Span(begin, end) if begin and end else None
    return Job(entry["id"], entry["query"], span, started_at)


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
