"""Wait for bulk jobs: visibly, not for ever, and never at another job's cost."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_kit.errors import (
    ApiError,
    AuthError,
    BudgetExhaustedError,
    SkipError,
    SplitError,
)
from tap_shopify_wv.bulk_api import JobGoneError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tap_kit.clock import Clock
    from tap_kit.report import RunReport
    from tap_shopify_wv.bulk_api import Ask, BulkApi, Operation
    from tap_shopify_wv.bulk_file import Session
    from tap_shopify_wv.bulk_jobs import Job

logger = logging.getLogger(__name__)

SHOW_SECONDS = 60.0
"""Between two lines about a job that takes long [s]."""
_FIRST_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What the tap gives for reading by bulk.

    Args:
        ask: Asks the Admin API.
        session: Gets files.
        clock: Shows the time and waits.
        report: Counts waits, and names the run.
        config: Settings: `bulk_window_days`, `bulk_max_concurrent`,
            `bulk_poll_seconds`, `bulk_timeout_seconds`, `max_wait_seconds` and
            `strict_scopes`.
    """

    ask: Ask
    session: Session
    clock: Clock
    report: RunReport
    config: Mapping[str, Any]

    def pause(self, seconds: float) -> None:
        """Wait, and count it."""
        self.report.add_wait(seconds)
        self.clock.sleep(seconds)

    def pauses(self) -> Iterator[float]:
        """Yield how long to wait before each next look [s]: soon, then less often."""
        seconds = _FIRST_SECONDS
        while True:
            yield min(seconds, self.config["bulk_poll_seconds"])
            seconds *= 2


class Watch:
    """Watches the jobs of one stream.

    Args:
        api: Asks about them.
        tools: What the tap gives.
        where: The stream, for log and errors.
    """

    def __init__(self, api: BulkApi, tools: Tools, where: str) -> None:
        self._api = api
        self._tools = tools
        self._where = where

    def until_place(self, start: Callable[[], Job | None]) -> Job:
        """Try to start a job until there is a place for it.

        Raises:
            BudgetExhaustedError: All places stayed taken for `max_wait_seconds`.
            TapError: What starting raises.
        """
        limit, waited = self._tools.config["max_wait_seconds"], 0.0
        pauses = self._tools.pauses()
        while (job := start()) is None:
            if not waited:
                words = "%s: jobs of this app hold all places in the shop. Waiting."
                logger.warning(words, self._where)
            pause = next(pauses)
            waited += pause
            if waited > limit:
                what = "other bulk jobs of this app held all places for too long"
                step = "run again later, nothing is lost; or set `bulk_mode` to never"
                raise BudgetExhaustedError(what, where=self._where, next_step=step)
            self._tools.pause(pause)
        return job

    def until_done(self, job: Job) -> Operation:
        """Wait for the end of a job.

        Returns:
            The completed operation.

        Raises:
            SplitError: It took too long, failed, or was cancelled.
            JobGoneError: The shop does not know it, or deleted its result.
            SkipError: Access is denied; AuthError if `strict_scopes`.
        """
        age = (self._tools.clock.now() - job.started_at).total_seconds()
        waited, shown = max(age, 0.0), 0.0
        pauses = self._tools.pauses()
        while (operation := self._look(job)).is_under_way:
            if waited >= self._tools.config["bulk_timeout_seconds"]:
                self.cancel(job)
                what = f"{job.id} ran for {waited:,.0f} s"
                raise SplitError(what, where=self._where)
            pause = next(pauses)
            self._tools.pause(pause)
            waited, shown = waited + pause, shown + pause
            if shown >= SHOW_SECONDS:
                self._show(operation, waited)
                shown = 0.0
        return self._completed(operation)

    def cancel(self, job: Job) -> None:
        """Cancel a job of ours; one that cannot be cancelled ends by itself."""
        try:
            self._api.cancel(job.id)
        except ApiError as error:
            logger.warning("%s: %s is not cancelled. %s", self._where, job.id, error)

    def _look(self, job: Job) -> Operation:
        operation = self._api.look(job.id)
        if operation is None or operation.status == "EXPIRED":
            what = f"{job.id} is not there any more"
            step = "run again, nothing is lost"
            raise JobGoneError(what, where=self._where, next_step=step)
        return operation

    def _completed(self, operation: Operation) -> Operation:
        if operation.status == "COMPLETED":
            return operation
        if operation.error_code == "ACCESS_DENIED":
            kind = AuthError if self._tools.config["strict_scopes"] else SkipError
            what = f"access to a part of the query is denied ({operation.id})"
            step = "grant the app the scopes that the stream's row in the README names"
            raise kind(what, where=self._where, next_step=step)
        # What the file holds so far is never used: nothing says what is missing.
        why = operation.error_code or operation.status
        what = f"{operation.id} did not end well: {why}"
        raise SplitError(what, where=self._where)

    def _show(self, operation: Operation, waited: float) -> None:
        logger.info(
            "%s: %s is %s for %.0f s, %d lines so far.",
            self._where,
            operation.id,
            operation.status,
            waited,
            operation.lines,
        )
