"""Read a stream by bulk operations: no window skipped, nothing partial, all in order.

A window that Shopify cannot finish is halved, down to an hour, which is then read by
pages. Some jobs run ahead of the one that is read. Jobs lie in the stream's state: a
restart goes on with them. Jobs that are not ours are never touched; while they hold all
places we wait.
https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, islice
from typing import TYPE_CHECKING, Protocol

from tap_kit.errors import DataError, SplitError
from tap_shopify_wv.bulk_api import BulkApi, JobGoneError
from tap_shopify_wv.bulk_file import Fetcher
from tap_shopify_wv.bulk_jobs import Job, Jobs, Span
from tap_shopify_wv.bulk_shape import shaped
from tap_shopify_wv.bulk_wait import Tools, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_shopify_wv.spool import Node, Spool

logger = logging.getLogger(__name__)

MOST_STARTS = 3
"""How often one window's job is started anew because the last one is gone."""


class Source(Protocol):
    """What a stream must be able to do to be read by bulk."""

    @property
    def name(self) -> str:
        """The stream's name."""

    @property
    def instant(self) -> str | None:
        """Field of a root node with the instant that windows are about."""

    @property
    def jobs(self) -> Jobs:
        """The bulk jobs in the stream's state."""

    @property
    def filter_by(self) -> str | None:
        """Search field of a window; None where every job brings everything."""

    def bulk_text(self, span: Span | None) -> str:
        """Return the query with its window inlined, without pages."""

    def by_pages(self, span: Span | None) -> Iterator[Node]:
        """Read the same root nodes by pages, in the same order."""

    def refill(self, path: tuple[str, ...], parent_id: str) -> list[Node]:
        """Read all children of one connection of one node by pages.

        Args:
            path: The names of the connections that lead to it, its own last.
            parent_id: The node right above it.
        """


class BulkReader:
    """Reads streams by bulk operations.

    Args:
        tools: What the tap gives.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._numbers = count(1)

    def read(self, source: Source, span: Span | None) -> Iterator[Node]:
        """Yield a window's root nodes, whole, in (instant, id) order.

        A node that changed after the window's end while it was read is left out: a
        later window has it, and its bookmark must not run ahead of the others.

        Args:
            source: The stream.
            span: The window; None for all there is.

        Raises:
            BudgetExhaustedError: Others held all places for too long.
            DataError: A query or a file is not as it must be.
            SkipError: Access is denied; AuthError if `strict_scopes`.
            TapError: As the error rules say.
        """
        yield from _Reading(self._tools, source, span, self._numbers).nodes()


@dataclass
class _Task:
    """One window that is still to be read, and the job that reads it."""

    span: Span | None
    job: Job | None = None
    starts: int = 0


class _Reading:
    """The windows of one stream that are still to be read, in their order."""

    def __init__(
        self, tools: Tools, source: Source, span: Span | None, numbers: Iterator[int]
    ) -> None:
        self._tools = tools
        self._source = source
        self._numbers = numbers
        self._api = BulkApi(tools.ask, source.name)
        self._watch = Watch(self._api, tools, source.name)
        self._fetcher = Fetcher(
            tools.session,
            tools.clock,
            deadline_seconds=tools.config["bulk_timeout_seconds"],
            where=source.name,
        )
        text, self._shape = shaped(source.bulk_text(None))
        self._query = hashlib.sha256(text.encode()).hexdigest()[:16]
        self._tasks = deque(self._plan(span))
        self._roots = 0

    def nodes(self) -> Iterator[Node]:
        """Read window after window."""
        while self._tasks:
            job = self._job_of_first()
            task = self._tasks[0]
            try:
                spool = self._spool(job)
            except JobGoneError:
                if task.starts >= MOST_STARTS:
                    raise
                self._again(task, job)
                continue
            except SplitError as error:
                yield from self._smaller(task, job, error)
                continue
            if spool:
                with spool:
                    within = task.span if self._source.instant else None
                    nodes = spool.nodes(self._source.refill, within)
                    yield from nodes if task.span else self._counted(nodes)
            self._source.jobs.forget(job)
            self._tasks.popleft()

    def _counted(self, nodes: Iterator[Node]) -> Iterator[Node]:
        """Let the run know how many of a job's nodes are out: no window tells it."""
        report, name = self._tools.report, self._source.name
        for number, node in enumerate(nodes, 1):
            yield node
            report.foresee(name, number / max(self._roots, number))

    # ---------- which windows

    def _plan(self, span: Span | None) -> Iterator[_Task]:
        """Yield the windows: first those that an earlier run has started jobs for."""
        jobs, now = self._source.jobs, self._tools.clock.now()
        used = jobs.fitting(self._query, span, now)
        for job in jobs.others(used):
            self._watch.cancel(job)
            jobs.forget(job)
        if span is None:
            yield _Task(None, used[0] if used else None)
            return
        begin = span.begin
        for job in used:
            end = job.span.end if job.span else begin
            yield _Task(Span(begin, end), job)
            begin = end
        rest = Span(begin, span.end)
        if self._source.filter_by is None:
            yield from (_Task(rest),) if rest.begin < rest.end else ()
            return
        width = timedelta(days=self._tools.config["bulk_window_days"])
        yield from map(_Task, rest.slices(width))

    def _smaller(self, task: _Task, job: Job, error: SplitError) -> Iterator[Node]:
        """Put the halves of a window in its place, or read it by pages."""
        self._source.jobs.forget(job)
        self._tasks.popleft()
        span = task.span if self._source.filter_by else None
        halves = span.halves() if span else ()
        then = "Reading its halves." if halves else "Reading it by pages."
        logger.warning("%s: %s %s", self._source.name, error, then)
        if not halves:
            yield from self._source.by_pages(task.span)
        self._tasks.extendleft(map(_Task, reversed(halves)))

    # ---------- one job

    def _job_of_first(self) -> Job:
        """Start the job of the first window, and as many more as we may have."""
        first = self._tasks[0]
        job = first.job or self._watch.until_place(lambda: self._start(first))
        for task in islice(self._tasks, 1, self._tools.config["bulk_max_concurrent"]):
            if not (task.job or self._start(task)):
                break
        return job

    def _start(self, task: _Task) -> Job | None:
        """Start a window's job; None when all places are taken."""
        run = re.sub(r"\W", "_", self._tools.report.run_id)
        key = f"wv_{run}_{next(self._numbers)}"
        text, _ = shaped(self._source.bulk_text(task.span), key)
        ident = self._api.start(text, key)
        if ident is None:
            return None
        task.job = Job(ident, self._query, task.span, self._tools.clock.now())
        task.starts += 1
        self._source.jobs.add(task.job)
        logger.info("%s: started %s.", self._source.name, ident)
        return task.job

    def _again(self, task: _Task, job: Job) -> None:
        """Let go of a job that is gone, so that it is started anew."""
        self._source.jobs.forget(job)
        task.job = None
        logger.warning("%s: %s is gone. Starting it anew.", self._source.name, job.id)

    def _spool(self, job: Job) -> Spool | None:
        """Wait for a job and get its lines; None when there are none."""
        operation = self._watch.until_done(job)
        self._roots = operation.roots
        if operation.url:
            order_by = self._source.instant
            return self._fetcher.spool(operation, operation.url, self._shape, order_by)
        if not operation.lines:
            return None
        what = f"{operation.lines:,} lines are announced, but there is no file"
        step = "run again; if it stays, set `bulk_mode` to never"
        raise DataError(what, where=self._source.name, next_step=step)
