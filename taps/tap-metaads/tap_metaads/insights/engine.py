"""How rows of insights are got: at once or by a job, whole or in parts.

Too much at once is not asked again as it is. Pages get smaller, then days, then
campaigns, ad sets and ads, each by halves, down to the level of the report: a row is
never torn, because what people did twice would be counted twice.
https://developers.facebook.com/docs/marketing-api/insights/best-practices
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tap_kit.errors import FatalError, ShrinkError, SplitError
from tap_metaads.governor import Gate
from tap_metaads.insights.buffer import Buffer
from tap_metaads.insights.jobs import Jobs
from tap_metaads.usage import INSIGHTS_CASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_kit.errors import ApiError
    from tap_metaads.equipment import MetaEquipment
    from tap_metaads.insights.report import Ask

logger = logging.getLogger(__name__)

SMALLEST_PAGE = 50
"""Below it days are cut instead [rows]."""
_BAD_BREAKDOWNS = frozenset({"invalid_breakdowns", "invalid_metrics"})


class Engine:
    """Gets rows of insights.

    Args:
        tap: Asks Meta; its settings say how.
    """

    def __init__(self, tap: MetaEquipment) -> None:
        self._tap = tap
        self.jobs = Jobs(tap)
        self._large: set[tuple[str, str]] = set()
        """Reports and accounts that were too much at once."""
        self._rows_a_day: dict[tuple[str, str], float] = {}
        self._fallen: set[tuple[str, str]] = set()
        """Reports and accounts whose breakdowns Meta refuses."""

    def rows(self, ask: Ask, ahead: Sequence[Ask] = ()) -> Iterator[dict[str, Any]]:
        """Give all rows of a question.

        Args:
            ask: The question.
            ahead: What will be asked next, so that jobs run side by side.

        Raises:
            SplitError: The smallest part is still too much.
            TapError: As the error rules say.
        """
        ask = self._as_allowed(ask)
        with Buffer() as buffer:
            try:
                self._collect(ask, buffer, [self._as_allowed(one) for one in ahead])
            except (ShrinkError, SplitError) as error:
                parts = self._easier(ask, error)
            except FatalError as error:
                parts = [self._without_breakdowns(ask, error)]
            else:
                yield from buffer.rows()
                return
        for part in parts:
            yield from self.rows(part)

    def _collect(self, ask: Ask, buffer: Buffer, ahead: list[Ask]) -> None:
        count = 0
        for page in self._pages(ask, ahead):
            buffer.add(page)
            count += len(page)
        if not ask.level:
            days = (ask.days.last - ask.days.first).days + 1
            self._rows_a_day[_of(ask)] = count / days

    def _pages(self, ask: Ask, ahead: list[Ask]) -> Iterator[list[dict[str, Any]]]:
        tap = self._tap
        if self._is_job(ask):
            self.jobs.start_ahead([ask, *ahead])
            path, asked = f"{self.jobs.finish(ask)}/insights", {}
        else:
            is_old = tap.is_old(ask.account, ask.days)
            path = f"{ask.account.node}/insights"
            asked = ask.parameters(is_old=is_old)
        return tap.api.pages(path, asked, _gate(ask), limit=500, smallest=SMALLEST_PAGE)

    def _is_job(self, ask: Ask) -> bool:
        mode = self._tap.config["insights_mode"]
        if mode != "auto":
            return bool(mode == "async")
        days = (ask.days.last - ask.days.first).days + 1
        expected = self._rows_a_day.get(_of(ask), 0.0) * days
        most = self._tap.config["sync_max_rows"]
        return _of(ask) in self._large or expected > most

    def _easier(self, ask: Ask, error: ApiError) -> Sequence[Ask]:
        """Return questions that together are the same; raise the error if none are."""
        mode = self._tap.config["insights_mode"]
        if mode == "auto" and not self._is_job(ask):
            self._large.add(_of(ask))
            logger.info("%s A job is tried.", error.what)
            return [ask]
        parts = ask.smaller() or self._finer(ask)
        if parts is None:
            raise error
        logger.info("%s It is tried in %d parts.", error.what, len(parts))
        return parts

    def _finer(self, ask: Ask) -> tuple[Ask, ...] | None:
        """Cut a day of a thing, or of all, by what lies below."""
        while level := ask.level_below:
            ids = self._ids(ask, level)
            if len(ids) > 1:
                return ask.only(level, ids)
            if not ids:
                return None
            ask = replace(ask, level=level, ids=ids)
        return None

    def _ids(self, ask: Ask, level: str) -> tuple[str, ...]:
        """Return the things of a level that have figures that day."""
        pages = self._tap.api.pages(
            f"{ask.account.node}/insights",
            ask.ids_below(level),
            _gate(ask),
            limit=500,
        )
        rows = (row for page in pages for row in page)
        return tuple(sorted({str(row[f"{level}_id"]) for row in rows}))

    def _as_allowed(self, ask: Ask) -> Ask:
        report = ask.report
        if _of(ask) not in self._fallen or report.breakdowns == report.fallback:
            return ask
        return replace(ask, report=replace(report, breakdowns=report.fallback))

    def _without_breakdowns(self, ask: Ask, error: FatalError) -> Ask:
        """Return the question by fewer breakdowns; raise the error if there is none."""
        report, rule = ask.report, error.rule
        is_refused = rule is not None and rule.name in _BAD_BREAKDOWNS
        if (
            not report.fallback
            or report.breakdowns == report.fallback
            or not is_refused
        ):
            raise error
        self._fallen.add(_of(ask))
        logger.warning(
            "%s, account %s: Meta refuses these breakdowns; only by %s. %s",
            report.name,
            ask.account.identity,
            " and ".join(report.fallback),
            error,
        )
        return self._as_allowed(ask)


def _of(ask: Ask) -> tuple[str, str]:
    return ask.report.name, ask.account.identity


def _gate(ask: Ask) -> Gate:
    return Gate(ask.account.identity, INSIGHTS_CASE)
