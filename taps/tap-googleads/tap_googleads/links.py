"""What stands between two things and goes without a trace: read whole each run.

Google tells of most things that they were removed; of who bears a label it does not. So
an account's rows are one window, and what is missing from the next pull goes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_googleads.client import GoogleAdsStream
from tap_kit.windows import RestatedStream
from tap_kit.windows_state import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_googleads.accounts import Account


class LinkStream(GoogleAdsStream, RestatedStream):
    """Rows of an account that stand for all that were there before."""

    part_columns = ("customer_id",)
    day_column = ""

    @override
    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        progress = Progress(self.stream_state, account.id, self.query.report_hash)
        pull = progress.pull(self.tap.real_clock.now(), self.tap.report.run_id)
        yield from self.anew(partial(self._whole, account, pull))
        self._write_state_message()

    def _whole(self, account: Account, pull: str) -> Iterator[dict[str, Any]]:
        part = {"customer_id": account.id}
        return self.land(None, part, pull, self.records(account))
