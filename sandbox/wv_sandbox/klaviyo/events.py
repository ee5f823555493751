"""Events of people: what was received, opened, clicked, looked at and ordered.

Some arrive days late, and a few bear a date in the future; both happen for real.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.klaviyo.calendar import FIRST_DAY, sends
from wv_sandbox.klaviyo.campaigns import message_id
from wv_sandbox.klaviyo.people import PROFILES, joined, profile_id
from wv_sandbox.klaviyo.resource import Resource, make_id, share, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS: Final = (
    ("Received Email", "Klaviyo"),
    ("Opened Email", "Klaviyo"),
    ("Clicked Email", "Klaviyo"),
    ("Received SMS", "Klaviyo"),
    ("Unsubscribed from Email Marketing", "Klaviyo"),
    ("Active on Site", "API"),
    ("Viewed Product", "API"),
    ("Placed Order", "Shopify"),
)
_RATES: Final = (("Opened Email", 0.34), ("Clicked Email", 0.07))
_LATE_SHARE, _LATE_DAYS = 0.02, 6.5
_FUTURE_SHARE, _FUTURE_DAYS = 0.0004, 60
_DAILY: Final = (
    ("Active on Site", 0.05),
    ("Viewed Product", 0.03),
    ("Placed Order", 0.012),
)
_BEFORE = timedelta(days=4)
"""The latest open of an email comes so long after it."""


_Answers = tuple[str, str]
"""Campaign and message that an event answers."""
_NOTHING: _Answers = ("", "")


@dataclass(frozen=True)
class Event:
    """Something a person did.

    Attributes:
        metric: Its name.
        at: When it happened.
        seen: Since when the API shows it.
        person: Number of the profile.
        campaign: Whose message it answers, and that message; empty if none.
        value: Of an order [shop currency], as text; empty if none.
    """

    metric: str
    at: datetime
    seen: datetime
    person: int
    campaign: str = ""
    message: str = ""
    value: str = ""


def metric_id(seed: int, name: str) -> str:
    """Return the id of a metric."""
    return make_id(seed, "metric", name, length=6)


def metrics(seed: int, _now: datetime) -> list[Resource]:
    """Return all metrics."""
    return [
        Resource(
            "metric",
            metric_id(seed, name),
            {
                "name": name,
                "created": stamp(FIRST_DAY),
                "updated": stamp(FIRST_DAY),
                "integration": {
                    "object": "integration",
                    "name": origin,
                    "category": "API",
                },
            },
        )
        for name, origin in METRICS
    ]


def happened(
    seed: int, first: datetime, last: datetime, now: datetime
) -> Iterator[Event]:
    """Give the events of a time that can be seen now, in no order."""
    for event in _all(seed, first, last):
        if first <= event.at <= last and event.seen <= now:
            yield event


@lru_cache(maxsize=8)
def _all(seed: int, first: datetime, last: datetime) -> list[Event]:
    """Draw a time once: it is asked for metric by metric, and page by page."""
    return list(_drawn(seed, first, last))


def _drawn(seed: int, first: datetime, last: datetime) -> Iterator[Event]:
    for send in sends(seed, first - _BEFORE, last):
        if send.cancelled or send.channel == "mobile_push":
            continue
        kind = "Received SMS" if send.channel == "sms" else "Received Email"
        message = message_id(seed, send)
        for person in range(PROFILES):
            if joined(seed, person) > send.sent:
                continue
            at = send.sent + timedelta(seconds=int(900 * share(seed, send.id, person)))
            yield _event(seed, kind, at, person, (send.id, message))
            if kind != "Received SMS":
                yield from _answers(seed, at, person, (send.id, message))
    yield from _visits(seed, first, last)


def _answers(
    seed: int, at: datetime, person: int, answers: _Answers
) -> Iterator[Event]:
    for metric, rate in _RATES:
        luck = share(seed, metric, answers[0], person)
        if luck < rate:
            later = (
                timedelta(minutes=3)
                + (_BEFORE - timedelta(hours=1)) * (luck / rate) ** 3
            )
            yield _event(seed, metric, at + later, person, answers)


def _visits(seed: int, first: datetime, last: datetime) -> Iterator[Event]:
    day = max(0, (first - FIRST_DAY).days)
    ahead = timedelta(days=_FUTURE_DAYS)
    while (start := FIRST_DAY + timedelta(days=day)) <= last:
        for person in range(PROFILES):
            for metric, rate in _DAILY:
                luck = share(seed, metric, day, person)
                if luck >= rate:
                    continue
                at = start + timedelta(seconds=int(86_000 * luck / rate))
                if joined(seed, person) <= at:
                    yield _event(seed, metric, at, person)
        day += 1
    # A tracker with a wrong clock: seen today, dated two months ahead.
    day = max(0, (first - ahead - FIRST_DAY).days)
    while (start := FIRST_DAY + timedelta(days=day)) + ahead <= last:
        for person in range(PROFILES):
            if share(seed, "future", day, person) < _FUTURE_SHARE:
                yield Event("Active on Site", start + ahead, start, person)
        day += 1


def _event(
    seed: int, metric: str, at: datetime, person: int, answers: _Answers = _NOTHING
) -> Event:
    at = at.replace(microsecond=0)
    luck = share(seed, "late", metric, at, person)
    delay = timedelta(seconds=40)
    if luck < _LATE_SHARE:
        delay = timedelta(days=_LATE_DAYS * luck / _LATE_SHARE)
    value = f"{20 + int(18_000 * share(seed, 'value', at, person)) / 100:.2f}"
    is_order = metric == "Placed Order"
    return Event(metric, at, at + delay, person, *answers, value if is_order else "")


@lru_cache(maxsize=1 << 14)
def as_resource(seed: int, event: Event) -> Resource:
    """Write an event as the API shows it; nobody changes what is shared."""
    properties: dict[str, Any] = {"$event_id": make_id(seed, event.at, event.person)}
    if event.message:
        properties |= {"$message": event.message, "Campaign Name": event.campaign}
    if event.value:
        properties["$value"] = float(event.value)
    identity = make_id(seed, "event", event.metric, event.at, event.person, length=11)
    return Resource(
        "event",
        identity,
        {
            "timestamp": int(event.at.timestamp()),
            "event_properties": properties,
            "datetime": stamp(event.at),
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, identity)),
        },
        one={
            "profile": ("profile", profile_id(seed, event.person)),
            "metric": ("metric", metric_id(seed, event.metric)),
        },
        many={"attributions": [_attribution(identity)] if event.value else []},
        asked={
            "metric_id": metric_id(seed, event.metric),
            "profile_id": profile_id(seed, event.person),
            "metric": True,
            "profile": True,
        },
    )


def _attribution(event: str) -> tuple[str, str]:
    return "attribution", make_id("attribution", event, length=11)
