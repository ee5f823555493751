"""What was deleted: no list shows it, so it is missed, and then read by its id.

https://developers.facebook.com/docs/marketing-api/best-practices/manage-your-ad-object-status
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.errors import SkipError
from tap_metaads.api import MOST_IDS
from tap_metaads.edges import ChangingStream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_metaads.accounts import Account

SWEPT = "swept"
TELL_AGAIN = timedelta(days=7)
"""For so long a deletion is told in each run: a tap never learns what was stored."""


class MortalStream(ChangingStream):
    """Campaigns, ad sets and ads: they can be deleted, and their figures stay.

    An id is missed when insights speak of it and no list ever did, or when it was
    listed once and a review of all ids, every `sweep_days`, does not find it.
    """

    @override
    def of_account(self, account: Account) -> Iterator[dict[str, Any]]:
        listed: set[str] = set()
        is_whole = self.since(account) is None
        for page in self.changed(account):
            for resource in page:
                listed.add(str(resource["id"]))
                yield from self.rows(resource, account)
        if self.config["include_deleted"]:
            yield from self._gone(account, listed, is_whole=is_whole)
        self.finish(account)

    def _gone(
        self, account: Account, listed: set[str], *, is_whole: bool
    ) -> Iterator[dict[str, Any]]:
        ledger, name = self.tap.ledger, f"{self.name}/{account.identity}"
        now = self.tap.report.started_at
        seen = self.tap.seen(self.level, account) - listed
        missed = set(ledger.unknown(name, sorted(seen)))
        ledger.note(name, sorted(listed))
        if is_whole or self._is_sweep_due(account, now):
            missed |= set(self._swept(account, listed, is_whole=is_whole))
            swept = self.stream_state.setdefault(SWEPT, {})
            swept[account.identity] = now.isoformat(timespec="seconds")
        ledger.bury(name, sorted(missed), now.isoformat())
        told = {key for key, _ in ledger.gone(name, (now - TELL_AGAIN).isoformat())}
        yield from self._by_id(account, sorted(told - listed))

    def _swept(
        self, account: Account, listed: set[str], *, is_whole: bool
    ) -> list[str]:
        """Hold all ids against those that were ever listed."""
        ledger = self.tap.ledger
        ledger.begin_list()
        pages = [sorted(listed)] if is_whole else self.all_ids(account)
        for ids in pages:
            ledger.add_to_list(ids)
        return ledger.missing(f"{self.name}/{account.identity}")

    def _is_sweep_due(self, account: Account, now: datetime) -> bool:
        last = self.stream_state.get(SWEPT, {}).get(account.identity)
        every = timedelta(days=self.config["sweep_days"])
        return not last or now - datetime.fromisoformat(last) >= every

    def _by_id(self, account: Account, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        for start in range(0, len(ids), MOST_IDS):
            for resource in self._read(account, ids[start : start + MOST_IDS]):
                yield from self.rows(resource, account)

    def _read(self, account: Account, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Read things by id; one that is nowhere any more must not hide the others."""
        try:
            yield from self.tap.api.by_id(ids, self.asked, self.gate(account))
        except SkipError as error:
            if len(ids) == 1:
                self.logger.info("%s: %s is nowhere. %s", self.name, ids[0], error)
                return
            middle = len(ids) // 2
            yield from self._read(account, ids[:middle])
            yield from self._read(account, ids[middle:])
