"""Time zones as the server has them: one offset, the one in force while it answers.

There is no daylight saving in an answer: days asked for across a clock change are all
cut with today's offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wv_sandbox.openmeteo import gazetteer
from wv_sandbox.openmeteo.errors import ApiError

if TYPE_CHECKING:
    from datetime import datetime

_HOUR = 3600


class Zone(NamedTuple):
    """A time zone at the time of the request: its name, abbreviation and offset [s]."""

    name: str
    abbreviation: str
    offset: int

    @property
    def whole_hours(self) -> int:
        """Offset by which data are read [h]; the server cuts half hours off."""
        return int(self.offset / _HOUR)


GMT = Zone("GMT", "GMT", 0)


def find(name: str, now: datetime) -> Zone:
    """Look a zone up.

    Args:
        name: IANA name.
        now: The time of the request.

    Raises:
        ApiError: There is no such zone.
    """
    if name == GMT.name:
        return GMT
    try:
        offset = now.astimezone(ZoneInfo(name)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = "Invalid timezone"
        raise ApiError(message) from error
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return Zone(name, _abbreviation(seconds), seconds)


def at(latitude: float, longitude: float, now: datetime) -> Zone:
    """Find the zone of a place, as `timezone=auto` wants it."""
    return find(gazetteer.zone_name(latitude, longitude), now)


def _abbreviation(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if not seconds:
        return "GMT"
    return f"GMT{'+' if seconds > 0 else '-'}{hours}" + (
        f":{minutes:02}" if minutes else ""
    )
