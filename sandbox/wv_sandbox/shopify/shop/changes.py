"""The index of changes: when every order last changed, at any instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wv_sandbox.shopify.shop.table import SLOTS

if TYPE_CHECKING:
    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.table import OrderTable

_NEVER = np.iinfo(np.int64).max


class Changes:
    """Tells when orders last changed; reckons anew only when one has changed since.

    Args:
        table: All orders.
    """

    def __init__(self, table: OrderTable) -> None:
        self._table = table
        self._from, self._until = 1, 0
        self._updated: Ints = table.created

    def updated(self, now: int) -> Ints:
        """Give the last change of every order placed by `now` [s since 1970].

        Returns:
            One entry an order; those of later orders mean nothing.
        """
        if not self._from <= now < self._until:
            self._reckon(now)
        return self._updated

    def _reckon(self, now: int) -> None:
        created = self._table.created
        updated, until = created.copy(), _NEVER
        for slot in SLOTS:
            after = self._table.after[slot]
            rows = np.flatnonzero(after)
            at = created[rows] + after[rows]
            past = at <= now
            done = rows[past]
            updated[done] = np.maximum(updated[done], at[past])
            until = min(until, int(at[~past].min(initial=_NEVER)))
        later = created[np.searchsorted(created, now, side="right") :]
        self._updated = updated
        self._from, self._until = now, min(until, int(later.min(initial=_NEVER)))
