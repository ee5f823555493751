"""Things that come into a shop one after the other, whatever is sold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.index import Root, gids, instants, of_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wv_sandbox.arrays import Ints
    from wv_sandbox.shopify.shop.index import AnyNode, Column
    from wv_sandbox.shopify.shop.view import View

BEFORE: Final = OPENED - 30 * DAY_SECONDS


@dataclass(frozen=True)
class Series:
    """When the things of a series come and change.

    Attributes:
        kind: Their GraphQL type.
        most: How many there will ever be.
        every_days: From one to the next; 0 if all are there from the start.
        touch_days: From one change to the next.
    """

    kind: str
    most: int
    every_days: int = 0
    touch_days: int = 45

    def created(self, row: int) -> int:
        """Tell when one comes [s since 1970]."""
        return BEFORE + row * (self.every_days * DAY_SECONDS + 61)

    def updated(self, row: int, now: int) -> int:
        """Tell when one last changed [s since 1970]."""
        created = self.created(row)
        every = (self.touch_days + row % 7) * DAY_SECONDS
        return created + max(0, now - created) // every * every

    def rows(self, now: int) -> Ints:
        """Give the numbers of those that there are."""
        there = [row for row in range(self.most) if self.created(row) <= now]
        return np.array(there, dtype=np.int64)

    def root(
        self,
        view: View,
        node: Callable[[View, int], AnyNode],
        more: Mapping[str, Column] | None = None,
    ) -> Root:
        """Make the root of the series.

        Args:
            view: The shop at an instant.
            node: Makes an object.
            more: Search fields besides `id`, `created_at` and `updated_at`.
        """
        columns = {
            "id": gids(self.kind),
            "created_at": instants(of_rows(self.created)),
            "updated_at": instants(of_rows(lambda row: self.updated(row, view.now))),
        }
        return Root(
            kind=self.kind,
            rows=self.rows(view.now),
            columns=columns | dict(more or {}),
            node=lambda row: node(view, row),
        )


class Item(NamedTuple):
    """One thing of a series at the instant of a view.

    Attributes:
        view: The shop at an instant.
        row: Number of the thing.
    """

    view: View
    row: int


def count_of(number: int) -> dict[str, Any]:
    """Write a `Count`."""
    return {"__typename": "Count", "count": number, "precision": "EXACT"}
