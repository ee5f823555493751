"""How far a stream has been read, and what of it is read next.

    {"shop": "my-shop.myshopify.com", "replication_key": "updated_at",
     "replication_key_value": "2026-11-15T05:58:00Z"}

All that changed before the value has been read. A window is half open and ends two
minutes before the run began, because the search index is that late; within it nodes
come in the order of their change, so the value moves with them, and after a whole
window to its end. A run begins `lookback_days` before the value, for what was later.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tap_shopify_wv.bulk_jobs import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

INDEX_LAG = timedelta(minutes=2)
VALUE, KEY, SHOP = "replication_key_value", "replication_key", "shop"
_DAY = timedelta(days=1)


class Progress:
    """Where a stream stands in its state, and the window of this run.

    Args:
        state: The stream's own part of STATE; written by `reach` and `complete`.
        key: The replication key.
        shop: The shop's permanent name.
        floor: Nothing older is read.
        until: Nothing newer is read.
        lookback: What is read again each run.
    """

    def __init__(  # noqa: PLR0913 - all of them decide where to begin.
        self,
        state: dict[str, Any],
        *,
        key: str,
        shop: str,
        floor: datetime,
        until: datetime,
        lookback: timedelta,
    ) -> None:
        self._state = state
        self._key = key
        self._shop = shop
        value = parse(state[VALUE]) if VALUE in state else None
        until = until.replace(microsecond=0)
        begin = floor if value is None else max(floor, value - lookback)
        self.span = Span(min(begin, until), until)
        self._reached = value
        self._last: datetime | None = None
        self._in_order = True

    def reach(self, at: datetime) -> None:
        """Note that all before an instant is out; the next nodes are not older.

        Instants at or beyond the window's end are of nodes that changed while they
        were read; they say nothing about the others.
        """
        if at >= self.span.end:
            return
        if self._last is not None and at < self._last:
            if self._in_order:
                logger.warning("Nodes out of order: STATE waits for the window's end.")
            self._in_order = False
        self._last = at
        if self._in_order and (self._reached is None or at > self._reached):
            self._move(at)

    @property
    def share(self) -> float:
        """How much of the window's time the nodes have passed [0 to 1]."""
        whole = self.span.end - self.span.begin
        return (self._last - self.span.begin) / whole if self._last and whole else 0.0

    def complete(self) -> None:
        """Note that the whole window is out."""
        if self._reached is None or self.span.end > self._reached:
            self._move(self.span.end)

    def _move(self, at: datetime) -> None:
        self._reached = at
        self._state |= {SHOP: self._shop, KEY: self._key, VALUE: written(at)}


def parse(text: str) -> datetime:
    """Read an instant as Shopify and STATE write it.

    Raises:
        ValueError: It is none, or has no time zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        msg = f"{text!r} has no time zone"
        raise ValueError(msg)
    return instant.astimezone(UTC)


def written(instant: datetime) -> str:
    """Write an instant in UTC: `2026-11-15T05:58:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def search(
    field: str | None, span: Span | None, others: Iterable[str] = ()
) -> str | None:
    """Write a window as Shopify's search does; None when there is nothing to say.

    https://shopify.dev/docs/api/usage/search-syntax
    """
    terms = list(others)
    if field is not None and span is not None:
        begin, end = written(span.begin), written(span.end)
        terms = [f"{field}:>='{begin}'", f"{field}:<'{end}'", *terms]
    return " AND ".join(terms) or None


def warn_of_old_orders(start: datetime, now: datetime, *, all_orders: bool) -> None:
    """Say that older orders are invisible without the scope for them."""
    if not all_orders and now - start > 60 * _DAY:
        logger.warning(
            "Orders older than 60 days are invisible to this app, without an error: it "
            "lacks the scope read_all_orders. Next: grant it, or set `start_date` "
            "within the last 60 days."
        )
