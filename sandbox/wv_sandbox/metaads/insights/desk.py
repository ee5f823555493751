"""Where insights are asked for: at once, as a job, or about what is enabled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wv_sandbox.metaads import fields, pages
from wv_sandbox.metaads.errors import GraphError
from wv_sandbox.metaads.insights import question as questions
from wv_sandbox.metaads.insights.chosen import Choice
from wv_sandbox.metaads.insights.features import Features
from wv_sandbox.metaads.insights.jobs import Jobs
from wv_sandbox.metaads.insights.rows import Reading
from wv_sandbox.metaads.rows import TOO_MANY_ROWS, TOO_MUCH

if TYPE_CHECKING:
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.metaads.insights.jobs import Job
    from wv_sandbox.metaads.request import Request
    from wv_sandbox.metaads.usage import Usage
    from wv_sandbox.metaads.view import View

    Scope = tuple[str, str] | None
_KEPT_ANSWERS = 6
_FIRST_WITH_REASONS = 25
"""Major version from which on failed jobs say why."""


@dataclass
class Sizes:
    """How much is too much; tests may make it less.

    Attributes:
        sync_rows: Rows of a question that is answered at once.
        async_rows: Rows of a report.
        page_cells: Rows times fields of a page.
        heavy_rows: Rows with heavy fields on a page of an edge.
    """

    sync_rows: int = 20_000
    async_rows: int = 500_000
    page_cells: int = 60_000
    heavy_rows: int = 250


class Desk:
    """Answers questions for insights.

    Attributes:
        features: What accounts have enabled.
        jobs: Reports under way.
        sizes: What is too much.
    """

    def __init__(self, clock: SandboxClock, usage: Usage) -> None:
        self._usage = usage
        self.features = Features()
        self.jobs = Jobs(clock)
        self.sizes = Sizes()
        # Pages of one answer are cut from the same rows.
        self._rows = lru_cache(_KEPT_ANSWERS)(Reading.rows)

    def clear(self) -> None:
        """Forget reports and what was enabled or made smaller."""
        self.features.clear()
        self.jobs.clear()
        self.sizes = Sizes()

    def answer(
        self, view: View, request: Request, level: str, scope: Scope
    ) -> dict[str, Any]:
        """Answer `GET …/insights`.

        Raises:
            GraphError: It asks what cannot be asked, or for too much.
        """
        question = questions.read(request, view.account.today(view.now), level)
        rows = self._rows(self._reading(view, question, scope))
        if len(rows) > self.sizes.sync_rows:
            raise GraphError(TOO_MANY_ROWS)
        return self._page(rows, len(question.fields), request)

    def start(
        self, view: View, request: Request, level: str, scope: Scope
    ) -> dict[str, Any]:
        """Answer `POST …/insights`: start a report.

        Raises:
            GraphError: It asks what cannot be asked.
        """
        today = view.account.today(view.now)
        question = questions.read(request, today, level)
        fault = request.fault
        options: dict[str, Any] = {}
        if fault is not None and fault.kind == "meta_job":
            options = {"outcome": "Job Failed", **fault.options}
        old = question.asks_old_reach(today)
        keeps = old and self._usage.take_reach(view.account.id)
        return self.jobs.start(
            view.account, question, scope, options, keeps_reach=keeps
        )

    def poll(self, job: Job, request: Request) -> dict[str, Any]:
        """Answer `GET /<report_run_id>`.

        Raises:
            GraphError: A field is unknown.
        """
        major = int(request.version[1:].split(".")[0])
        found = self.jobs.poll(job, tells_why=major >= _FIRST_WITH_REASONS)
        asked = fields.parse(request.text("fields"))
        if not asked:
            return found
        fields.check(asked, "AdReportRun")
        return fields.project(found, {**asked, "id": {}})

    def results(self, view: View, request: Request, job: Job) -> dict[str, Any]:
        """Answer `GET /<report_run_id>/insights`.

        Raises:
            GraphError: The report is not ready, or the page is too large.
        """
        self.jobs.check(job)
        # What is told stays as it was when it was first read.
        job.view = job.view or view
        reading = self._reading(job.view, job.question, job.scope)
        rows = self._rows(replace(reading, keeps_reach=job.keeps_reach))
        if len(rows) > self.sizes.async_rows:
            raise GraphError(TOO_MANY_ROWS)
        return self._page(rows, len(job.question.fields), request)

    def _reading(
        self, view: View, question: questions.Question, scope: Scope
    ) -> Reading:
        since = self.features.since(view.account, question.breakdowns, view.now)
        return Reading(Choice(view, question, scope), since)

    def _page(
        self, rows: list[dict[str, Any]], width: int, request: Request
    ) -> dict[str, Any]:
        names = [str(number) for number in range(len(rows))]
        part, paging = pages.page(request, names, request.limit(pages.HIGHEST_LIMIT))
        shown = rows[part]
        if len(shown) * width > self.sizes.page_cells:
            raise GraphError(TOO_MUCH)
        return {"data": shown, **paging}
