"""Streams of figures by day: pulled again for a lookback, replaced as a whole.

https://developers.facebook.com/docs/marketing-api/insights
"""

from __future__ import annotations

import copy
from abc import abstractmethod
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_kit.errors import DataError
from tap_kit.windows import RestatedStream
from tap_kit.windows_days import Days, Reach, months_before
from tap_kit.windows_state import THROUGH, Progress
from tap_metaads.client import MetaStream, Outlook
from tap_metaads.insights.actions import exploded, metrics
from tap_metaads.insights.catalog import HOURLY, UNKNOWN, breakdown_columns
from tap_metaads.insights.report import Ask, Report
from tap_metaads.usage import INSIGHTS_CASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_metaads.accounts import Account

KEPT_MONTHS = 37
PARTS_KEPT_MONTHS = 13
"""So long Meta tells hours, and people by parts."""
DAY = timedelta(days=1)
_IDS = {"adset_id": "adset", "ad_id": "ad", "campaign_id": "campaign"}


class FiguresStream(RestatedStream, MetaStream):
    """A report in each account, slice by slice of days."""

    case = INSIGHTS_CASE
    day_column = "date_start"
    part_columns = ("account_id",)
    noted = ("currency",)
    level: ClassVar[str]
    """Whose figures: account, campaign, adset or ad."""
    breakdowns: ClassVar[tuple[str, ...]] = ()
    fallback: ClassVar[tuple[str, ...]] = ()
    """Breakdowns where Meta refuses these."""

    @cached_property
    def report(self) -> Report:
        """What is asked."""
        return self._asked_report()

    @abstractmethod
    def _asked_report(self) -> Report:
        """Make it."""

    @property
    def lookback_days(self) -> int:
        """Days that are pulled again [d]."""
        return int(self.config["lookback_days"])

    @abstractmethod
    def pulled(self, ask: Ask, ahead: list[Ask]) -> Iterator[dict[str, Any]]:
        """Give the records of one slice.

        Raises:
            TapError: As the error rules say.
        """

    @override
    def outlook(self, account: Account) -> Outlook:
        state = copy.deepcopy(self.stream_state)  # Asking changes nothing.
        progress = Progress(state, account.identity, self.report.hash)
        days = self._reach(account, date.min).days(progress.through)
        if days is None:
            return Outlook(None, 0)
        return Outlook(days.first, len(list(self._slices(days, account))))

    # ---------- account by account, slice by slice

    @override
    def of_account(self, account: Account) -> Iterator[dict[str, Any]]:
        since = self.tap.features.since(account, self.breakdowns)
        if since is None:
            self._say_not_enabled(account)
            return
        progress = Progress(self.stream_state, account.identity, self.report.hash)
        reach = self._reach(account, since)
        if progress.is_new_report:
            self.logger.warning(
                "%s, account %s: the report asks for something else than before, so "
                "it begins anew",
                self.name,
                account.identity,
            )
        if reach.is_clamped(progress.through):
            self.logger.warning(
                "%s, account %s: Meta keeps nothing before %s",
                self.name,
                account.identity,
                reach.horizon,
            )
        if days := reach.days(progress.through):
            yield from self._pull(account, days, reach.last_whole, progress)

    def _pull(
        self, account: Account, days: Days, last_whole: date, progress: Progress
    ) -> Iterator[dict[str, Any]]:
        pull = progress.pull(self.tap.clock.now(), self.tap.report.run_id)
        part = {"account_id": account.identity, "currency": account.currency}
        asks = [Ask(self.report, account, some) for some in self._slices(days, account)]
        for number, ask in enumerate(asks):
            rows = self.pulled(ask, asks[number + 1 :])
            yield from self.land(ask.days, part, pull, rows)
            self.foresee((number + 1) / len(asks))
            progress.advance(min(ask.days.last, last_whole))

    def _slices(self, days: Days, account: Account) -> Iterator[Days]:
        """Cut days, also where Meta begins to tell people by parts."""
        edge = self.tap.oldest_parts(account)
        for some in days.slices(self.config["slice_days"]):
            if self.breakdowns and some.first < edge <= some.last:
                yield Days(some.first, edge - DAY)
                yield Days(edge, some.last)
            else:
                yield some

    def _reach(self, account: Account, since: date) -> Reach:
        today = self.tap.today(account)
        months = PARTS_KEPT_MONTHS if HOURLY & set(self.breakdowns) else KEPT_MONTHS
        # A day to spare: midnight may pass while we read.
        horizon = max(months_before(today, months) + DAY, since)
        start = self.tap.start_date
        return Reach(
            today=self.tap.last_day(account),
            lookback_days=self.lookback_days,
            start=start.date() if start else None,
            horizon=horizon,
            include_today=self.config["include_today"],
        )

    def _say_not_enabled(self, account: Account) -> None:
        self.logger.warning(
            "%s: LEFT OUT for account %s: Meta gives no rows, because the account has "
            "not enabled the reporting feature for %s. Enable it in Ads Manager, or "
            "set auto_enable_features.",
            self.name,
            account.identity,
            " and ".join(self.breakdowns),
        )
        self.tap.note_missing_feature()

    @override
    def reached(self, account: Account) -> str:
        entry = self.stream_state.get(THROUGH, {}).get(account.identity, {})
        return str(entry.get("day") or "nothing")

    def known(self, record: dict[str, Any]) -> dict[str, Any]:
        """Name breakdowns that Meta left out of a row: keys are never null."""
        for column in breakdown_columns(*self.breakdowns):
            record[column.name] = record[column.name] or UNKNOWN
        return record


