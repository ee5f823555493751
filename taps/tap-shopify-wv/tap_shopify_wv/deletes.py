"""Find what was deleted in the shop, and say so by tombstones.

Two nets: Shopify's events of deletion, which come soon but not for everything, and an
id-only reading every `sweep_days`, held against the ledger. Before a row is buried by
the second, the shop is asked for its id. A tombstone holds the keys and
`_sdc_deleted_at` alone: whatever else the lake knows of the row stays. It is told again
for the time of the lookback, so one that was lost on its way comes once more.
https://shopify.dev/docs/api/admin-graphql/latest/queries/events
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from singer_sdk import typing as th

from tap_kit.ledger import split_key, with_keys
from tap_shopify_wv.bulk_jobs import Span
from tap_shopify_wv.delete_events import SUBJECTS, destroyed
from tap_shopify_wv.windows import parse, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime, timedelta

    from tap_kit.ledger import Ledger
    from tap_shopify_wv.bulk_api import Ask

logger = logging.getLogger(__name__)

COLUMN = "_sdc_deleted_at"
DELETED_AT: th.Property[Any] = th.Property(
    COLUMN,
    th.DateTimeType,
    description="When the row was deleted in the shop, or found to be gone [UTC].",
)
"""The column of streams whose deletions are found; null in all but tombstones."""
STATE_KEY = "deletes"
"""Where a stream's state says how far its deletions have been read."""
READ_WHOLE = frozenset(
    {"collection_products", "locations", "markets", "segments", "themes", "webhooks"}
)
"""Streams that each run reads whole: what does not come again is gone."""
_THERE = "query stillThere($ids: [ID!]!) { nodes(ids: $ids) { id } }"
_PAGE = 250


class Followed(Protocol):
    """What a stream must show to have its deletions found."""

    @property
    def name(self) -> str:
        """The stream's name."""

    @property
    def primary_keys(self) -> Sequence[str]:
        """Its key columns."""

    @property
    def stream_state(self) -> dict[str, Any]:
        """Its own part of STATE."""


def finds_deletes(stream: str) -> bool:
    """Tell whether a stream has the column `_sdc_deleted_at`."""
    return stream in SUBJECTS or stream in READ_WHOLE


@dataclass(frozen=True, kw_only=True)
class Times:
    """When to look for what.

    Args:
        until: Up to where this run reads [UTC].
        lookback: For how long before the last run events are read, and tombstones
            told, again.
        sweep_every: From one id-only reading to the next.
    """

    until: datetime
    lookback: timedelta
    sweep_every: timedelta


class Deletes:
    """Passes records on, and tells of deletions behind them.

    Args:
        ledger: Remembers keys.
        ask: Asks the Admin API.
        list_ids: Reads all ids of a stream's root nodes; None where the app does not
            see all of them, so that nothing follows from a missing one.
        times: When to look for what.
    """

    def __init__(
        self,
        ledger: Ledger,
        ask: Ask,
        list_ids: Callable[[Any], Iterator[str] | None],
        times: Times,
    ) -> None:
        self._ledger = ledger
        self._ask = ask
        self._list_ids = list_ids
        self._times = times

    def follow(
        self, stream: Followed, records: Iterable[dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """Yield the records of a run, then the tombstones of what was deleted.

        Raises:
            DataError: An event does not say what was deleted.
            TapError: As the error rules say; or the ledger cannot be used.
        """
        if not finds_deletes(stream.name):
            yield from records
            return
        if stream.name in READ_WHOLE:
            yield from self._listed(stream, records)
        else:
            yield from self._noted(stream, records)
            self._look(stream)
        oldest = written(self._times.until - self._times.lookback)
        for key, at in self._ledger.gone(stream.name, oldest):
            values = split_key(key)
            yield dict(zip(stream.primary_keys, values, strict=True)) | {COLUMN: at}

    # ---------- what is there

    def _noted(
        self, stream: Followed, records: Iterable[dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """Pass records on and note their keys, each batch before its last leaves."""
        note = partial(self._ledger.note, stream.name)
        return with_keys(stream.primary_keys, records, note)

    def _listed(
        self, stream: Followed, records: Iterable[dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """Pass the records of a stream that is read whole on, and bury the others."""
        self._ledger.begin_list()
        yield from with_keys(stream.primary_keys, records, self._ledger.add_to_list)
        missing = self._ledger.missing(stream.name)
        self._bury(stream, missing)

    # ---------- what is gone

    def _look(self, stream: Followed) -> None:
        """Read events, and all ids when it is time; then move the state on."""
        state: dict[str, str] = stream.stream_state.get(STATE_KEY, {})
        until = written(self._times.until)
        if not state:  # What is read for the first time has nothing deleted in it.
            stream.stream_state[STATE_KEY] = {"events": until, "sweep": until}
            return
        self._bury_events(stream, parse(state["events"]) - self._times.lookback)
        swept = parse(state["sweep"])
        if self._times.until - swept >= self._times.sweep_every and self._sweep(stream):
            swept = self._times.until
        stream.stream_state[STATE_KEY] = {"events": until, "sweep": written(swept)}

    def _bury_events(self, stream: Followed, since: datetime) -> None:
        for subject in SUBJECTS[stream.name]:
            span = Span(since, self._times.until)
            for key, at in destroyed(self._ask, subject, span, stream.name):
                self._bury(stream, (key,), at)

    def _sweep(self, stream: Followed) -> bool:
        """Bury what is in no full list any more; False if there can be no list."""
        ids = self._list_ids(stream)
        if ids is None:
            logger.warning(
                "%s: the app does not see all rows, so deletions without an event "
                "stay unseen. Next: grant it read_all_orders.",
                stream.name,
            )
            return False
        if not self._ledger.knows_any(stream.name):
            logger.warning(
                "%s: the ledger of ids is new. It is filled now; deletions before it "
                "are known by events only.",
                stream.name,
            )
        self._ledger.begin_list()
        while some := list(islice(ids, _PAGE)):
            self._ledger.add_to_list(some)
        missing = iter(self._ledger.missing(stream.name))
        found = 0
        while some := list(islice(missing, _PAGE)):
            there = {node["id"] for node in self._there(some) if node}
            gone = [key for key in some if key not in there]
            self._bury(stream, gone)
            found += len(gone)
        logger.info("%s: the sweep found %d deletions.", stream.name, found)
        return True

    def _bury(
        self, stream: Followed, keys: Iterable[str], at: str | None = None
    ) -> None:
        """Note that keys are gone: since an instant, or since we have found out."""
        now = written(self._times.until)
        self._ledger.bury(stream.name, keys, at or now, now)

    def _there(self, ids: list[str]) -> list[dict[str, Any] | None]:
        nodes: list[dict[str, Any] | None] = self._ask(_THERE, {"ids": ids})["nodes"]
        return nodes
