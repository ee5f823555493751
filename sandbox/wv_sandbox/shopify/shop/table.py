"""Every order's row: when things happen to it, in columns.

What decides when an order changes is drawn here, for all orders at once, because the
index on `updated_at` needs it of all; what the change is about, `story` draws order by
order. Later orders leave earlier ones as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from wv_sandbox.noise import make_key, uniform
from wv_sandbox.shopify.shop.demand import DAY_SECONDS, FIRST_DAY, THEMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wv_sandbox.arrays import Floats, Ints
    from wv_sandbox.shopify.shop.demand import Demand
    from wv_sandbox.shopify.shop.kinds import Kind

HOUR: Final = 3600
SLOTS: Final = (
    "paid",
    "edited",
    "fulfilled",
    "fulfilled_rest",
    "delivered",
    "return_opened",
    "refunded",
    "refunded_again",
    "cancelled",
    "closed",
    "deleted",
)
"""What can happen to an order after it was placed, each at most once."""
SALE, AUTHORIZED, PENDING, NEVER_PAID = range(4)
MORE_UNITS, NEW_LINE, UNIT_REMOVED = range(1, 4)
"""What an edit does."""
FINE, NO_POINT, NULL_ISLAND, SWAPPED, SIGN_LOST, WRONG_COUNTRY = range(6)
"""What is wrong with an order's coordinates."""
_DEFECTS: Final = np.array([0.03, 0.034, 0.038, 0.042, 0.046])
_DEFECT_CODES: Final = np.array(
    [NO_POINT, NULL_ISLAND, SWAPPED, SIGN_LOST, WRONG_COUNTRY, FINE], dtype=np.int8
)
_BY_HOUR: Final = np.array(
    [3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 11, 10, 9, 9, 9, 10, 12, 14, 15, 13, 9, 5],
    dtype=np.float64,
)
MANY_LINES_ROW: Final = 57
"""This order and each 2,000th after it has more lines than a page holds."""
_MANY_LINES_EVERY: Final = 2000
MANY_LINES: Final = 101


@dataclass(frozen=True)
class OrderTable:
    """One entry an order, in the order of creation.

    Attributes:
        created: When it was placed [s since 1970].
        city: Number of the city in the kind's list.
        theme: Number of the theme in `THEMES`.
        customer: Number of the customer.
        lines: How many kinds of goods were put into the basket.
        pay: How it is paid: `SALE`, `AUTHORIZED`, `PENDING`, `NEVER_PAID`.
        defect: What is wrong with its coordinates.
        test: Whether it is a test order.
        gift_card: Whether a gift card was bought.
        edit: What the edit does: `MORE_UNITS`, `NEW_LINE`, `UNIT_REMOVED`.
        after: For each slot, how long after creation it happens [s]; 0 is never.
        customer_gone: For each customer, how long after the first order they are
            removed [s]; 0 is never.
        first_of: For each customer, the number of the first order.
    """

    created: Ints
    city: NDArray[np.int16]
    theme: NDArray[np.int8]
    customer: NDArray[np.int32]
    lines: NDArray[np.int16]
    pay: NDArray[np.int8]
    defect: NDArray[np.int8]
    test: NDArray[np.bool_]
    gift_card: NDArray[np.bool_]
    edit: NDArray[np.int8]
    after: dict[str, NDArray[np.uint32]]
    customer_gone: NDArray[np.uint32]
    first_of: Ints

    def when(self, slot: str, row: int) -> int:
        """Tell when something happens to an order [s since 1970]; 0 is never."""
        after = int(self.after[slot][row])
        return int(self.created[row]) + after if after else 0


class _Drawing:
    """Draws columns; each has a series of its own."""

    def __init__(self, *names: object, count: int) -> None:
        self._names = names
        self._rows = np.arange(count, dtype=np.int64)

    def __call__(self, column: str) -> Floats:
        return uniform(make_key(*self._names, column), self._rows)

    def share(self, column: str, share: float) -> NDArray[np.bool_]:
        return np.asarray(self(column) < share)

    def between(self, column: str, low_hours: float, high_hours: float) -> Ints:
        """Draw seconds between two numbers of hours."""
        hours = low_hours + (high_hours - low_hours) * self(column)
        return np.asarray(hours * HOUR).astype(np.int64)


def _created(draw: _Drawing, demand: Demand, day: Ints, shift_hours: int) -> Ints:
    """Spread each day's orders over it, most of them in the evening."""
    start = demand.starts[day]
    many = demand.starts[day + 1] - start
    rank = (np.arange(day.size) - start + draw("moment")) / many
    profile = np.roll(_BY_HOUR, shift_hours)
    course = np.concatenate([[0.0], np.cumsum(profile)]) / profile.sum()
    second = np.interp(rank, course, np.arange(25.0) * HOUR).astype(np.int64)
    return np.asarray((FIRST_DAY + day) * DAY_SECONDS + np.minimum(second, 86_399))


def _customers(
    draw: _Drawing, city: NDArray[np.int16], cities: int
) -> tuple[NDArray[np.int32], Ints]:
    """Let people come back: an order is a new customer's, or one's of that city."""
    new = draw.share("new customer", 0.55)
    luck = draw("which customer")
    for number in range(cities):
        new[np.flatnonzero(city == number)[:1]] = True
    of_new = np.cumsum(new, dtype=np.int64) - 1
    customer = of_new.copy()
    for number in range(cities):
        rows = np.flatnonzero(city == number)
        known = np.flatnonzero(new[rows])
        before = np.cumsum(new[rows])
        back = ~new[rows]
        who = (luck[rows] * before).astype(np.int64)
        customer[rows[back]] = of_new[rows[known[who[back]]]]
    return customer.astype(np.int32), np.flatnonzero(new)


