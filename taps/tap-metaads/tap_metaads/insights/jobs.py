"""Reports that Meta makes in its own time: started, watched, started again, given up.

https://developers.facebook.com/docs/marketing-api/insights/best-practices
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from tap_kit.errors import DataError, RetryError, SkipError, SplitError
from tap_metaads.answer import problem_of_job
from tap_metaads.errors import job_error
from tap_metaads.governor import Gate
from tap_metaads.usage import INSIGHTS_CASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_metaads.equipment import MetaEquipment
    from tap_metaads.insights.report import Ask

logger = logging.getLogger(__name__)

COMPLETED, FAILED, SKIPPED = "Job Completed", "Job Failed", "Job Skipped"
UNDER_WAY = frozenset({"Job Not Started", "Job Started", "Job Running"})
STATUS_FIELDS = (
    "async_status",
    "async_percent_completion",
    "error_code",
    "error_subcode",
    "error_message",
    "error_user_title",
    "error_user_msg",
)
_LATE_POLLS = 3
"""A job that was just started may not be found at once."""


class Jobs:
    """The jobs of a run.

    Args:
        tap: Asks Meta, waits and counts.
    """

    def __init__(self, tap: MetaEquipment) -> None:
        self._tap = tap
        self._running: dict[Ask, str] = {}

    def start(self, ask: Ask) -> str:
        """Start a job, unless it runs already; returns its id.

        Raises:
            TapError: As the error rules say.
        """
        if ask not in self._running:
            answer = self._tap.api.post(
                f"{ask.account.node}/insights",
                ask.parameters(is_old=self._tap.is_old(ask.account, ask.days)),
                _gate(ask),
            )
            run = answer.get("report_run_id") if isinstance(answer, dict) else None
            if not run:
                what = "Meta started a job and did not say which"
                raise _strange(what, ask)
            self._running[ask] = str(run)
        return self._running[ask]

    def start_ahead(self, asks: list[Ask]) -> None:
        """Start what will be asked next, as many as may run at once.

        Raises:
            TapError: As the error rules say.
        """
        for ask in asks:
            if len(self._running) >= self._tap.config["max_jobs"]:
                return
            self.start(ask)

    def finish(self, ask: Ask) -> str:
        """Wait until a job is done, starting it again if it fails for no good reason.

        Raises:
            SplitError: It takes too long, or fails each time.
            TapError: As the error rules say of why it failed.
        """
        restarts = int(self._tap.config["max_job_restarts"])
        for left in reversed(range(restarts + 1)):
            run = self.start(ask)
            try:
                self._watch(run, ask)
            except RetryError as error:
                del self._running[ask]
                logger.warning("%s %d restarts left.", error, left)
                self._pause()
            except BaseException:
                del self._running[ask]
                raise
            else:
                del self._running[ask]
                return run
        what = f"a job failed {restarts + 1} times"
        step = "it is tried in smaller parts"
        raise SplitError(what, where=_where(ask), next_step=step)

    def _watch(self, run: str, ask: Ask) -> None:
        """Look at a job until it is completed; no other word counts, nor 100 %."""
        tap = self._tap
        until = tap.clock.monotonic() + tap.config["job_timeout_seconds"]
        late = 0
        while tap.clock.monotonic() < until:
            try:
                answer = tap.api.get(run, {"fields": list(STATUS_FIELDS)}, _gate(ask))
            except SkipError:
                late += 1
                if late > _LATE_POLLS:
                    raise
                self._pause()
                continue
            status = answer.get("async_status") if isinstance(answer, dict) else None
            if status == COMPLETED:
                return
            self._refuse_ended(status, answer, ask)
            self._pause()
        what = f"a job is not done after {tap.config['job_timeout_seconds']:,} s"
        step = "it is tried in smaller parts; or raise job_timeout_seconds"
        raise SplitError(what, where=_where(ask), next_step=step)

    def _refuse_ended(self, status: Any, answer: Any, ask: Ask) -> None:  # noqa: ANN401 - any JSON value.
        if status in UNDER_WAY:
            return
        if status == SKIPPED:
            what = "Meta skipped the job"
            raise RetryError(what, where=_where(ask), next_step="it is started again")
        if status == FAILED:
            raise _failure(answer, ask)
        what = f"a job has a status that nobody knows: {status!r}"
        raise _strange(what, ask)

    def _pause(self) -> None:
        seconds = float(self._tap.config["job_poll_seconds"])
        self._tap.message_writer.flush()
        self._tap.report.add_wait(seconds)
        self._tap.clock.sleep(seconds)


def _failure(answer: Mapping[str, Any], ask: Ask) -> Exception:
    problem = problem_of_job(answer)
    if error := job_error(problem, _where(ask)):
        return error
    words = f" {problem.code}/{problem.subcode} {problem.message}".rstrip(" 0/")
    step = "it is started again"
    return RetryError(f"a job failed{words}", where=_where(ask), next_step=step)


def _where(ask: Ask) -> str:
    days = f"{ask.days.first} to {ask.days.last}"
    return f"{ask.report.name}, account {ask.account.identity}, {days}"


def _strange(what: str, ask: Ask) -> DataError:
    step = "run again; if it stays, the API has changed: report this line"
    return DataError(what, where=_where(ask), next_step=step)


def _gate(ask: Ask) -> Gate:
    return Gate(ask.account.identity, INSIGHTS_CASE)
