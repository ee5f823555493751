"""Profiles, and the lists and segments they are in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from wv_sandbox.klaviyo.calendar import FIRST_DAY
from wv_sandbox.klaviyo.resource import Resource, make_id, share, stamp
from wv_sandbox.shopify.shop.cities import DEMO, find_cities

PROFILES: Final = 240
GROUPS: Final = {
    "list": ("Newsletter", "Text messages", "Back in stock"),
    "segment": ("Engaged 90 days", "Repeat customers", "Cold regions", "Dormant"),
}
_FIRST = ("Ada", "Ben", "Chloé", "Dmitri", "Eva", "Farid", "Grace", "Hiro")
_LAST = ("Almeida", "Brandt", "Conti", "Dubois", "Eriksen", "Fischer", "García")
_IN_GROUP = 0.4
_GONE_GROUP: Final = ("list", 2)
"""A list that somebody deleted; it is in no answer from then on."""
_GONE_AT: Final = datetime.fromisoformat("2026-11-01T12:00:00+00:00")
_YEARLY = 365
_TOUCH_DAYS = 40


def profile_id(seed: int, number: int) -> str:
    """Return the id of a profile."""
    return make_id(seed, "profile", number)


def joined(seed: int, number: int) -> datetime:
    """Return when a profile was made."""
    days = 600 * share(seed, "joined", number)
    return (FIRST_DAY + timedelta(days=days)).replace(microsecond=0)


def profiles(seed: int, now: datetime) -> list[Resource]:
    """Return everybody who has been met."""
    return [
        profile(seed, number, now)
        for number in range(PROFILES)
        if joined(seed, number) <= now
    ]


def profile(seed: int, number: int, now: datetime) -> Resource:
    """Return one profile, last touched in a rhythm of its own."""
    created = joined(seed, number)
    rhythm = _TOUCH_DAYS * (0.5 + share(seed, "rhythm", number))
    touches = int((now - created) / timedelta(days=rhythm))
    updated = (created + touches * timedelta(days=rhythm)).replace(microsecond=0)
    cities = find_cities(DEMO)
    city = cities[int(share(seed, "city", number) * len(cities))]
    first = _FIRST[int(share(seed, "first", number) * len(_FIRST))]
    last = _LAST[int(share(seed, "last", number) * len(_LAST))]
    return Resource(
        "profile",
        profile_id(seed, number),
        {
            "email": f"{first}.{last}.{number}@mail.example".lower(),
            "phone_number": f"+1202555{number:04d}" if number % 3 else None,
            "external_id": str(7_000_000 + number),
            "first_name": first,
            "last_name": last,
            "organization": None,
            "locale": "en-US",
            "title": None,
            "image": None,
            "created": stamp(created),
            "updated": stamp(updated),
            "last_event_date": stamp(updated),
            "location": {
                "address1": f"{number + 1} High Street",
                "address2": None,
                "city": city.name,
                "country": city.country,
                "latitude": city.latitude,
                "longitude": city.longitude,
                "region": city.province or None,
                "zip": city.zips[0],
                "timezone": city.zone,
                "ip": f"203.0.113.{number % 250}",
            },
            "properties": {"Loyalty tier": "gold" if number % 5 == 0 else "basic"},
        },
    )


def groups(seed: int, kind: str, now: datetime) -> list[Resource]:
    """Return lists or segments."""
    return [
        _group(seed, kind, number, now)
        for number in range(len(GROUPS[kind]))
        if (kind, number) != _GONE_GROUP or now < _GONE_AT
    ]


def members(seed: int, kind: str, identity: str, now: datetime) -> list[Resource]:
    """Return the profiles of a list or segment, with the instant they joined it."""
    found = []
    for number in range(PROFILES):
        luck = share(seed, kind, identity, number)
        if luck > _IN_GROUP:
            continue
        since = joined(seed, number) + timedelta(days=int(luck * _YEARLY))
        if since <= now:
            person = profile(seed, number, now)
            attributes = person.attributes | {"joined_group_at": stamp(since)}
            found.append(Resource("profile", person.id, attributes))
    return found


def _group(seed: int, kind: str, number: int, now: datetime) -> Resource:
    created = FIRST_DAY + timedelta(days=number * 20)
    touched = created + int((now - created).days / 30) * timedelta(days=30)
    attributes = {
        "name": GROUPS[kind][number],
        "created": stamp(created),
        "updated": stamp(touched),
    }
    if kind == "list":
        attributes["opt_in_process"] = "double_opt_in"
        more: dict[str, object] = {}
    else:
        more = {
            "definition": {"condition_groups": []},
            "is_active": True,
            "is_processing": False,
            "is_starred": number == 0,
        }
    tag = ("tag", make_id(seed, "tag", number, length=32))
    identity = make_id(seed, kind, number, length=6)
    return Resource(kind, identity, attributes | more, many={"tags": [tag]})
