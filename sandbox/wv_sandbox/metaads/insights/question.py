"""What a request for insights asks, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wv_sandbox.metaads import fields as known
from wv_sandbox.metaads import filters
from wv_sandbox.metaads.errors import invalid
from wv_sandbox.metaads.insights import breakdowns as broken
from wv_sandbox.metaads.insights import periods as days
from wv_sandbox.metaads.insights.figures import OF_PEOPLE

if TYPE_CHECKING:
    from datetime import date

    from wv_sandbox.metaads.filters import Filter
    from wv_sandbox.metaads.insights.periods import Period
    from wv_sandbox.metaads.request import Request

LEVELS: Final = ("account", "campaign", "adset", "ad")
WINDOWS: Final = ("1d_click", "7d_click", "28d_click", "1d_view")
_KNOWN_WINDOWS: Final = frozenset(
    {*WINDOWS, "default", "1d_ev", "7d_view", "28d_view", "dda", "incrementality"}
)
"""The views of 7 and 28 days are taken, and nothing comes of them any more."""
_DAYS_AT_ONCE: Final = "30"
_OF_ROWS: Final = ("spend", "impressions", "clicks", "reach")
_OF_THINGS: Final = {
    f"{kind}.{what}": (kind, what)
    for kind in ("campaign", "adset", "ad")
    for what in ("id", "name", "effective_status")
}
_DEFAULT: Final = ("account_id", "impressions", "spend", "date_start", "date_stop")


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        level: Of the rows.
        fields: In the order asked.
        periods: Days of each row, or of the rows with `is_daily`.
        is_daily: Whether the days of a period are told one by one.
        breakdowns: In the order asked.
        action_breakdowns: Beside `action_type`.
        windows: Of attribution, asked for by name.
        of_things: Conditions on campaigns, ad sets and ads.
        of_rows: Conditions on figures.
    """

    level: str
    fields: tuple[str, ...]
    periods: tuple[Period, ...]
    is_daily: bool
    breakdowns: tuple[str, ...]
    action_breakdowns: tuple[str, ...]
    windows: tuple[str, ...]
    of_things: tuple[Filter, ...]
    of_rows: tuple[Filter, ...]

    @property
    def first(self) -> date:
        """The first day."""
        return min(period.first for period in self.periods)

    @property
    def last(self) -> date:
        """The last day."""
        return max(period.last for period in self.periods)

    def asks_old_reach(self, today: date) -> bool:
        """Tell whether it asks for people of old rows that are broken down."""
        edge = days.months_before(today, days.BROKEN_DOWN_MONTHS)
        old = bool(self.breakdowns) and self.first < edge
        return old and bool(OF_PEOPLE & set(self.fields))

    def statuses_of_ads(self) -> bool:
        """Tell whether ads are chosen by their status, deleted ones too."""
        return any(one.field == "ad.effective_status" for one in self.of_things)


def thing_of(condition: Filter) -> tuple[str, str]:
    """Tell what a condition is about: the kind of thing and its field."""
    return _OF_THINGS[condition.field]


def read(request: Request, today: date, level: str) -> Question:
    """Read a request.

    Args:
        request: For insights.
        today: The account's date.
        level: Of the rows if the request does not say.

    Raises:
        GraphError: It asks what cannot be asked.
    """
    asked = tuple(request.words("fields")) or _DEFAULT
    known.check(known.plain(asked), "AdsInsights")
    level = request.text("level") or level
    if level not in LEVELS:
        words = f"level must be one of {', '.join(LEVELS)}"
        raise invalid(words, "level")
    broken_down = tuple(request.words("breakdowns"))
    broken.check(broken_down, asked)
    increment = request.text("time_increment").strip('"')
    ranges = days.read(request, today)
    # The book tells days apart faster than many questions could, a month at a time.
    is_daily = increment == "1"
    parted = days.parted(ranges, _DAYS_AT_ONCE if is_daily else increment)
    conditions = filters.read(request, _OF_THINGS, _OF_ROWS)
    return Question(
        level=level,
        fields=asked,
        periods=tuple(parted),
        is_daily=is_daily,
        breakdowns=broken_down,
        action_breakdowns=_among(request, "action_breakdowns"),
        windows=_windows(request),
        of_things=tuple(one for one in conditions if one.field in _OF_THINGS),
        of_rows=tuple(one for one in conditions if one.field in _OF_ROWS),
    )


def _among(request: Request, name: str) -> tuple[str, ...]:
    words = tuple(request.words(name))
    for word in words:
        if word not in known.table()["ActionBreakdowns"]:
            message = f"{name} {word} is not one of the known ones"
            raise invalid(message, name)
    return tuple(word for word in words if word != "action_type")


def _windows(request: Request) -> tuple[str, ...]:
    asked = request.words("action_attribution_windows")
    for word in asked:
        if word not in _KNOWN_WINDOWS:
            message = f"action_attribution_windows {word} is not one of the known ones"
            raise invalid(message, "action_attribution_windows")
    return tuple(name for name in WINDOWS if name in asked)
