"""Actions: what people did, on Meta and off it, by attribution window.

The windows of clicks hold one another: what came within a day came within seven.
`value` is what the ad sets' own setting counts: seven days of clicks, one of views.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from wv_sandbox.ads.measures import MICROS_A_CENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PURCHASE: Final = "offsite_conversion.fb_pixel_purchase"
CHECKOUT: Final = "offsite_conversion.fb_pixel_initiate_checkout"
LANDING: Final = "landing_page_view"
_PURCHASES: Final = ("purchase", "omni_purchase", PURCHASE)
_CHECKOUTS: Final = ("initiate_checkout", CHECKOUT)
_THOUSANDTHS = 1000
_CLICKS: Final = ("1d_click", "7d_click", "28d_click")
_VIEW = "1d_view"


@dataclass(frozen=True)
class Counts:
    """The actions of a row.

    Attributes:
        sums: Measures of the book.
        windows: That are asked for by name.
        is_on_meta_only: Whether what happened off Meta is not told.
        more: What action breakdowns add to the entries of actions on Meta.
    """

    sums: Mapping[str, int]
    windows: Sequence[str]
    is_on_meta_only: bool
    more: Mapping[str, str]

    MEASURES: ClassVar = tuple(
        f"{what}_{window}"
        for what in ("orders", "value_micros")
        for window in (*_CLICKS, _VIEW)
    )
    """Measures of the book that actions need beside the basic ones."""

    def of(self, kind: str) -> int:
        """Give how many actions of a kind the default setting counts."""
        return next(
            (int(one["value"]) for one in listed(self) if one["action_type"] == kind),
            0,
        )


def listed(counts: Counts) -> list[dict[str, str]]:
    """Write how many actions there were; kinds without any are left out."""
    return [
        {"action_type": kind, **more, **{name: str(n) for name, n in told.items()}}
        for kind, more, told in _counted(counts)
        if any(told.values())
    ]


def priced(counts: Counts) -> list[dict[str, str]]:
    """Write what actions were worth; only purchases are worth anything."""
    if counts.is_on_meta_only:
        return []
    told = _by_window(counts, "value_micros")
    if not any(told.values()):
        return []
    shown = {name: money(micros) for name, micros in told.items()}
    return [{"action_type": kind, **shown} for kind in _PURCHASES]


def money(micros: int) -> str:
    """Write an amount [millionths of the currency] with two digits."""
    whole, cents = divmod(micros // MICROS_A_CENT, 100)
    return f"{whole}.{cents:02d}"


def _counted(
    counts: Counts,
) -> Iterator[tuple[str, Mapping[str, str], dict[str, int]]]:
    """Give kinds of actions, what breakdowns add, and numbers by window."""
    sums = counts.sums
    yield "link_click", counts.more, _at_once(counts, sums["link_clicks"])
    for kind in ("post_engagement", "page_engagement"):
        yield kind, counts.more, _at_once(counts, sums["engagements"])
    if counts.is_on_meta_only:
        return
    yield LANDING, {}, _at_once(counts, sums["landing_views"])
    for kind in _CHECKOUTS:
        yield kind, {}, _at_once(counts, sums["checkouts"])
    bought = _by_window(counts, "orders")
    whole = {name: count // _THOUSANDTHS for name, count in bought.items()}
    for kind in _PURCHASES:
        yield kind, {}, whole


def _at_once(counts: Counts, count: int) -> dict[str, int]:
    """Give an action that happens with the click: every click window has it."""
    clicks = (name for name in counts.windows if name in _CLICKS)
    return {"value": count, **(dict.fromkeys(clicks, count) if count else {})}


def _by_window(counts: Counts, what: str) -> dict[str, int]:
    """Give what came later, by window; windows without any are left out."""
    sums = counts.sums
    known = {name: sums[f"{what}_{name}"] for name in (*_CLICKS, _VIEW)}
    told = {"value": known["7d_click"] + known[_VIEW]}
    return told | {name: known[name] for name in counts.windows if known[name]}
