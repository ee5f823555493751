"""Changes by instant: 10,000 at once, and from the last one's second on the next.

https://developers.google.com/google-ads/api/docs/change-event
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_googleads.client import GoogleAdsStream
from tap_kit.errors import DataError, SettingsError
from tap_kit.windows_days import zone_of
from tap_kit.windows_state import THROUGH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from tap_googleads.accounts import Account

MOST_ROWS = 10_000
OVERLAP = timedelta(hours=1)
"""Changes show up some minutes late."""
SECOND = timedelta(seconds=1)
AT = "at"
"""Part of the state: the instant up to which it was read."""


class ChangeStream(GoogleAdsStream):
    """What was changed, by the account's clock."""

    instant_column: ClassVar[str]
    """Column with the instant as Google writes it, in the account's time zone."""
    kept_days: ClassVar[int]
    """For so long Google keeps it [d]."""

    @override
    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        zone = zone_of(account.zone)
        latest = min(self.tap.clock.now(), self.tap.end_date or self.tap.clock.now())
        now = latest.astimezone(zone).replace(tzinfo=None, microsecond=0)
        entry = self.stream_state.setdefault(THROUGH, {}).setdefault(account.id, {})
        for record in self._between(account, self._since(entry, now), now):
            record["changed_at"] = _utc(str(record[self.instant_column]), zone)
            yield record
        entry[AT] = now.isoformat()
        self._write_state_message()

    def _since(self, entry: Mapping[str, Any], now: datetime) -> datetime:
        oldest = now - timedelta(days=self.kept_days - 1)
        start = self.tap.start_date
        bounds = [oldest]
        if start:
            bounds.append(start.replace(tzinfo=None))
        if AT in entry:
            bounds.append(datetime.fromisoformat(entry[AT]) - OVERLAP)
        return min(max(bounds), now)

    def _between(
        self, account: Account, first: datetime, last: datetime
    ) -> Iterator[dict[str, Any]]:
        """Give all changes of a range, oldest first.

        Raises:
            DataError: They come out of order, so some would be lost.
        """
        while first <= last:
            rows = self._answered(account, first, last)
            if len(rows) < MOST_ROWS:
                yield from rows
                return
            following = self._second(rows[-1])
            # What shares the last second may lack some, and is asked for again.
            yield from (row for row in rows if self._second(row) < following)
            if following == first:
                words = "%s: account %s has %d changes in one second, or more"
                self.logger.warning(words, self.name, account.id, MOST_ROWS)
                self.tap.report.add_quarantines()
                yield from rows
                following += SECOND
            first = following

    def _answered(
        self, account: Account, first: datetime, last: datetime
    ) -> list[dict[str, Any]]:
        def read() -> Iterator[dict[str, Any]]:
            return self.records(account, _google(first), _google(last))

        rows = list(self.anew(read))
        instants = [str(row[self.instant_column]) for row in rows]
        if instants != sorted(instants):
            what = "the changes are out of order, so some would be lost"
            step = "run again; if it stays, report this line"
            raise DataError(what, where=f"stream {self.name}", next_step=step)
        return rows

    def _second(self, row: Mapping[str, Any]) -> datetime:
        at = datetime.fromisoformat(str(row[self.instant_column]))
        return at.replace(microsecond=0)


def check(state: Mapping[str, Any]) -> None:
    """Refuse a state whose instants are none.

    Raises:
        SettingsError: One is none.
    """
    for stream, bookmark in state.get("bookmarks", {}).items():
        for entry in bookmark.get(THROUGH, {}).values():
            try:
                datetime.fromisoformat(entry.get(AT, "2026-01-01")).astimezone(UTC)
            except (OverflowError, TypeError, ValueError) as error:
                what = "the bookmark holds what is no instant"
                step = "give a state that this tap wrote, or leave the stream out of it"
                where = f"state of {stream}"
                raise SettingsError(what, where=where, next_step=step) from error


def _google(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _utc(text: str, zone: ZoneInfo) -> str:
    """Return an instant of the account's clock in UTC; the first where it is two."""
    at = datetime.fromisoformat(text).replace(tzinfo=zone)
    return at.astimezone(UTC).isoformat()