def _lines(draw: _Drawing) -> NDArray[np.int16]:
    several = 1 + np.floor(-np.log(draw("lines")) / 0.8)
    lines = np.minimum(several, 8).astype(np.int16)
    big = np.arange(MANY_LINES_ROW, lines.size, _MANY_LINES_EVERY)
    lines[big] = MANY_LINES + np.floor(160 * draw("many lines")[big]).astype(np.int16)
    return np.asarray(lines)


def _defects(draw: _Drawing, city: NDArray[np.int16], kind: Kind) -> NDArray[np.int8]:
    drawn = _DEFECT_CODES[np.searchsorted(_DEFECTS, draw("defect"))]
    north_east = np.array([c.latitude > 0 < c.longitude for c in kind.cities])
    drawn[(drawn == SIGN_LOST) & north_east[city]] = FINE
    return np.asarray(drawn)


def _after(
    draw: _Drawing, kind: Kind, pay: NDArray[np.int8], lines: NDArray[np.int16]
) -> dict[str, NDArray[np.uint32]]:
    """Draw what happens when, so that the steps of each order come in turn."""
    hours = draw.between
    cancelled = np.where(draw.share("cancelled", 0.03), hours("cancel", 0.5, 30), 0)
    goes_on = cancelled == 0
    paid = np.where(pay == AUTHORIZED, hours("capture", 1, 48), 0)
    paid = np.where(pay == PENDING, hours("late pay", 24, 144), paid)
    paid[(cancelled > 0) & (paid >= cancelled)] = 0
    edits = draw.share("edited", 0.05) & goes_on & kind.ships
    edited = np.where(edits, hours("edit", 2, 40), 0)
    if kind.ships:
        sent = np.maximum(hours("ship", 5, 72), edited + HOUR)
    else:
        sent = np.full(pay.shape, 300, dtype=np.int64)
    rest = draw.share("two parcels", 0.15) & (lines > 1) & goes_on & kind.ships
    sent_rest = np.where(rest, sent + hours("ship rest", 20, 120), 0)
    settled = np.maximum(np.maximum(sent, sent_rest), paid)
    returns = draw.share("refunded", 0.08) & goes_on & (pay != NEVER_PAID)
    refunded = np.where(returns, settled + hours("refund", 72, 700), 0)
    opens = returns & draw.share("return", 0.4) & kind.ships
    again = returns & draw.share("again", 0.2)
    columns = {
        "paid": paid,
        "edited": edited,
        "fulfilled": np.where(goes_on, sent, 0),
        "fulfilled_rest": sent_rest,
        "delivered": np.where(goes_on & kind.ships, sent + hours("way", 15, 140), 0),
        "return_opened": np.where(opens, refunded - hours("open", 12, 70), 0),
        "refunded": refunded,
        "refunded_again": np.where(again, refunded + hours("again", 20, 240), 0),
        "cancelled": cancelled,
        "closed": np.where(
            goes_on & draw.share("closed", 0.6), settled + hours("close", 900, 1400), 0
        ),
        "deleted": np.where(draw.share("deleted", 0.004), hours("delete", 40, 1500), 0),
    }
    return {slot: columns[slot].astype(np.uint32) for slot in SLOTS}


def draw_table(
    kind: Kind, demand: Demand, shift_hours: int, *names: object
) -> OrderTable:
    """Draw the rows of all orders that a demand holds.

    Args:
        kind: Of the shop.
        demand: When, where and what.
        shift_hours: From the shop's clock to UTC, for the hours of the evening.
        *names: Seed and label, which name the series.
    """
    count = demand.count
    draw = _Drawing("orders", *names, count=count)
    day = np.repeat(np.arange(demand.starts.size - 1), np.diff(demand.starts))
    placed = demand.place(day, draw("place"))
    city = (placed // len(THEMES)).astype(np.int16)
    customer, first_of = _customers(draw, city, len(kind.cities))
    lines = _lines(draw)
    ways = np.searchsorted([0.86, 0.95, 0.985], draw("pay")).astype(np.int8)
    edit = (1 + np.floor(3 * draw("kind of edit"))).astype(np.int8)
    edit[(edit == UNIT_REMOVED) & (lines == 1)] = NEW_LINE
    people = _Drawing("customers", *names, count=first_of.size)
    gone = np.where(people.share("gone", 0.003), people.between("go", 2000, 9000), 0)
    columns: dict[str, Any] = {
        "created": _created(draw, demand, day, shift_hours),
        "city": city,
        "theme": (placed % len(THEMES)).astype(np.int8),
        "customer": customer,
        "lines": lines,
        "pay": ways,
        "defect": _defects(draw, city, kind),
        "test": draw.share("test", 0.01),
        "gift_card": draw.share("gift card", 0.03),
        "edit": edit,
        "after": _after(draw, kind, ways, lines),
        "customer_gone": gone.astype(np.uint32),
        "first_of": first_of,
    }
    return OrderTable(**columns)
