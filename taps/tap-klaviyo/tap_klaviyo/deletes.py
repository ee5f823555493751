"""Find what was deleted in the account, and say so by tombstones.

Klaviyo tells of no deletion. What is read whole each run shows it by itself; of what is
read by cursor all ids are read every `sweep_days`, and what is not among them any more
is gone. A tombstone holds the keys and `_sdc_deleted_at` alone: whatever else the lake
knows of the row stays. It is told again for the time of the lookback.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from tap_kit.fields import instant
from tap_kit.ledger import split_key, with_keys
from tap_klaviyo.filters import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_kit.ledger import Ledger
    from tap_klaviyo.client import KlaviyoStream

COLUMN = "_sdc_deleted_at"
DELETED_AT = instant(COLUMN, "", "When the row was found to be gone.")
"""The column of streams whose deletions are found; null in all but tombstones."""
SWEPT = "swept"
"""Where a stream's state says when all its ids were read last."""
_PAGE = 250


class Deletes:
    """Passes records on, and tells of deletions behind them.

    Args:
        ledger: Remembers keys.
        until: Up to where this run reads [UTC].
        lookback: For how long tombstones are told again.
        sweep_every: From one reading of all ids to the next.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        until: datetime,
        lookback: timedelta,
        sweep_every: timedelta,
    ) -> None:
        self._ledger = ledger
        self._until = until
        self._lookback = lookback
        self._sweep_every = sweep_every

    def follow(
        self, stream: KlaviyoStream, records: Iterable[dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """Yield the records of a run, then the tombstones of what was deleted.

        Raises:
            TapError: As the error rules say; or the ledger cannot be used.
        """
        if stream.changed is None:
            self._ledger.begin_list()
            yield from with_keys(stream.primary_keys, records, self._ledger.add_to_list)
            if not stream.is_partial:
                self._bury(stream)
        else:
            note = partial(self._ledger.note, stream.name)
            yield from with_keys(stream.primary_keys, records, note)
            if self._is_due(stream):
                self._sweep(stream)
        oldest = stamp(self._until - self._lookback)
        for key, at in self._ledger.gone(stream.name, oldest):
            values = split_key(key)
            yield dict(zip(stream.primary_keys, values, strict=True)) | {COLUMN: at}

    def _is_due(self, stream: KlaviyoStream) -> bool:
        """Tell whether to read all ids; what was just read for the first time has all.

        A stream that left something out has not shown what is there.
        """
        if stream.is_partial:
            return False
        swept = stream.stream_state.get(SWEPT)
        if swept is None:
            stream.stream_state[SWEPT] = stamp(self._until)
            return False
        return self._until - datetime.fromisoformat(swept) >= self._sweep_every

    def _sweep(self, stream: KlaviyoStream) -> None:
        self._ledger.begin_list()
        ids = stream.all_ids()
        while some := list(islice(ids, _PAGE)):
            self._ledger.add_to_list(some)
        if not stream.is_partial:
            self._bury(stream)
            stream.stream_state[SWEPT] = stamp(self._until)

    def _bury(self, stream: KlaviyoStream) -> None:
        missing = self._ledger.missing(stream.name)
        self._ledger.bury(stream.name, missing, stamp(self._until))
        if missing:
            stream.logger.info("%s: %d rows are gone.", stream.name, len(missing))
