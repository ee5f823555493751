"""Figures by day: pulled in slices, again for as long as conversions arrive.

Google books a conversion on the day of its click, up to 90 days later, and takes back
clicks that were invalid; rows whose figures are all zero are not there at all.
https://developers.google.com/google-ads/api/docs/reporting/zero-metrics
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_googleads.client import GoogleAdsStream
from tap_kit.windows import RestatedStream
from tap_kit.windows_days import DAY, Reach, months_before, today_in
from tap_kit.windows_state import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tap_googleads.accounts import Account
    from tap_kit.windows_days import Days

MONTHS = 37
"""So long days are kept; https://developers.google.com/google-ads/api/docs/query/overview."""
SUMMED = ("impressions", "clicks", "cost_micros")


class ReportStream(GoogleAdsStream, RestatedStream):
    """A view of Google Ads by day, account by account."""

    part_columns = ("customer_id",)
    slice_days: ClassVar[int] = 30
    """Days asked for at once; each slice is one operation [d]."""
    adds_up: ClassVar[bool] = True
    """Whether its rows are parts of a whole, so that their sum means something."""
    own_lookback_days: ClassVar[int | None] = None
    """Days pulled again, where conversions do not matter [d]."""
    kept_days: ClassVar[int | None] = None
    """For so long Google keeps it, where that is less than 37 months [d]."""

    def __init_subclass__(cls) -> None:
        if own := vars(cls).get("schema"):
            columns = own["properties"]
            sums = SUMMED if cls.adds_up else ()
            cls.summed = tuple(name for name in sums if name in columns)
            cls.noted = tuple(name for name in ("currency",) if name in columns)
        super().__init_subclass__()

    @property
    @override
    def begins(self) -> date | None:
        found = [self._days(account) for account in self.accounts()]
        return min((days.first for days in found if days), default=None)

    @override
    def queries_of(self, account: Account) -> int:
        days = self._days(account)
        return len([*days.slices(self.slice_days)]) if days else 0

    @override
    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        progress, reach = self._progress(account), self._reach(account)
        self._warn(account, reach, progress)
        days = reach.days(progress.through)
        if days is None:
            return
        pull = progress.pull(self.tap.real_clock.now(), self.tap.report.run_id)
        part = {"customer_id": account.id, "currency": account.currency}
        given = {name: part[name] for name in (*self.part_columns, *self.noted)}
        pieces = [*days.slices(self.slice_days)]
        for number, piece in enumerate(pieces, 1):
            yield from self.anew(partial(self._slice, account, piece, given, pull))
            self.foresee(number / len(pieces))
            progress.advance(min(piece.last, reach.last_whole))
            self._write_state_message()

    def _days(self, account: Account) -> Days | None:
        return self._reach(account).days(self._progress(account).through)

    def _progress(self, account: Account) -> Progress:
        return Progress(self.stream_state, account.id, self.query.report_hash)

    def _slice(
        self, account: Account, days: Days, part: dict[str, Any], pull: str
    ) -> Iterator[dict[str, Any]]:
        first, last = days.first.isoformat(), days.last.isoformat()
        return self.land(days, part, pull, self.records(account, first, last))

    def _reach(self, account: Account) -> Reach:
        now = today_in(account.zone, self.tap.clock.now())
        start, end = self.tap.start_date, self.tap.end_date
        today = min(now, today_in(account.zone, end)) if end else now
        return Reach(
            today=today,
            lookback_days=self.lookback_days(account),
            start=start.date() if start else None,
            horizon=self._horizon(now),
            include_today=self.config["include_today"] and today == now,
        )

    def lookback_days(self, account: Account) -> int:
        """Return how many days of an account are pulled again [d]."""
        return self.own_lookback_days or self.tap.lookback.days(account)

    def _horizon(self, today: date) -> date:
        """Return the first day that Google still answers for, on any clock of ours."""
        if self.kept_days:
            return today - timedelta(days=self.kept_days - 1)
        return months_before(today, MONTHS) + DAY

    def _warn(self, account: Account, reach: Reach, progress: Progress) -> None:
        if progress.is_new_report:
            words = "%s: it asks for something else now; account %s begins anew."
            self.logger.warning(words, self.name, account.id)
        if reach.is_clamped(progress.through):
            words = "%s: account %s is read from %s on; older days Google has not."
            self.logger.warning(words, self.name, account.id, reach.horizon)
