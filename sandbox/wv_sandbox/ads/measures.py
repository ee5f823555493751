"""What is counted: of impressions, of what led to orders, and of the people behind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from wv_sandbox.ads.impressions import Shown
    from wv_sandbox.ads.touches import Touches
    from wv_sandbox.arrays import Ints

MICROS_A_CENT: Final = 10_000
_CHECKOUTS, _LINKS, _LANDINGS, _LIKES = 0.08, 0.85, 0.7, 0.03


def _drawn(shown: Shown, name: str, share: float) -> NDArray[np.bool_]:
    return np.asarray(shown.all.luck(name) < share)


OF_SHOWN: Final[Mapping[str, Callable[[Shown], Ints]]] = {
    "impressions": lambda shown: np.ones(shown.ghost.size, dtype=np.int64),
    "clicks": lambda shown: shown.clicked.astype(np.int64),
    "cost_micros": lambda shown: shown.cents * MICROS_A_CENT,
    "checkouts": lambda shown: (
        shown.clicked & ~shown.ghost & _drawn(shown, "checkout", _CHECKOUTS)
    ).astype(np.int64),
    "link_clicks": lambda shown: (shown.clicked & _drawn(shown, "link", _LINKS)).astype(
        np.int64
    ),
    "landing_views": lambda shown: (
        shown.clicked & _drawn(shown, "link", _LANDINGS)
    ).astype(np.int64),
    "engagements": lambda shown: (shown.clicked | _drawn(shown, "like", _LIKES)).astype(
        np.int64
    ),
}
"""Counted of impressions: whole numbers, cost in millionths of the currency."""
OF_PEOPLE: Final[Mapping[str, Callable[[Shown], NDArray[np.bool_]]]] = {
    "reach": lambda shown: np.ones(shown.ghost.size, dtype=np.bool_),
    "unique_clicks": lambda shown: shown.clicked,
}
"""How many people saw or clicked; the only measures that do not add up."""


def _clicked(touches: Touches, last_day: int = 10_000) -> NDArray[np.bool_]:
    return np.asarray(~touches.viewed & (touches.lag_days <= last_day))


def _viewed(touches: Touches) -> NDArray[np.bool_]:
    return np.asarray(touches.viewed & (touches.lag_days <= 1))


OF_TOUCHES: Final[Mapping[str, Callable[[Touches], NDArray[np.bool_]]]] = {
    "conversions": _clicked,
    "orders_1d_click": partial(_clicked, last_day=1),
    "orders_7d_click": partial(_clicked, last_day=7),
    "orders_28d_click": partial(_clicked, last_day=28),
    "orders_1d_view": _viewed,
}
"""Which orders count [thousandths], on the day of what led to them."""
VALUES: Final[Mapping[str, str]] = {
    "value_micros": "conversions",
    "value_micros_1d_click": "orders_1d_click",
    "value_micros_7d_click": "orders_7d_click",
    "value_micros_28d_click": "orders_28d_click",
    "value_micros_1d_view": "orders_1d_view",
}
"""What orders are worth [millionths of the currency], and how they are counted."""
BY_ORDER_DAY: Final[Mapping[str, str]] = {
    "conversions_by_order_day": "conversions",
    "value_micros_by_order_day": "value_micros",
}
"""The same on the day of the order."""
MEASURES: Final = (
    "impressions",
    "clicks",
    "cost_micros",
    "conversions",
    "value_micros",
)
"""What is counted unless something else is asked for."""
ALL: Final = (*OF_SHOWN, *OF_PEOPLE, *OF_TOUCHES, *VALUES, *BY_ORDER_DAY)
