"""Asynchronous reports: started, asked after, read page by page.

A job goes one step each time it is asked after, and by itself as time passes. At 100 %
it is still running for one more step.
https://developers.facebook.com/docs/marketing-api/insights/best-practices
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads.errors import GraphError, Row
from wv_sandbox.metaads.rows import ROWS

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.metaads.insights.question import Question
    from wv_sandbox.metaads.view import View

COMPLETED, FAILED, SKIPPED, RUNNING = (
    "Job Completed",
    "Job Failed",
    "Job Skipped",
    "Job Running",
)
OUTCOMES: Final = (FAILED, SKIPPED, RUNNING)
"""How a job may end otherwise; running is for ever."""
_STEPS: Final = (
    ("Job Not Started", 0),
    ("Job Started", 0),
    (RUNNING, 45),
    (RUNNING, 100),
)
_STEP_SECONDS = 1
_KEPT: Final = timedelta(days=30)
_NOT_READY = Row(2601, "(#2601) The report is not ready to be read")


@dataclass
class Job:
    """One report.

    Attributes:
        id: Its name.
        account: What it is about.
        question: What is asked.
        scope: What its rows lie below.
        started: When.
        outcome: How it ends.
        reason: Refusal that a failed one tells.
        polls: How often it was asked after.
        keeps_reach: Whether people of old rows are told.
        completed: When it was first told to be; None before.
        view: The account as it is read, from the first page to the last.
    """

    id: str
    account: Account
    question: Question
    scope: tuple[str, str] | None
    started: datetime
    outcome: str = COMPLETED
    reason: Row = ROWS["2/1504043"]
    polls: int = 0
    keeps_reach: bool = False
    completed: datetime | None = None
    view: View | None = field(default=None, repr=False)

    def state(self, now: datetime, polls: int) -> tuple[str, int]:
        """Tell how far it has come after some looks: the server's word, and percent."""
        passed = int((now - self.started).total_seconds() // _STEP_SECONDS)
        step = max(0, polls + passed)
        if step < len(_STEPS):
            return _STEPS[step]
        return self.outcome, 0 if self.outcome == SKIPPED else 100

    def document(self, now: datetime, *, tells_why: bool) -> dict[str, Any]:
        """Write the job.

        Args:
            now: As of when.
            tells_why: Whether a failed one says why, as it does since v25.0.
        """
        status, percent = self.state(now, self.polls)
        found: dict[str, Any] = {
            "id": self.id,
            "account_id": self.account.id,
            "time_ref": int(self.started.timestamp()),
            "async_status": status,
            "async_percent_completion": percent,
            "is_running": status not in {COMPLETED, FAILED, SKIPPED},
            "date_start": self.question.first.isoformat(),
            "date_stop": self.question.last.isoformat(),
        }
        if status == COMPLETED:
            self.completed = self.completed or now
            found["time_completed"] = int(self.completed.timestamp())
        if status == FAILED and tells_why:
            found |= {
                "error_code": self.reason.code,
                "error_message": self.reason.message,
                "error_user_title": "The report failed",
                "error_user_msg": "The report failed: ask for less, or try again.",
            }
            if self.reason.subcode is not None:
                found["error_subcode"] = self.reason.subcode
        return found


class Jobs:
    """All reports of the last 30 days."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Forget all reports."""
        self._jobs: dict[str, Job] = {}

    def start(
        self,
        account: Account,
        question: Question,
        scope: tuple[str, str] | None,
        options: dict[str, Any],
        *,
        keeps_reach: bool,
    ) -> dict[str, Any]:
        """Start a report.

        Args:
            account: What it is about.
            question: What is asked.
            scope: What its rows lie below.
            options: Of the fault `meta_job`, if one is to befall it.
            keeps_reach: Whether people of old rows are told.
        """
        name = f"990{len(self._jobs) + 1:012d}"
        job = Job(name, account, question, scope, self._clock.now())
        job.keeps_reach = keeps_reach
        if options:
            job.outcome = options.get("outcome", FAILED)
            job.reason = ROWS[options.get("row", job.reason.name)]
        self._jobs[name] = job
        return {"report_run_id": name}

    def find(self, name: str) -> Job | None:
        """Find a report that is still kept."""
        job = self._jobs.get(name)
        if job is None or self._clock.now() > job.started + _KEPT:
            return None
        return job

    def poll(self, job: Job, *, tells_why: bool) -> dict[str, Any]:
        """Tell how far a report has come, and let it go a step."""
        found = job.document(self._clock.now(), tells_why=tells_why)
        job.polls += 1
        return found

    def check(self, job: Job) -> None:
        """Refuse to read a report that was not told to be completed.

        Raises:
            GraphError: It is not.
        """
        status, _ = job.state(self._clock.now(), job.polls - 1)
        if status != COMPLETED:
            raise GraphError(_NOT_READY)
