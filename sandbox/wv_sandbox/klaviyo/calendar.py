"""What the shop sends, and when: known from the seed, so that orders can follow it.

Email on Tuesdays and Fridays, a text message on the first and a push message on the
15th of each month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from wv_sandbox.klaviyo.resource import make_id, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.arrays import Floats, Ints
    from wv_sandbox.shopify.shop.cities import City

FIRST_DAY: Final = datetime(2024, 11, 15, tzinfo=UTC)
PLANNED_DAYS: Final = 12
"""How long before its sending a campaign is begun."""
CHANNELS: Final = ("email", "sms", "mobile_push")
_TUESDAY, _FRIDAY = 1, 4
_LIFT: Final = np.array([0.30, 0.18, 0.08])
"""How much more is ordered on the day of an email, the next and the one after."""
_THEMES = ("Rainy days", "Heat ahead", "First frost", "New at home", "Weekend offer")


@dataclass(frozen=True)
class Send:
    """One campaign, from its first draft on."""

    day: int
    channel: str
    id: str
    name: str
    created: datetime
    scheduled: datetime
    sent: datetime
    archived: datetime | None
    cancelled: datetime | None

    def updated(self, now: datetime) -> datetime:
        """Return when it was last changed."""
        changes = (
            self.created,
            self.scheduled,
            self.cancelled or self.sent + timedelta(minutes=20),
            self.archived,
        )
        return max(at for at in changes if at and at <= now)


def sends(seed: int, first: datetime, last: datetime) -> Iterator[Send]:
    """Give what is sent from one instant to another, in order."""
    day = max(0, (first - FIRST_DAY).days - 1)
    while (at := FIRST_DAY + timedelta(days=day)) <= last:
        for channel, hour in _plan(at):
            send = _send(seed, day, channel, at + timedelta(hours=hour))
            if first <= send.sent <= last:
                yield send
        day += 1


def lift(seed: int, days: Ints, city: City, theme: str) -> Floats:
    """Give the factor on demand of each day [days since 1970-01-01]; 1 without mail."""
    del city, theme  # Mail goes to everybody, about everything.
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    factor = np.ones(len(days))
    if not len(days):
        return factor
    first = epoch + timedelta(days=int(days.min()) - len(_LIFT))
    last = epoch + timedelta(days=int(days.max()) + 1)
    for send in sends(seed, first, last):
        if send.channel != "email" or send.cancelled:
            continue
        behind = days - (send.sent - epoch).days
        near = (behind >= 0) & (behind < len(_LIFT))
        factor[near] += _LIFT[behind[near]]
    return factor


def _plan(day: datetime) -> Iterator[tuple[str, int]]:
    if day.weekday() in {_TUESDAY, _FRIDAY}:
        yield "email", 9 if day.weekday() == _FRIDAY else 15
    if day.day == 1:
        yield "sms", 16
    if day.day == 15:  # noqa: PLR2004 - the day of the month.
        yield "mobile_push", 17


def _send(seed: int, day: int, channel: str, sent: datetime) -> Send:
    theme = _THEMES[int(share(seed, "theme", channel, day) * len(_THEMES))]
    fate = share(seed, "fate", channel, day)
    shelf = timedelta(days=150 + int(60 * share(seed, "shelf", channel, day)))
    return Send(
        day=day,
        channel=channel,
        id=make_id(seed, "campaign", channel, day),
        name=f"{theme} {sent:%Y-%m-%d}",
        created=sent - timedelta(days=PLANNED_DAYS, hours=3),
        scheduled=sent - timedelta(days=2),
        sent=sent,
        archived=sent + shelf if fate > 0.25 else None,  # noqa: PLR2004 - a quarter stays.
        cancelled=sent - timedelta(hours=5) if fate < 0.03 else None,  # noqa: PLR2004
    )
