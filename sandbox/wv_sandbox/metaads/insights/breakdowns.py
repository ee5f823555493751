"""Which breakdowns go together, what each is of the book, and what they forbid.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from wv_sandbox.metaads.errors import GraphError, invalid
from wv_sandbox.metaads.fields import table
from wv_sandbox.metaads.rows import COMBINATION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from wv_sandbox.metaads.accounts import Account

ADVERTISER_HOUR: Final = "hourly_stats_aggregated_by_advertiser_time_zone"
AUDIENCE_HOUR: Final = "hourly_stats_aggregated_by_audience_time_zone"
FREQUENCY: Final = "frequency_value"
ONCE, TWICE = "1", "2"
HOURLY: Final = frozenset({ADVERTISER_HOUR, AUDIENCE_HOUR})
TYPE_ONE: Final = HOURLY | {"region"}
"""With these, actions off Meta are not told, whatever windows are asked for."""
_PLATFORM: Final = "publisher_platform"
_TOGETHER: Final = frozenset(
    frozenset(names)
    for names in (
        (),
        ("age",),
        ("gender",),
        ("age", "gender"),
        ("country",),
        ("region",),
        # Not in Meta's table, but asked for in production by many.
        ("country", "region"),
        ("comscore_market",),
        (_PLATFORM,),
        ("device_platform",),
        ("impression_device",),
        (_PLATFORM, "device_platform"),
        (_PLATFORM, "impression_device"),
        (_PLATFORM, "platform_position"),
        (_PLATFORM, "platform_position", "device_platform"),
        (_PLATFORM, "platform_position", "impression_device"),
        (ADVERTISER_HOUR,),
        (AUDIENCE_HOUR,),
        (FREQUENCY,),
    )
)
_REMOVED: Final = frozenset({"dma"})
FEATURES: Final = {
    "comscore_market": "comscore",
    "impression_device": "impression_device",
    AUDIENCE_HOUR: "time_of_day_viewer_tz",
    FREQUENCY: "frequency_value",
}
"""Breakdowns that an account must have enabled; rows lack silently if it has not."""


class Place(NamedTuple):
    """What a row's breakdown values are made of.

    Attributes:
        account: Whose row it is.
        now: When it is asked for; zones are as they are then.
    """

    account: Account
    now: datetime


class Breakdown(NamedTuple):
    """A breakdown of the book.

    Attributes:
        dimensions: Of the book.
        value: Gives the value from theirs; None where the row is not told.
    """

    dimensions: tuple[str, ...]
    value: Callable[..., str | None]


def _plain(name: str) -> Breakdown:
    return Breakdown((name,), lambda _, value: str(value))


def _hours(hour: int) -> str:
    return f"{hour:02d}:00:00 - {hour:02d}:59:59"


def _audience_hour(place: Place, hour: int, zone: str) -> str:
    """Turn an hour of the account into one of the viewer, on the same date."""
    there = place.now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    here = place.account.local(place.now).replace(tzinfo=None)
    return _hours((hour + round((there - here).total_seconds() / 3600)) % 24)


BREAKDOWNS: Final = {
    "age": _plain("age"),
    "gender": _plain("gender"),
    "country": Breakdown(("city",), lambda _, city: city.country_code),
    "region": Breakdown(("city",), lambda _, city: city.province or city.name),
    "comscore_market": Breakdown(
        ("city",),
        lambda _, city: (
            f"{city.name}, {city.province_code}" if city.country_code == "US" else None
        ),
    ),
    _PLATFORM: _plain("platform"),
    "platform_position": _plain("position"),
    "device_platform": _plain("device"),
    "impression_device": _plain("impression_device"),
    ADVERTISER_HOUR: Breakdown(("hour",), lambda _, hour: _hours(hour)),
    AUDIENCE_HOUR: Breakdown(("hour", "zone"), _audience_hour),
    # The book does not know it: `counting` parts rows by what it knows of reach.
    FREQUENCY: Breakdown((), lambda _: ONCE),
}
"""By their names."""
_WITH_FREQUENCY: Final = frozenset(
    {
        "reach",
        "date_start",
        "date_stop",
        *(
            f"{kind}_{what}"
            for kind in ("account", "campaign", "adset", "ad")
            for what in ("id", "name", "currency")
        ),
    }
)
"""Fields that go with it."""


def check(breakdowns: Sequence[str], fields: Sequence[str]) -> None:
    """Refuse what cannot be asked together.

    Raises:
        GraphError: A breakdown is none, is gone, or does not go with the others.
    """
    for number, name in enumerate(breakdowns):
        if name not in table()["Breakdowns"] or name in _REMOVED:
            words = f"breakdowns[{number}] must be one of the following values: age, …"
            raise invalid(words, "breakdowns")
    if frozenset(breakdowns) not in _TOGETHER:
        names = ", ".join(["action_type", *breakdowns])
        words = (
            f"(#100) Current combination of data breakdown columns ({names}) is invalid"
        )
        raise GraphError(COMBINATION, words, blame="breakdowns")
    if FREQUENCY in breakdowns and set(fields) - _WITH_FREQUENCY:
        words = "(#100) frequency_value goes with reach only"
        raise GraphError(COMBINATION, words, blame="breakdowns")