class InsightsStream(FiguresStream):
    """Figures: one record a thing, day and breakdown."""

    summed = ("impressions", "spend")

    @override
    def _asked_report(self) -> Report:
        parts = set(self.breakdowns)
        asked = [name for name in self.asked if name not in parts]
        return Report(
            name=self.name,
            level=self.level,
            fields=(*asked, *self.metrics),
            breakdowns=self.breakdowns,
            windows=tuple(self.config["action_attribution_windows"]),
            fallback=self.fallback,
        )

    @property
    def metrics(self) -> tuple[str, ...]:
        """Lists of actions that come along."""
        return metrics(*self.breakdowns)

    @override
    def pulled(self, ask: Ask, ahead: list[Ask]) -> Iterator[dict[str, Any]]:
        rows = self.tap.engine.rows(ask, ahead)
        actions = self.tap.streams.get(f"{self.name}_actions")
        if isinstance(actions, ActionsStream) and actions.selected:
            rows = self.tap.shelf.passing(ask, rows, (*actions.asked, *self.metrics))
        for row in rows:
            self._note_ids(row, ask.account)
            yield self.known(self.record(row, ask.account))

    @override
    def own(self, account: Account) -> dict[str, Any]:
        """Nothing but the account: the row tells its own currency."""
        return {"account_id": account.identity}

    def _note_ids(self, row: Mapping[str, Any], account: Account) -> None:
        for field, level in _IDS.items():
            if identity := row.get(field):
                self.tap.seen(level, account).add(str(identity))


class ActionsStream(FiguresStream):
    """Actions: one record a figure, metric, kind of action and window."""

    of: ClassVar[type[InsightsStream]]
    """The stream with whose pull they come."""

    @override
    def _asked_report(self) -> Report:
        insights = self.tap.streams[self.name.removesuffix("_actions")]
        assert isinstance(insights, InsightsStream)  # noqa: S101 - of this tap.
        return insights.report

    @override
    def pulled(self, ask: Ask, ahead: list[Ask]) -> Iterator[dict[str, Any]]:
        rows = self.tap.shelf.take(ask)
        for row in self.tap.engine.rows(ask, ahead) if rows is None else rows:
            base = self.known(self.record(row, ask.account))
            try:
                for action in exploded(row, metrics(*self.breakdowns)):
                    yield base | action
            except ValueError as error:
                step = "the API has changed: report this line"
                where = f"stream {self.name}"
                raise DataError(str(error), where=where, next_step=step) from error

    @override
    def own(self, account: Account) -> dict[str, Any]:
        return {"account_id": account.identity}
